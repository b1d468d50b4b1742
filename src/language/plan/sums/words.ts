/** The sums that recipients see, in words: what people approve before a program may run on sums. */
import type { Checked } from '../../check/program.js';
import type { Call, Expr } from '../../syntax/tree.js';
import { phrasesOf } from '../../words/expressions.js';
import type { Item } from '../../words/items.js';
import { grouped, listed } from '../../words/numerals.js';
import { keyWords } from '../../words/statements.js';
import type { Measure } from './layout.js';

/** What one measure is a sum of: “the number of these rows where …”, “the sum of (x times y) over the rows of staff”. */
export function measureWords(checked: Checked, { call, part, args, table }: Measure): string {
  const total = checked.totals.get(call);
  const values = part.kind === 'sum' ? part.of.map((i) => args[i] as Expr) : [];
  const product = values.length === 2 ? values.reduce((left, right): Expr => ({ kind: 'arithmetic', operator: '*', left, right, at: call.at })) : values[0];
  const name = part.kind === 'sum' ? 'sum' : part.kind;
  const summed: Call = { kind: 'call', name, args: product === undefined ? [] : [product], of: undefined, where: call.where, options: {}, at: call.at };
  const phrases = phrasesOf({ ...checked, totals: new Map([...checked.totals, ...(total === undefined ? [] : [[summed, { ...total, args: summed.args }] as const])]) });
  return phrases.plain(summed, table === undefined ? {} : { cell: table });
}

/** Of each set of recipients and each table the sums that they see. `sizes`: how many sums each measure has. */
export function sumItems(checked: Checked, measures: readonly Measure[], sizes: readonly number[]): Item[] {
  const items: Item[] = [];
  for (const who of new Set(measures.map(whoSees))) {
    const theirs = measures.map((measure, i) => ({ measure, cells: sizes[i] ?? 1 })).filter(({ measure }) => whoSees(measure) === who);
    items.push({ indent: 0, text: `${sentence(seersWords(checked, theirs[0]?.measure.recipients ?? []))} these totals, exactly:` });
    for (const table of new Set(theirs.map(({ measure }) => measure.table))) {
      const ofTable = theirs.filter(({ measure }) => measure.table === table);
      const cells = ofTable[0]?.cells ?? 1;
      if (table !== undefined) items.push({ indent: 1, text: `- for each of the ${grouped(String(cells))} cells of ${table.name} (by ${listed(table.keys.map((key) => keyWords(key, table.rows.role.name)))})${tableRows(checked, table)}:` });
      for (const { measure } of ofTable) items.push({ indent: table === undefined ? 1 : 2, text: `${table === undefined ? '- ' : '· '}${measureWords(checked, measure)}` });
    }
  }
  return items;
}

function tableRows(checked: Checked, { rows, where, byParty }: NonNullable<Measure['table']>): string {
  const condition = where === undefined ? '' : ` where ${phrasesOf(checked).plain(where, { inRow: true })}`;
  return `, “these rows” being those of ${rows.name} in the cell, ${byParty ? 'of that one party alone' : `of all ${rows.role.name} together`}${condition}`;
}

function whoSees({ recipients }: Measure): string {
  return recipients.join(',');
}

function seersWords(checked: Checked, recipients: readonly string[]): string {
  if (recipients.length === checked.roles.size) return 'all parties see';
  const isGroup = (name: string) => checked.roles.get(name)?.isGroup === true;
  return `${listed(recipients.map((name) => (isGroup(name) ? `all ${name}` : name)))} ${recipients.length > 1 || recipients.some(isGroup) ? 'see' : 'sees'}`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
