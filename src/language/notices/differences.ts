/** A11, A12: numbers over nearly the same rows, whose difference is about few of them. */
import type { Checked, Reveal } from '../check/program.js';
import { shape, walk, type Expr } from '../syntax/tree.js';
import { listed } from '../words/numerals.js';
import { attention, type Found, type Notice } from './notice.js';
import { areApart } from './parts-of-rows.js';
import { keyOf, selectionsIn, shownValues, tableOf, type Selection } from './selections.js';

const ADDED_UP = ['sum', 'mean', 'variance', 'sd', 'covariance', 'correlation'];

/** A reveal, with what it is compared by: worked out once, and not for each pair. */
interface Side {
  readonly reveal: Reveal;
  readonly rows: ReadonlySet<string>;
  readonly selections: string;
  readonly hides: boolean;
}

/** Two reveals over the same rows, with a recipient in common. */
export function overlapNotices(checked: Checked): Notice[] {
  const found: Notice[] = [];
  const sides = checked.reveals.filter((reveal) => !(reveal.kind === 'value' && reveal.isOpen)).map((reveal) => sideOf(checked, reveal));
  sides.forEach((first, i) => {
    for (const second of sides.slice(i + 1)) {
      const shared = [...first.rows].filter((name) => second.rows.has(name));
      if (shared.length === 0 || ![...first.reveal.recipients].some((role) => second.reveal.recipients.has(role))) continue;
      const hides = first.hides || second.hides;
      const differ = first.selections !== second.selections && !areModelsApart(first.reveal, second.reveal);
      const text =
        hides ? `both are of ${shared.join(', ')}. A total beside hidden cells can give a hidden cell away.`
        : differ ? `both are of ${shared.join(', ')}, over different rows. Their difference is about the rows that are in one and not in the other.`
        : undefined;
      if (text !== undefined) found.push({ ...attention(hides ? 'A11' : 'A12', text), reveals: [first.reveal.number, second.reveal.number], line: second.reveal.tree.at.line });
    }
  });
  return found;
}

function sideOf(checked: Checked, reveal: Reveal): Side {
  const selections = [...reveal.sources.selections].sort();
  const rows = new Set(selections.map((each) => each.split('|')[0] ?? '').filter((name) => checked.rows.get(name)?.isSingle === false));
  return { reveal, rows, selections: selections.join('\n'), hides: reveal.kind === 'table' && reveal.hide.length > 0 };
}

function areModelsApart(first: Reveal, second: Reveal): boolean {
  return first.kind === 'model' && second.kind === 'model' && areApart(first.model.where, second.model.where);
}

/** Numbers of one reveal that are subtracted from each other: totals of the same over different rows, and cells of a counter. */
export function differencesWithin(checked: Checked, reveal: Reveal): Found[] {
  const totals = shownValues(reveal).flatMap(([name, value]) => [...selectionsIn(checked, value, tableOf(reveal))].filter(({ total }) => ADDED_UP.includes(total)).map((each) => ({ ...each, name })));
  const names = new Set<string>();
  totals.forEach((one, i) => {
    for (const other of totals.slice(i + 1)) {
      if (!areOfTheSame(one, other) || keyOf(one.scope) === keyOf(other.scope) || areApart(one.where, other.where)) continue;
      names.add(one.name);
      names.add(other.name);
    }
  });
  const table = tableOf(reveal);
  const counters = (table?.keys ?? []).filter(({ kind, name }) => kind === 'counter' && totals.some((each) => each.where !== undefined && uses(each.where, name)));
  return [
    ...(names.size > 0 ? [attention('A12', `${listed([...names])} ${names.size > 1 ? 'are' : 'is'} worked out from totals of the same over different rows. Their difference is about the rows that are in one and not in the other.`)] : []),
    ...counters.map(({ name }) => attention('A12', `cells that follow each other by ${name} are over nearly the same rows. Their difference is about the rows between them, of which there may be one.`)),
  ];
}

function areOfTheSame(one: Selection, other: Selection): boolean {
  return one.scope.rows === other.scope.rows && one.scope.cell === other.scope.cell && one.call.args.map(shape).join() === other.call.args.map(shape).join();
}

function uses(expr: Expr, name: string): boolean {
  return [...walk(expr)].some((each) => each.kind === 'name' && each.name === name);
}
