import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, startRelay, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file, joinAll, propose, results } from '../support/sessions.js';

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
