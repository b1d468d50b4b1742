/** What parties shut beside the counts, and which totals are shut with cells, in words. */
import type { Checked, Reveal } from '../check/program.js';
import type { Gate } from '../shut/gates.js';
import type { Gates } from '../shut/ties.js';
import { eachOf } from './cast.js';
import type { Item } from './items.js';
import { listed } from './numerals.js';

export function shutItems(checked: Checked, reveal: Reveal, { gates, ties }: Gates): Item[] {
  const own = gates.filter((gate) => gate.reveal === reveal && gate.by.length > 0);
  const items: Item[] = own.map((gate) => ({ indent: 2, text: `${listed(gate.by.flatMap((name) => checked.roles.get(name) ?? []).map(eachOf)).replace(/^each/, 'Each')} also ${whatIsShut(gate)} without its own rows, and then nobody opens it.` }));
  const tied = ties.filter((tie) => tie.reveal === reveal);
  const numbers = (some: typeof tied) => listed([...new Set(some.map(({ gate }) => String(gates[gate]?.reveal.number ?? 0)))], 'or');
  const [whole, cells] = [tied.filter(({ table }) => table === undefined), tied.filter(({ table }) => table !== undefined)];
  if (whole.length > 0) items.push({ indent: 2, text: `It is shut as well where a cell of ${numbers(whole)} is hidden, since it is made of totals over the same rows.` });
  if (cells.length > 0) items.push({ indent: 2, text: `A cell of it is hidden as well where a cell of ${numbers(cells)} with the same ${listed(keysOf(cells))} is hidden, since it has totals over the same rows.` });
  return items;
}

/** Said once, for all that parties may shut. */
export function shutterItems({ gates }: Gates): Item[] {
  return gates.every(({ by }) => by.length === 0) ? [] : [{ indent: 0, text: WHAT_IT_SAYS }];
}

const WHAT_IT_SAYS = 'Where parties may shut something, those who learn it see who shut what. Beside the numbers that they see, this tells of each of these parties whether it has more of the rows than the number is above its limit; at the limit, who has any rows at all. A party with an altered program need not shut anything, and two that put their numbers together see what is left without both.';

function whatIsShut({ table, columns }: Gate): string {
  if (table === undefined) return 'shuts this where the condition would not hold';
  return columns === undefined ? 'shuts a cell where this would hide it' : `shuts ${listed([...columns])} of a cell where this would hide ${columns.length > 1 ? 'them' : 'it'}`;
}

function keysOf(ties: Gates['ties']): string[] {
  return [...new Set(ties.flatMap(({ table }) => table?.keys.map(({ name }) => name) ?? []))];
}
