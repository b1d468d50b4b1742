import { describe, expect, it } from 'vitest';
import type { Notice } from '../../src/io/notices.js';
import { mpc, mpcJson, newFolder } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file } from '../support/sessions.js';

const PEOPLE = ['full name,born,id', '"Smith, John",1980-12-31,A1', '', 'Dr. JOHN SMITH,31/12/1980,A1', 'Müller Łukasz,30.02.1999,', ',1/1/90,é', ''].join('\n');
const KEYS = ['--key', 'name:name', '--key', 'born:date', '--map', 'name=Full Name', '--date-order', 'born=dmy'];

interface Preview {
  readonly records: readonly { row: number; line: number; parts: Record<string, string | null>; keys: readonly { rule: string; key: readonly string[] }[] }[];
  readonly [field: string]: unknown;
}

const NOTICED: readonly (readonly [string, string | null, readonly number[]])[] = [
  ['HEADER_DIFFERS', 'name', [1]],
  ['BLANK_LINES', null, [3]],
  ['UNUSABLE_ROWS', null, [5, 6]],
  ['UNUSABLE_CELLS', 'born', [5]],
  ['UNUSABLE_CELLS', 'name', [6]],
  ['UNUSABLE_CELLS', 'born', [6]],
  ['DUPLICATE_ROWS', null, []],
];

// Needs no identity: it is the first thing that a new user may want to see.
const home = newFolder();

describe('mpc keys', () => {
  it('says as JSON what rows become, which are the same, and which make no key and why', async () => {
    const shown = await mpcJson<Preview>(['keys', '--csv', file(PEOPLE), ...KEYS], { home });
    expect(problems('keys', shown)).toEqual([]);
    const john = { name: 'johnsmith', born: '19801231' };
    expect(shown).toEqual({
      normalisation: 'keys/4 any-ascii/0.3.3',
      rules: null,
      keysPerRecord: 1,
      ...{ rows: 4, distinct: 1, duplicateRows: 1, unusableRows: 2, partialRows: 0 },
      records: [
        { row: 1, line: 2, parts: john, keys: [{ rule: 'exact', key: ['johnsmith', '19801231'] }] },
        { row: 2, line: 4, parts: john, keys: [{ rule: 'exact', key: ['johnsmith', '19801231'] }] },
        { row: 3, line: 5, parts: { name: 'lukaszmueller', born: null }, keys: [] },
        { row: 4, line: 6, parts: { name: null, born: null }, keys: [] },
      ],
      duplicates: [{ row: 2, line: 4, parts: john, sameAs: 1 }],
      warnings: expect.any(Array) as unknown[],
      unusable: [
        { row: 3, line: 5, keys: 0, problems: [{ column: 'born', reason: 'a day that does not exist' }] },
        { row: 4, line: 6, keys: 0, problems: [{ column: 'name', reason: 'empty' }, { column: 'born', reason: 'a date whose year has not four digits' }] },
      ],
    });
    expect((shown['warnings'] as Notice[]).map(({ code, column, lines }) => [code, column, lines])).toEqual(NOTICED);
  });

  it('shows the keys of near matches by their rules, and no more rows than asked for', async () => {
    const shown = await mpcJson<Preview>(['keys', '--csv', file(PEOPLE), ...KEYS, '--near', '--rows', '1'], { home });
    expect(problems('keys', shown)).toEqual([]);
    expect([shown.records.length, shown['keysPerRecord'], shown['unusableRows'], shown['partialRows']]).toEqual([1, 17, 1, 1]);
    expect(shown.records[0]?.keys.map(({ rule }) => rule)).toContain('born: another day');
    expect(shown['rules']).toEqual({ id: 'near/4', names: expect.arrayContaining(['exact', 'without born']) as string[] });
  });

  it('shows people a table, with what could rearrange their screen taken out', async () => {
    const done = await mpc(['keys', '--csv', file('id\n"a\u202Eb\u001b[31m"\n'), '--key', 'id'], { home });
    expect(done.code).toBe(0);
    expect(done.stdout).toMatch(/row.*line.*id/);
    expect(done.stdout).toContain('1 row: 1 different');
    for (const hidden of ['\u202E', '\u001b']) expect(done.stdout).not.toContain(hidden);
    expect(done.stderr).toContain('Nothing was sent');
    expect((await mpc(['keys', '--csv', file('id\nx\n'), '--key', 'id', '--quiet'], { home })).stderr).toBe('');
  });

  it('an empty cell is no error', async () => {
    const done = await mpc(['keys', '--csv', file('id,x\n,1\n'), '--key', 'id'], { home });
    expect([done.code, done.stdout.includes('1 without any key')]).toEqual([0, true]);
  });
});
