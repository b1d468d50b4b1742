import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, oneObject, startRelay, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { decimal, file, propose, results, type SessionResult } from '../support/sessions.js';

interface Failure {
  readonly error: { readonly code: string; readonly exit: number; readonly message: string; readonly next: string };
}

let relay = '';
let twenty: TestParty[] = [];
let three: TestParty[] = [];
const partyAt = (seat: number): TestParty => twenty[seat] ?? ((): never => { throw new Error('no such party'); })();

const NUMBERS = ['a,b\n1.50,-7\n2.25,3\n', 'b,a\n-100,0.01\n', 'a,b\n-4.99,9007199254740993\n0,0\n0.2,1\n'];
const csvs = () => NUMBERS.map((content) => ['--csv', file(content)]);

beforeAll(async () => {
  ({ url: relay } = await startRelay());
  twenty = await makeParties('North', 'South Hospital', 'Zuyd-Nord 3', ...Array.from({ length: 17 }, (_, i) => `p${i + 4}`));
  three = twenty.slice(0, 3);
});

describe('a sum by agreement file', () => {
  it.each([2, 3, 5, 20])('is exact between %i parties', async (size) => {
    const parties = twenty.slice(0, size);
    const limit = 2n ** 127n;
    // A fixed recurrence: numbers of up to 128 bits, decimals, negative ones, and several columns.
    let state = BigInt(size);
    const next = (span: bigint) => ((state = (state * 6364136223846793005n + 1442695040888963407n) % 2n ** 190n) / 2n ** 40n) % span;
    const total = { big: 0n, money: 0n, small: 0n };
    const flags = parties.map(() => {
      const lines = ['small,big,ignored,money'];
      for (let row = 0; row < 3; row++) {
        const [big, money, small] = [next(2n * limit) - limit, next(2_000_000n) - 1_000_000n, next(10n)];
        total.big += big;
        total.money += money;
        total.small += small;
        lines.push(`${small},${big},text,${decimal(money, 4)}`);
      }
      return ['--csv', file(`${lines.join('\n')}\n`)];
    });
    const agreement = await propose(parties, relay, 'sum', '-c', `big:-${limit}..${limit}`, '-c', 'money:-100..100:4', '-c', 'small:0..9', ...(size === 2 ? ['--allow-two'] : []));
    const [first, ...others] = await results(parties, agreement, flags);
    expect(first?.result).toEqual({ columns: { big: { sum: total.big.toString() }, money: { sum: decimal(total.money, 4) }, small: { sum: total.small.toString() } } });
    expect(first?.parties).toEqual(parties.map(({ name, publicKey }) => ({ name, publicKey })));
    expect(first?.agreement).toBe(agreement.digest);
    for (const other of others) expect({ ...other, receipt: '' }).toEqual({ ...first, receipt: '' });
  }, 240_000);

  it('takes numbers whose scaled magnitude is the greatest allowed', async () => {
    const most = 2n ** 128n - 1n;
    const agreement = await propose(three, relay, 'sum', '-c', `n:-${most}..${most}`);
    const [first] = await results(three, agreement, [most, most, -most + 5n].map((n) => ['--csv', file(`n\n${n}\n`)]));
    expect(first?.result?.columns['n']?.sum).toBe((most + 5n).toString());
  });
});

describe('an average by agreement file', () => {
  it('is the exact quotient, rounded half to even, with the sum and the count', async () => {
    const agreement = await propose(three, relay, 'average', '-c', 'a', '-c', 'h:0..10');
    // h: 1 over 2^7 rows is 0.0078125: seven digits, a tie at six, which rounds to even.
    const rows = [100, 20, 8].map((count, i) => ['--csv', file(`a,h\n${Array.from({ length: count }, (_, row) => `-0.10,${i === 0 && row === 0 ? 1 : 0}\n`).join('')}`)]);
    const [first] = await results(three, agreement, rows);
    expect(first?.result?.columns).toEqual({ a: { sum: '-12.80', count: '128', average: '-0.10000000' }, h: { sum: '1', count: '128', average: '0.007812' } });
  });

  it('skips empty cells where the agreement says so, and has no value over no rows', async () => {
    const agreement = await propose(three, relay, 'average', '-c', 'a:0..9', '-c', 'none:0..9', '--empty', 'skip', '--digits', '1', '--allow-no-rows');
    const [first] = await results(three, agreement, ['a,none\n1,\n,\n', 'a,none\n2,\n', 'a,none\n'].map((content) => ['--csv', file(content)]));
    expect(first?.result?.columns).toEqual({ a: { sum: '3', count: '2', average: '1.5' }, none: { sum: '0', count: '0', average: null } });
  });
});

