/** What `--out FILE.csv` writes of matches is read back by `mpc review matches`, whatever the payload columns are called. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { readMatches } from '../../src/app/review/matches.js';
import { matchesCsv } from '../../src/cli/matches-file.js';
import type { OwnRows } from '../../src/library/sessions.js';
import { file } from '../support/sessions.js';

function rowsOf(payloadColumns: readonly string[], rules: readonly string[]): OwnRows {
  const row = { row: 1, cells: ['7'], rules, payload: payloadColumns.map((name) => `their ${name}`) };
  return {
    columns: ['id'], payloadColumns, hasRules: rules.length > 0, hasGroups: false, length: 1, ownRows: 2,
    strengths: [], notTested: { count: 0, rows: () => [] },
    *[Symbol.iterator]() { yield row; },
  } as unknown as OwnRows;
}

it.each([
  ['rules', ['exact']], ['rules', []], ['groups', []], ['groups', ['exact']], ['(mpc)', ['exact']], ['(mpc)', []], ['rules (mpc)', []], ['note', ['exact', 'names']],
] as const)('a payload column called %s, with the rules %j', async (name, rules) => {
  // The file has columns of its own that are called like those which are added.
  const source = file('id,match,match rules\n7,own,old\n8,own,old\n', 'list.csv');
  const written = join(dirname(source), 'matches.csv');
  let text = '';
  for await (const piece of matchesCsv({ file: source }, rowsOf([name, 'note two'], rules))) text += piece;
  writeFileSync(written, text);
  const { matches: [only] } = await readMatches(written);
  expect(readFileSync(written, 'utf8').split('\n')[0]).toMatch(/^id,match,match rules,match \(mpc\)/);
  expect(only?.rules).toEqual(rules);
  expect(only?.own.map(([header]) => header)).toEqual(['id', 'match', 'match rules']);
  expect(only?.learned.map(([, cell]) => cell)).toEqual([`their ${name}`, 'their note two']);
});
