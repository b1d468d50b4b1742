import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, oneObject, startRelay, type TestParty } from '../support/processes.js';
import { row, workbook } from '../io/workbooks.js';
import { file, propose, type Proposed, type SessionResult } from '../support/sessions.js';

/** The same three payrolls, each as something else: 1000.50 + 2000.25 a party. */
const CSV = 'salary\n1000.50\n2000.25\n';
const JSON_LINES = '{"salary":1000.5}\n{"salary":2000.25}\n';

let parties: readonly [TestParty, TestParty, TestParty];
let agreement: Proposed;

beforeAll(async () => {
  parties = (await makeParties('Ann', 'Bob', 'Cid')) as unknown as typeof parties;
  const { url } = await startRelay();
  agreement = await propose(parties, url, 'sum', '-c', 'salary:0..10000:2');
});

describe('mpc --data', () => {
  it('takes every kind of file, and what is piped in', async () => {
    const given = [
      { flags: ['--data', file(workbook({ sheets: { Notes: row(1, 'none'), Pay: row(1, 'salary') + row(2, 1000.5) + row(3, 2000.25) } }), 'pay.xlsx'), '--sheet', 'pay'] },
      { flags: ['--data', '-'], input: JSON_LINES },
      { flags: ['--data', file(Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'salary', data: [1000.5, 2000.25] }] })), 'pay.parquet')] },
    ];
    for (const data of [file(JSON_LINES, 'pay.jsonl'), file(gzipSync(CSV), 'pay.csv.gz')]) await mpcJson(['check', agreement.file, '--data', data], { home: parties[0].home });
    const checked = await mpcJson<{ columns: unknown }>(['check', agreement.file, '--data', '-'], { home: parties[0].home, input: CSV });
    expect(checked.columns).toEqual({ salary: { sum: '3000.75', count: '2' } });
    const joined = await Promise.all(given.map(async ({ flags, input }, i) => mpc(['join', agreement.file, '--approve', agreement.digest, '--json', ...flags], { home: parties[i]?.home ?? '', input: input ?? '' })));
    for (const { code, stdout, stderr } of joined) {
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      expect((oneObject(stdout) as SessionResult).result?.columns['salary']?.sum).toBe('9002.25');
    }
  });

  it('refuses to take two things from standard input, and two files', async () => {
    const [ann] = parties;
    const both = await mpc(['join', '-', '--data', '-', '--json'], { home: ann.home, input: '{}' });
    expect([both.code, both.stdout]).toEqual([2, expect.stringContaining('cannot both come from standard input')]);
    const vain = await mpc(['check', agreement.file, '--data', file(CSV), '--sheet', 'Pay', '--json'], { home: ann.home });
    expect([vain.code, vain.stdout]).toEqual([2, expect.stringContaining('is no workbook')]);
    const two = await mpc(['check', agreement.file, '--csv', file(CSV), '--data', file(CSV), '--json'], { home: ann.home });
    expect([two.code, two.stdout]).toEqual([2, expect.stringContaining('--data')]);
  });
});
