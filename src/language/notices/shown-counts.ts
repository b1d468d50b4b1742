/** A09, A18, A19: what is seen of counts that a condition shows. */
import type { Checked, Reveal } from '../check/program.js';
import type { Expr } from '../syntax/tree.js';
import { phrasesOf } from '../words/expressions.js';
import { grouped, listed } from '../words/numerals.js';
import { boundsOf } from './bounds.js';
import { attention, type Found, type Notice } from './notice.js';
import { conditionsOf, keyOf, selectionsIn, shownValues, tableOf, type Selection } from './selections.js';

const COUNTS = ['count', 'contributors'];

/** A09, A18. */
export function shownCountNotices(checked: Checked, reveal: Reveal): Found[] {
  const table = tableOf(reveal);
  const counts = conditionsOf(reveal).filter(({ countsShown }) => countsShown).flatMap(({ value }) => countsIn(checked, value, reveal));
  const seen = new Set(counts.map(nameOf));
  const values = shownValues(reveal);
  const totals = values.flatMap(([, value]) => [...selectionsIn(checked, value, table)]);
  const isSeenAnyway = reveal.kind === 'table' && reveal.hide.length > 0 && totals.length > 0 && totals.every((each) => seen.has(nameOf(each)));
  const phrases = phrasesOf(checked);
  const wheres = new Set(counts.filter(({ scope, where }) => scope.cell === undefined && where !== undefined).map(({ where }) => phrases.plain(where as Expr, { inRow: true })));
  return [
    ...(isSeenAnyway ? [attention('A09', `nothing is hidden: ${listed(values.map(([name]) => name))} ${values.length > 1 ? 'follow' : 'follows'} from counts that are seen of every cell.`)] : []),
    ...(counts.some(({ scope }) => scope.cell !== undefined) ? [attention('A18', 'the counts that decide are seen of every cell, also of those that are hidden. A cell of one row is seen to be one.')] : []),
    ...(wheres.size > 0 ? [attention('A18', `the number of rows ${listed([...wheres].map((where) => `where ${where}`))} is seen, whether or not the condition holds. It says if there is such a row at all.`)] : []),
  ];
}

/** A19: several limits on one count. That a party shuts one result and not the other tells between which of them the rows of the others are. */
export function severalLimits(checked: Checked): Notice[] {
  const limits = new Map<string, { readonly reveals: number[]; readonly least: Set<bigint>; readonly line: number }>();
  for (const reveal of checked.reveals) {
    for (const { scope, total, least, countsShown } of boundsOf(checked, reveal)) {
      if (!countsShown) continue;
      const key = `${total}|${keyOf(scope)}`;
      const found = limits.get(key) ?? { reveals: [], least: new Set(), line: reveal.tree.at.line };
      limits.set(key, found);
      if (!found.reveals.includes(reveal.number)) found.reveals.push(reveal.number);
      found.least.add(least);
    }
  }
  return [...limits.values()].filter(({ least }) => least.size > 1).map(({ reveals, least, line }) => {
    const numbers = [...least].sort((a, b) => Number(a - b)).map((each) => grouped(String(each)));
    return { ...attention('A19', `one count has the limits ${listed(numbers)}. Which of the results a party shuts tells between which of them the number of all rows but its own lies, and so how many rows it has.`), reveals, line };
  });
}

function countsIn(checked: Checked, expr: Expr, reveal: Reveal): Selection[] {
  return [...selectionsIn(checked, expr, tableOf(reveal))].filter(({ total }) => COUNTS.includes(total));
}

function nameOf({ total, scope }: Selection): string {
  return `${total}|${keyOf(scope)}`;
}
