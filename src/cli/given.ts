/** What this party's file gives, as tables for its own user. */
import type { Given } from '../library/agreements.js';
import { grouped } from '../library/text.js';
import { table, textTable } from './terminal/table.js';

/** Rows shown above the question whether to approve. */
const MOST_BEFORE_APPROVAL = 60;

export function givenText(given: Given): string {
  switch (given.kind) {
    case 'totals':
      return table(['column', 'your sum', 'your count'], given.columns.map(({ name, sum, count }) => [name, grouped(sum), grouped(count)]));
    case 'keys': {
      const { rows, maxRows, keys, maxKeys, notTested } = given;
      return table(['', 'your list', 'the cap'], [['rows', shown(rows), shown(maxRows)], ['rows without a key, not tested', shown(notTested), ''], ['different keys', shown(keys), shown(maxKeys)]]);
    }
    case 'entries':
      return textTable(['what you put in', 'where', 'your number'], given.entries.map(({ what, where, value }) => [what, Object.entries(where).map(([key, each]) => `${key} ${each}`).join(', '), grouped(value)]));
  }
}

/** The same for somebody who is about to approve. `mpc check` shows all of a long table. */
export function givenBeforeApproval(given: Given): string {
  const most = (given.kind === 'entries' ? given.entries : given.kind === 'totals' ? given.columns : []).length;
  const some = given.kind === 'entries' ? { ...given, entries: given.entries.slice(0, MOST_BEFORE_APPROVAL) } : given.kind === 'totals' ? { ...given, columns: given.columns.slice(0, MOST_BEFORE_APPROVAL) } : given;
  const more = most > MOST_BEFORE_APPROVAL ? `\n… and ${grouped(String(most - MOST_BEFORE_APPROVAL))} more: \`mpc check\` shows all of them.` : '';
  return `What your file gives:\n${givenText(some)}${more}`;
}

function shown(count: number): string {
  return grouped(count.toString());
}