describe('numbers that can be read in two ways', () => {
  const german = 'n;v\nx;2.500\ny;12.000\nz;900\n';
  it.each([
    [german, [], undefined],
    [german, ['--thousands'], undefined],
    [german, ['--thousands', '--decimal-comma'], '15400.00'],
    [german, ['--decimal-point'], '914.50'],
    [german, ['--no-thousands'], '914.50'],
    [german.replaceAll('.', ','), ['--decimal-comma'], undefined],
    [german.replaceAll('.', ','), ['--thousands'], '15400.00'],
    [german.replaceAll('.', ','), ['--decimal-comma', '--no-thousands'], '914.50'],
    [`${german}w;0.5\n`, [], '915.00'],
  ])('are refused by the dry run and by the session, or read as the flags say: %j %j', async (content, flags, sum) => {
    const agreement = await propose(three, relay, 'sum', '-c', 'v:0..1000000:2');
    const home = three[0]?.home ?? '';
    const checked = await mpc(['check', agreement.file, '--csv', file(content), ...flags, '--json'], { home });
    if (sum === undefined) {
      const joined = await mpc(['join', agreement.file, '--approve', agreement.digest, '--csv', file(content), ...flags, '--json', '--no-input'], { home });
      for (const done of [checked, joined]) expect([done.code, (oneObject(done.stdout) as { error: { code: string } }).error.code]).toEqual([8, 'INPUT_INVALID']);
    } else expect((oneObject(checked.stdout) as { columns: object }).columns).toMatchObject({ v: { sum } });
  });
});

describe('a contributor without anything to put in', () => {
  it.each([
    ['no rows', 'a\n', 'the file has no rows'],
    ['no value', 'a,b\n,1\n', 'the column "a" has no value'],
  ])('is refused for %s before anything is sent, in the dry run as well', async (_, content, why) => {
    const agreement = await propose(three, relay, 'sum', '-c', 'a', '--empty', 'skip');
    const home = three[0]?.home ?? '';
    for (const command of [['check', agreement.file], ['join', agreement.file, '--approve', agreement.digest]]) {
      const done = await mpc([...command, '--csv', file(content), '--json', '--no-input'], { home });
      expect(done.code).toBe(8);
      expect((oneObject(done.stdout) as { error: object }).error).toMatchObject({ code: 'INPUT_NO_ROWS', message: expect.stringContaining(why) as string });
    }
  });

  it('may be one where the agreement says so in words', async () => {
    const agreement = await propose(three, relay, 'sum', '-c', 'a:0..9', '--allow-no-rows');
    expect((await mpc(['agreement', 'show', agreement.file], { home: three[0]?.home ?? '' })).stdout).toMatch(/may have no rows/);
    const [first] = await results(three, agreement, ['a\n1\n', 'a\n', 'a\n2\n'].map((content) => ['--csv', file(content)]));
    expect(first?.result?.columns).toEqual({ a: { sum: '3' } });
  });
});

describe('--out', () => {
  it('replaces nothing unasked, and never the party’s own data, before the relay is called', async () => {
    const agreement = await propose(three, relay, 'sum', '-c', 'a', '--to', 'North');
    const home = three[0]?.home ?? '';
    const [own, other] = [file('a\n1\n'), file('precious')];
    for (const [out, force] of [[own, false], [own, true], [other, false]] as const) {
      const done = await mpc(['join', agreement.file, '--approve', agreement.digest, '--csv', own, '--out', out, ...(force ? ['--force'] : []), '--json', '--no-input'], { home });
      expect([done.code, (oneObject(done.stdout) as { error: { code: string } }).error.code]).toEqual([2, 'USAGE']);
    }
    expect([own, other].map((path) => readFileSync(path, 'utf8'))).toEqual(['a\n1\n', 'precious']);
  });
});

