/** Columns that are hidden by name although a column that stays is made of the same totals, which are then opened all the same. */
import type { Checked } from '../check/program.js';
import { Fault } from '../fault.js';
import { layoutOf } from '../plan/sums/layout.js';
import { studySums } from '../plan/sums/study.js';
import { followersOf } from './gates.js';

export function halfHidden(checked: Checked): Fault[] {
  const hidesByName = checked.reveals.some((reveal) => reveal.kind === 'table' && reveal.hide.some(({ columns, countsShown }) => columns !== undefined && countsShown));
  if (!hidesByName) return [];
  const { measures } = layoutOf(checked, studySums(checked).uses);
  return checked.reveals.flatMap((reveal) =>
    reveal.kind !== 'table' ? [] : (
      reveal.hide.flatMap(({ columns, countsShown, at }) => {
        if (columns === undefined || !countsShown) return [];
        const hidden = followersOf(reveal.table, columns.map(({ text }) => text));
        for (const { uses, isFirst } of measures) {
          const names = uses.flatMap((use) => (use.reveal === reveal && use.column !== undefined ? [use.column] : []));
          const [goes, stays] = [names.find((name) => hidden.has(name)), names.find((name) => !hidden.has(name))];
          if (!isFirst && goes !== undefined && stays !== undefined) return [new Fault('E086', at, `${stays} is made of totals of ${goes}, and so opens them where ${goes} is hidden.`, `Hide both: hide ${[...columns.map(({ text }) => text), stays].join(', ')} where …`)];
        }
        return [];
      })
    ),
  );
}
