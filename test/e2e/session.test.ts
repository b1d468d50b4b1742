import { chmodSync, copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, oneObject, startRelay, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { decimal, file, joinAll, propose, results, type SessionResult } from '../support/sessions.js';

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

describe('how often an agreement is run', () => {
  it('a completed agreement is refused a second time, and one with --runs 2 a third time', async () => {
    const once = await propose(three, relay, 'sum', '-c', 'a');
    const twice = await propose(three, relay, 'sum', '-c', 'a', '--runs', '2');
    await Promise.all([results(three, once, csvs()), results(three, twice, csvs())]);
    await results(three, twice, csvs());
    for (const agreement of [once, twice]) {
      const [again] = await joinAll([partyAt(0)], agreement, [['--csv', file(NUMBERS[0] ?? '')]]);
      expect(again?.code).toBe(4);
      expect((JSON.parse(again?.stdout ?? '') as Failure).error.code).toBe('AGREEMENT_SPENT');
    }
  });
});

describe('approval ahead of time', () => {
  it('a signed copy needs no further approval, and one that was taken back is refused in every copy', async () => {
    const agreement = await propose(three, relay, 'sum', '-c', 'a');
    const copies = await Promise.all(
      three.map(async (party) => {
        const copy = join(newFolder(), 'copy.json');
        copyFileSync(agreement.file, copy);
        const signed = await mpcJson(['agreement', 'sign', copy, '--approve', agreement.digest], { home: party.home });
        expect(problems('signing', signed)).toEqual([]);
        return copy;
      }),
    );
    const [first = '', , third = ''] = copies;
    const shown = await mpcJson(['agreement', 'show', third], { home: partyAt(0).home });
    expect(problems('agreement-show', shown)).toEqual([]);
    expect([shown['digest'], shown['approvedBy']]).toEqual([agreement.digest, ['Zuyd-Nord 3']]);
    expect(problems('agreement', JSON.parse(readFileSync(third, 'utf8')))).toEqual([]);

    const backup = join(newFolder(), 'backup.json');
    copyFileSync(third, backup);
    await mpcJson(['agreement', 'unsign', third], { home: partyAt(2).home });
    expect(readFileSync(third, 'utf8')).toBe(readFileSync(agreement.file, 'utf8'));
    const join_ = async (seat: number, copy: string) => mpc(['join', copy, '--csv', file(NUMBERS[seat] ?? ''), '--json'], { home: partyAt(seat).home });
    for (const copy of [third, backup]) {
      const refused = await join_(2, copy);
      expect([refused.code, (JSON.parse(refused.stdout) as Failure).error.code]).toEqual([4, 'APPROVAL_MISSING']);
    }
    await mpcJson(['agreement', 'sign', third, '--approve', agreement.digest], { home: partyAt(2).home });
    const done = await Promise.all([join_(0, first), join_(1, copies[1] ?? ''), join_(2, backup)]);
    expect(done.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it('a wrong digest signs nothing', async () => {
    const agreement = await propose(three, relay, 'sum', '-c', 'a');
    const before = readFileSync(agreement.file, 'utf8');
    const done = await mpc(['agreement', 'sign', agreement.file, '--approve', '0'.repeat(64)], { home: partyAt(0).home });
    expect(done.code).toBe(4);
    expect(readFileSync(agreement.file, 'utf8')).toBe(before);
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

describe('an identity', () => {
  it('that is encrypted takes part with --passphrase-file, and not without', async () => {
    const home = join(newFolder(), 'home');
    const passphrase = file('correct horse battery staple\n', 'passphrase');
    chmodSync(passphrase, 0o600);
    const made = await mpcJson<{ publicKey: string }>(['init', 'Locked', '--passphrase-file', passphrase], { home });
    expect(problems('identity', made)).toEqual([]);
    expect(await mpcJson(['whoami'], { home })).toEqual(made);
    for (const party of three.slice(0, 2)) {
      await mpcJson(['party', 'add', 'Locked', made.publicKey], { home: party.home });
      await mpcJson(['party', 'add', party.name, party.publicKey], { home });
    }
    const locked: TestParty = { ...partyAt(2), name: 'Locked', home, publicKey: made.publicKey };
    const parties = [partyAt(0), partyAt(1), locked];
    const agreement = await propose(parties, relay, 'sum', '-c', 'a');
    const [refused] = await joinAll([locked], agreement, [csvs()[2] ?? []]);
    expect([refused?.code, (JSON.parse(refused?.stdout ?? '') as Failure).error.code]).toEqual([4, 'IDENTITY_LOCKED']);
    const [first] = await results(parties, agreement, csvs().map((flags, i) => (i === 2 ? [...flags, '--passphrase-file', passphrase] : flags)));
    expect(first?.result?.columns['a']?.sum).toBe('-1.03');
  });

  it('that others can read is refused, with the command that mends it', async () => {
    const [party] = await makeParties('Open');
    chmodSync(party?.paths.identity ?? '', 0o644);
    const done = await mpc(['whoami', '--json'], { home: party?.home ?? '' });
    const { error } = JSON.parse(done.stdout) as Failure;
    expect([done.code, error.exit, error.code]).toEqual([4, 4, 'IDENTITY_READABLE']);
    expect(error.next).toContain(`chmod 600 ${party?.paths.identity ?? ''}`);
  });

  it('is made once, renamed, and rotated with a statement that partners take', async () => {
    const [ann, bob] = (await makeParties('Ann', 'Bob')) as [TestParty, TestParty];
    expect((await mpc(['init', 'Again'], { home: ann.home })).code).toBe(4);
    const renamed = await mpcJson<{ name: string; publicKey: string }>(['init', '--rename', 'Anna'], { home: ann.home });
    expect([renamed.name, renamed.publicKey]).toEqual(['Anna', ann.publicKey]);
    const rotated = await mpcJson<{ publicKey: string; rotation: string }>(['init', '--rotate'], { home: ann.home });
    expect(problems('rotation', rotated)).toEqual([]);
    expect(rotated.publicKey).not.toBe(ann.publicKey);
    expect((await mpcJson(['party', 'add', 'Ann', '--rotation', rotated.rotation], { home: bob.home }))['publicKey']).toBe(rotated.publicKey);
    const list = await mpcJson<{ parties: { name: string; publicKey: string }[] }>(['party', 'list'], { home: bob.home });
    expect(problems('parties', list)).toEqual([]);
    expect(list.parties.map(({ name, publicKey }) => [name, publicKey])).toEqual([['Ann', rotated.publicKey]]);

    const forged = JSON.parse(readFileSync(rotated.rotation, 'utf8')) as Record<string, string>;
    const other = file(JSON.stringify({ ...forged, date: '2020-01-01T00:00:00.000Z' }), 'forged.json');
    expect((await mpc(['party', 'add', 'Ann', '--rotation', other], { home: bob.home })).code).toBe(4);
    expect(problems('identity', await mpcJson(['party', 'remove', 'Ann'], { home: bob.home }))).toEqual([]);
    expect(await mpcJson(['party', 'list'], { home: bob.home })).toEqual({ parties: [] });
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

describe('receipts', () => {
  it('verify, and no field of one can be altered', async () => {
    const agreement = await propose(three, relay, 'sum', '-c', 'a');
    const done = await results(three, agreement, csvs());
    const path = done[0]?.receipt ?? '';
    expect(path.startsWith(partyAt(0).home)).toBe(true);
    const text = readFileSync(path, 'utf8');
    const receipt = JSON.parse(text) as Record<string, unknown> & { signatures: Record<string, unknown>[]; agreement: Record<string, unknown> };
    expect(problems('receipt', receipt)).toEqual([]);
    // No result in it, and nothing of anyone's data.
    expect(text).not.toContain('1.03');

    const verified = await mpcJson<{ session: string; complete: boolean; unverified: string[] }>(['receipt', 'verify', path]);
    expect(problems('receipt-show', verified)).toEqual([]);
    expect([verified.session, verified.complete, verified.unverified]).toEqual([done[0]?.session, true, []]);

    const altered = (value: unknown): unknown => {
      if (typeof value === 'string') return value.replace(/[0-9a-z](?=[^0-9a-z]*$)/, (c) => (c === '1' ? '2' : '1'));
      if (typeof value === 'boolean') return !value;
      if (typeof value === 'number') return value + 1;
      if (Array.isArray(value)) return value.slice(1) as unknown;
      return { ...(value as object), extra: 1 };
    };
    const tampered = new Map<string, unknown>();
    for (const key of Object.keys(receipt)) tampered.set(key, { ...receipt, [key]: altered(receipt[key]) });
    // A receipt that lacks a signature is incomplete and not false; signatures are altered inside.
    tampered.delete('signatures');
    for (const key of Object.keys(receipt.agreement)) tampered.set(`agreement.${key}`, { ...receipt, agreement: { ...receipt.agreement, [key]: altered(receipt.agreement[key]) } });
    const [first = {}, ...rest] = receipt.signatures;
    for (const key of Object.keys(first)) tampered.set(`signatures.0.${key}`, { ...receipt, signatures: [{ ...first, [key]: altered(first[key]) }, ...rest] });
    tampered.set('a signature twice', { ...receipt, signatures: [first, first, ...rest] });
    expect(tampered.size).toBeGreaterThan(25);

    const { verifyReceipt } = await import('../../src/session/receipt-verify.js');
    for (const [what, forged] of tampered) expect(() => verifyReceipt(Buffer.from(`${JSON.stringify(forged)}\n`)), what).toThrow(/not a valid receipt/);
    const forgedFile = file(`${JSON.stringify(tampered.get('transcript'))}\n`, 'forged.json');
    const refused = await mpc(['receipt', 'verify', forgedFile, '--json']);
    expect([refused.code, (JSON.parse(refused.stdout) as Failure).error.code]).toEqual([4, 'RECEIPT_INVALID']);

    const unsigned = file(`${JSON.stringify({ ...receipt, signatures: rest })}\n`, 'incomplete.json');
    const incomplete = await mpc(['receipt', 'verify', unsigned, '--json']);
    expect([incomplete.code, (JSON.parse(incomplete.stdout) as Failure).error.code]).toEqual([6, 'RECEIPT_INCOMPLETE']);
    const shown = await mpc(['receipt', 'show', unsigned]);
    expect([shown.code, /INCOMPLETE/.test(shown.stdout), shown.stdout.includes('North')]).toEqual([0, true, true]);
  });

  it('are chained in a log that notices a change', async () => {
    const parties = await makeParties('One', 'Two', 'Three');
    const agreement = await propose(parties, relay, 'sum', '-c', 'a', '--runs', '2');
    const [[first]] = [await results(parties, agreement, csvs())];
    await results(parties, agreement, csvs());
    const home = parties[0]?.home ?? '';
    const list = await mpcJson<{ receipts: { receipt: string }[] }>(['receipt', 'list'], { home });
    expect(problems('receipt-list', list)).toEqual([]);
    expect(list.receipts).toHaveLength(2);
    expect(list.receipts[0]).toMatchObject({ receipt: first?.receipt, state: 'kept', about: { kind: 'session', operation: 'sum', purpose: expect.any(String) as string, parties: ['One', 'Two', 'Three'], complete: true } });
    const shown = await mpc(['receipt', 'show', basename(first?.receipt ?? '').slice(0, 12)], { home });
    expect([shown.code, shown.stdout.includes(basename(first?.receipt ?? '', '.json'))]).toEqual([0, true]);
    expect(problems('receipt-log', await mpcJson(['receipt', 'verify', '--log'], { home }))).toEqual([]);
    const doctor = await mpcJson(['doctor', '--relay', relay], { home });
    expect(problems('doctor', doctor)).toEqual([]);
    expect(doctor['ok']).toBe(true);

    writeFileSync(first?.receipt ?? '', readFileSync(first?.receipt ?? '', 'utf8').replace('A test', 'B test'));
    const broken = await mpc(['receipt', 'verify', '--log', '--json'], { home });
    expect(broken.code).toBe(4);
    expect((JSON.parse(broken.stdout) as Failure).error.message).toContain(basename(first?.receipt ?? ''));
    const ill = await mpc(['doctor', '--json'], { home });
    expect([ill.code, (JSON.parse(ill.stdout) as { ok: boolean }).ok]).toEqual([4, false]);
  });
});