describe('who learns and who gives', () => {
  it('only those named with --to get the result, and the others a receipt', async () => {
    const agreement = await propose(three, relay, 'sum', '-c', 'a', '-c', 'b:-1000..9007199254740993', '--to', 'Zuyd-Nord 3', '--to', 'North');
    const done = await results(three, agreement, csvs());
    const expected = { columns: { a: { sum: '-1.03' }, b: { sum: (9007199254740993n + 1n - 7n + 3n - 100n).toString() } } };
    expect(done.map((each) => each.result)).toEqual([expected, null, expected]);
    for (const each of done) expect(existsSync(each.receipt)).toBe(true);
  });

  it('a party without data gives no file, and learns the result', async () => {
    const four = twenty.slice(0, 4);
    const agreement = await propose(four, relay, 'sum', '-c', 'a', '--without-data', 'North');
    const done = await results(four, agreement, [[], ...NUMBERS.map((content) => ['--csv', file(content)])]);
    expect(done[0]?.result).toEqual({ columns: { a: { sum: '-1.03' } } });
  });

  it('people get a table on standard output, and --out the object', async () => {
    const agreement = await propose(three, relay, 'sum', '-c', 'a');
    const out = join(newFolder(), 'result.json');
    const [first, ...others] = await Promise.all(
      csvs().map(async (flags, i) => mpc(['join', agreement.file, ...flags, '--approve', agreement.digest, ...(i === 0 ? ['--out', out] : ['--quiet'])], { home: partyAt(i).home })),
    );
    expect(first?.code).toBe(0);
    expect(first?.stdout).toContain('-1.03');
    expect(first?.stderr).toMatch(/3 of 3|All 3 parties/);
    for (const { stdout, stderr } of others) expect([stdout, stderr]).toEqual([first?.stdout, '']);
    const result = JSON.parse(readFileSync(out, 'utf8')) as SessionResult;
    expect(problems('session', result)).toEqual([]);
    expect(result.result?.columns['a']?.sum).toBe('-1.03');
    expect(statSync(out).mode & 0o077).toBe(0);
  });
});

describe('files as spreadsheets write them', () => {
  it('semicolons with decimal commas, UTF-16, and other headers give the same sum', async () => {
    const agreement = await propose(three, relay, 'sum', '-c', 'gross pay', '-c', 'n:0..99');
    const [first] = await results(three, agreement, [
      ['--csv', file('n;gross pay\r\n1;1.234,50\r\n2;-0,25\r\n'), '--decimal-comma', '--thousands'],
      ['--csv', file(Buffer.from('\uFEFFBrüttö\tn\n10.75\t4\n', 'utf16le')), '--map', 'gross pay=Brüttö'],
      ['--csv', file('﻿N,"Pay, gross"\n8,"1.00"\n'), '--map', 'gross pay=Pay, gross', '--map', 'n=N'],
    ]);
    expect(first?.result?.columns).toEqual({ 'gross pay': { sum: '1246.00' }, n: { sum: '15' } });
  });
});

describe('flags from the environment', () => {
  it('say all that flags can, repeatable ones in lines or between commas', async () => {
    const path = join(newFolder(), 'agreement.json');
    const proposed = await mpc(['sum'], {
      home: partyAt(0).home,
      env: { MPC_PURPOSE: 'From the environment', MPC_COLUMN: 'a, b:-1000..9007199254740993', MPC_PARTY: 'South Hospital\nZuyd-Nord 3\n', MPC_RELAY: relay, MPC_PROPOSE: path, MPC_TO: 'North', MPC_JSON: 'true' },
    });
    const { digest } = JSON.parse(proposed.stdout) as { digest: string };
    const maps = ['', 'a=x\nb=y, z\n', ''];
    const contents = [NUMBERS[0] ?? '', '"y, z",x\n-100,0.01\n', NUMBERS[2] ?? ''];
    const done = await Promise.all(
      three.map(async (party, i) =>
        mpc(['join', path], { home: party.home, env: { MPC_CSV: file(contents[i] ?? ''), MPC_MAP: maps[i] ?? '', MPC_APPROVE: digest, MPC_TIMEOUT: '50s', MPC_GRACE: '5s', MPC_JSON: '1', MPC_QUIET: 'true', MPC_NO_INPUT: 'true' } }),
      ),
    );
    expect(done.map(({ code, stderr }) => [code, stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
    expect((JSON.parse(done[0]?.stdout ?? '') as SessionResult).result?.columns['a']?.sum).toBe('-1.03');
  });

  it('give way to flags', async () => {
    const done = await mpc(['join', 'agreement.json', '--timeout', 'never'], { home: partyAt(0).home, env: { MPC_TIMEOUT: '1s', MPC_JSON: 'yes' } });
    expect((JSON.parse(done.stdout) as Failure).error.message).not.toContain('1s');
  });
});

describe('the dry run', () => {
  it('says what this party’s file gives, and sends nothing: the relay need not be there', async () => {
    const agreement = await propose(three, 'ws://127.0.0.1:9', 'average', '-c', 'a', '-c', 'b:-1000..9007199254740993');
    const checked = await mpcJson(['check', agreement.file, '--csv', file(NUMBERS[0] ?? '')], { home: partyAt(0).home });
    expect(problems('check', checked)).toEqual([]);
    expect(checked).toEqual({ digest: agreement.digest, rows: 2, columns: { a: { sum: '3.75', count: '2' }, b: { sum: '-4', count: '2' } }, warnings: [] });
    expect(problems('propose', agreement)).toEqual([]);
  });
});
