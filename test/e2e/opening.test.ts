/** Openings that do not go straight through: to fewer recipients, interrupted, with a liar among the holders. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { homeStore } from '../../src/app/home-store.js';
import { saveShare } from '../../src/app/share-file.js';
import { concat, fromHex, lengthPrefixed, u32be } from '../../src/crypto/bytes.js';
import { sign } from '../../src/crypto/ed25519.js';
import { decodePublicKey } from '../../src/crypto/public-key.js';
import { randomBytes } from '../../src/crypto/random.js';
import { addScalars, encodeScalar } from '../../src/crypto/scalar.js';
import { MpcError } from '../../src/errors.js';
import { Mesh } from '../../src/session/channel/mesh.js';
import { receiptText } from '../../src/session/receipt.js';
import { encodeState, stateHash } from '../../src/session/share/file.js';
import { holdersMeeting } from '../../src/session/share/holders-meeting.js';
import { APPROVAL_LABEL, saidParts } from '../../src/session/share/reveal-receipt.js';
import { runReveal } from '../../src/session/share/reveal-session.js';
import { makeParties, mpc, mpcJson, newFolder, oneObject, start, startRelay, type Running, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { sealedSession, type SealedSession } from '../support/sealed-sessions.js';

type Five = readonly [north: TestParty, south: TestParty, harbour: TestParty, magistrate: TestParty, auditor: TestParty];
interface Opened {
  readonly result: { readonly columns: Record<string, { readonly sum: string }> } | null;
  readonly receipt: string;
  readonly opening?: string;
}
interface Shown {
  readonly releases: readonly { readonly to: readonly string[]; readonly opening: string | null; readonly record: string }[];
}

const SUM = '321.00';
const TOTALS = { North: { sum: 1_00n, count: 1n }, South: { sum: 20_00n, count: 2n }, Harbour: { sum: 300_00n, count: 3n } };
let relay = '';
let parties: Five;
beforeAll(async () => {
  ({ url: relay } = await startRelay());
  parties = (await makeParties('North', 'South', 'Harbour', 'Magistrate', 'Auditor')) as unknown as Five;
});

const identityOf = ({ name, publicKey, secretKey }: TestParty) => ({ name, publicKey: decodePublicKey(publicKey), secretKey });

interface Sealed extends SealedSession {
  readonly digest: string;
  /** What each party gives to `mpc reveal`: its share, or for the two recipients the receipt. */
  readonly fileOf: (party: TestParty) => string;
}

/** 2 of North, South and Harbour open it, to Magistrate and Auditor. */
async function sealed(): Promise<Sealed> {
  const terms = { relay, threshold: 2, holders: ['North', 'South', 'Harbour'], recipients: ['Magistrate', 'Auditor'], withoutData: ['Magistrate', 'Auditor'] };
  const session = await sealedSession(parties.map(identityOf), TOTALS, terms);
  const receipt = join(newFolder(), 'receipt.json');
  writeFileSync(receipt, receiptText(session.receipt));
  const paths = new Map<string, string>();
  for (const party of parties) {
    const share = session.shares.get(party.name);
    paths.set(party.name, share === undefined ? receipt : await saveShare(homeStore(party.paths), share, party));
  }
  return { ...session, digest: session.receipt.digest, fileOf: ({ name }) => paths.get(name) ?? '' };
}

const revealing = (party: TestParty, file: string, ...flags: string[]): Running => {
  const running = start(['reveal', file, '--grace', '1s', ...(flags.includes('--timeout') ? [] : ['--timeout', '60s']), ...flags, '--json'], { home: party.home });
  running.child.stdin?.end();
  return running;
};

async function good(running: Running): Promise<Opened> {
  const { code, stdout, stderr } = await running.done;
  expect({ code, stdout: code === 0 ? '' : stdout, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(problems('session', oneObject(stdout))).toEqual([]);
  return oneObject(stdout) as Opened;
}

async function errorOf(running: Running): Promise<{ code: string; exit: number; message: string; next: string }> {
  return (oneObject((await running.done).stdout) as { error: { code: string; exit: number; message: string; next: string } }).error;
}

const sumOf = ({ result }: Opened) => result?.columns['salary']?.sum;
const shown = async (party: TestParty, file: string) => mpcJson<Shown>(['share', 'show', file], { home: party.home });

/** A holder of the program's own words, which never lets go of its share. */
function withholding(party: TestParty, session: Sealed): { end: () => Promise<void> } {
  const share = session.shares.get(party.name);
  if (share === undefined) throw new Error('no share');
  const controller = new AbortController();
  const running = runReveal({ identity: identityOf(party), entry: { kind: 'share', share }, relay, withNames: [], patienceMs: 1_000, signal: controller.signal, onReady: () => undefined, beforeRelease: () => new Promise(() => undefined) }).catch(() => undefined);
  return {
    end: async () => {
      controller.abort(new MpcError('INTERRUPTED', 'Interrupted.', ''));
      await running;
    },
  };
}

describe('an opening agreement', () => {
  it('opens the result to its recipients only, by its own digest, and stands in receipt and record', async () => {
    const session = await sealed();
    const [north, south, , magistrate, auditor] = parties;
    const file = join(newFolder(), 'opening.json');
    const proposed = await mpcJson<{ file: string; digest: string }>(['reveal', session.fileOf(north), '--to', 'Magistrate', '--purpose', 'Case 12', '--propose', file], { home: north.home });
    expect(problems('propose', proposed)).toEqual([]);
    expect(problems('opening', JSON.parse(readFileSync(file, 'utf8')))).toEqual([]);
    const read = await mpcJson<{ digest: string }>(['agreement', 'show', file], { home: south.home });
    expect(problems('opening-show', read)).toEqual([]);
    expect(read.digest).toBe(proposed.digest);
    const written = await mpcJson<{ file: string }>(['agreement', 'show', file, '--format', 'md', '--out', join(newFolder(), 'opening.md')]);
    expect(problems('opening-show', written)).toEqual([]);
    expect(readFileSync(written.file, 'utf8')).toContain('Case 12');
    expect((await mpc(['agreement', 'show', file])).stdout).toMatch(/Case 12[^]*Magistrate\. The opening gives it to no other party/);

    const flags = ['--opening', file, '--approve', proposed.digest];
    // The digest of the session's agreement approves nothing but that one's recipients; who is no recipient by the opening has nothing to do.
    expect(await errorOf(revealing(north, session.fileOf(north), '--opening', file, '--approve', session.digest))).toMatchObject({ code: 'APPROVAL_MISMATCH', exit: 4 });
    expect(await errorOf(revealing(auditor, session.fileOf(auditor), '--opening', file))).toMatchObject({ code: 'USAGE', exit: 2 });
    // The auditor comes under the session's own agreement, and is given nothing.
    const uninvited = revealing(auditor, session.fileOf(auditor));
    await uninvited.printed(/Waiting for enough/);
    const running = [revealing(north, session.fileOf(north), ...flags), revealing(south, session.fileOf(south), ...flags), revealing(magistrate, session.fileOf(magistrate), '--opening', file)];
    const [fromNorth, , fromMagistrate] = await Promise.all(running.map(good));
    if (fromNorth === undefined || fromMagistrate === undefined) throw new Error('nobody');
    expect([sumOf(fromMagistrate), fromMagistrate.opening, fromNorth.result]).toEqual([SUM, proposed.digest, null]);
    uninvited.child.kill('SIGINT');
    expect((await uninvited.done).stdout).not.toContain(SUM);

    for (const { receipt } of [fromNorth, fromMagistrate]) {
      const verified = await mpcJson<{ receipt: { opening: { purpose: string } } }>(['receipt', 'verify', receipt]);
      expect(problems('receipt-show', verified)).toEqual([]);
      expect(verified.receipt.opening.purpose).toBe('Case 12');
    }
    expect((await mpc(['receipt', 'show', fromNorth.receipt])).stdout).toMatch(/Opened by: Magistrate[^]*Case 12/);
    const { releases } = await shown(north, session.fileOf(north));
    expect(releases.map(({ to, opening }) => [to, opening])).toEqual([[['Magistrate'], proposed.digest]]);

    // No field of it can be altered, nor the opening left out.
    const { verifyReveal } = await import('../../src/session/share/reveal-receipt.js');
    const { canonicalJson } = await import('../../src/session/documents/canonical-json.js');
    const receipt = JSON.parse(readFileSync(fromNorth.receipt, 'utf8')) as { opening: Record<string, unknown>; by: { nonce: string }; approvals: { nonce: string }[] } & Record<string, unknown>;
    const { opening, ...without } = receipt;
    const other = '0'.repeat(64);
    const forged = [without, ...Object.keys(opening).map((key) => ({ ...receipt, opening: { ...opening, [key]: key === 'recipients' ? ['Magistrate', 'Auditor'] : 'x' } })), { ...receipt, opening: { ...opening, purpose: 'Case 13' } },
      { ...receipt, by: { ...receipt.by, nonce: other } }, { ...receipt, by: { ...receipt.by, name: 'South' } }, { ...receipt, approvals: receipt.approvals.map((each) => ({ ...each, nonce: other })) }, { ...receipt, approvals: receipt.approvals.slice(1) }, { ...receipt, opened: [] }];
    for (const each of forged) expect(() => verifyReveal(Buffer.from(canonicalJson(each)))).toThrow(expect.objectContaining({ code: 'RECEIPT_INVALID' }) as Error);
  }, 120_000);

  it('is of one session and of its recipients, whole and unaltered; otherwise it ends before the relay is called', async () => {
    const [session, other] = await Promise.all([sealed(), sealed()]);
    const [north] = parties;
    const nowhere = ['--relay', 'ws://127.0.0.1:9'];
    const folder = newFolder();
    const write = async (name: string, from: Sealed, ...flags: string[]) => mpc(['reveal', from.fileOf(north), ...flags, '--propose', join(folder, name), '--json'], { home: north.home });
    expect((await write('a.json', session, '--to', 'Auditor', '--purpose', 'A')).code).toBe(0);
    for (const [flags, exit] of [[['--to', 'North', '--purpose', 'A'], 4], [['--to', 'Nobody', '--purpose', 'A'], 2], [['--to', 'Auditor'], 2], [['--purpose', 'A'], 2], [['--to', 'Auditor', '--purpose', 'A\u202e'], 4]] as const) {
      expect([flags, (await write('b.json', session, ...flags)).code]).toEqual([flags, exit]);
    }
    expect(existsSync(join(folder, 'b.json'))).toBe(false);
    const { digest } = await mpcJson<{ digest: string }>(['agreement', 'show', join(folder, 'a.json')]);
    writeFileSync(join(folder, 'altered.json'), readFileSync(join(folder, 'a.json'), 'utf8').replace('"recipients":["Auditor"]', '"recipients": ["Auditor"]'));
    for (const [file, of] of [['a.json', other], ['altered.json', session]] as const) {
      expect(await errorOf(revealing(north, of.fileOf(north), '--opening', join(folder, file), '--approve', digest, ...nowhere))).toMatchObject({ code: 'AGREEMENT_INVALID', exit: 4 });
    }
    expect(await errorOf(revealing(north, session.fileOf(north), '--to', 'Auditor', '--approve', digest, ...nowhere))).toMatchObject({ code: 'USAGE', exit: 2 });
  }, 120_000);
});

describe('an opening that is interrupted', () => {
  it('between share and confirmation: the holder’s record says to whom its share went, and it can be run again', async () => {
    const session = await sealed();
    const [north, south, harbour, magistrate] = parties;
    expect((await shown(north, session.fileOf(north))).releases).toEqual([]);
    const approve = ['--approve', session.digest];
    // South approves, and does not give its share: the magistrate has North's, and waits for it.
    const liar = withholding(south, session);
    const killed = revealing(magistrate, session.fileOf(magistrate));
    const holder = revealing(north, session.fileOf(north), ...approve, '--timeout', '15s');
    await holder.printed(/Giving this party’s share to Magistrate/);
    killed.child.kill('SIGKILL');
    await killed.done;
    await liar.end();
    const error = await errorOf(holder);
    expect(error).toMatchObject({ exit: 7, code: 'TIMEOUT', next: expect.stringContaining('share was given to Magistrate, who may have the result') as string });
    const after = await shown(north, session.fileOf(north));
    expect(problems('share-show', after)).toEqual([]);
    expect(after.releases.map(({ to, opening }) => [to, opening])).toEqual([[['Magistrate'], null]]);
    const record = await mpcJson(['receipt', 'show', after.releases[0]?.record ?? ''], { home: north.home });
    expect(problems('receipt-show', record)).toEqual([]);
    const { receipts } = await mpcJson<{ receipts: { receipt: string }[] }>(['receipt', 'list'], { home: north.home });
    expect(receipts.map(({ receipt }) => receipt)).toContain(after.releases[0]?.record);
    expect(readdirSync(north.paths.receipts).filter((name) => name.startsWith(`${session.receipt.session}-reveal`))).toEqual([]);

    const again = await Promise.all([revealing(north, session.fileOf(north), ...approve), revealing(harbour, session.fileOf(harbour), ...approve), revealing(magistrate, session.fileOf(magistrate))].map(good));
    expect(again.map(sumOf)).toEqual([undefined, undefined, SUM]);
  }, 120_000);

  it('by a holder that is killed as its share leaves: its record is on disk by then', async () => {
    const session = await sealed();
    const [north, south, , magistrate] = parties;
    const liar = withholding(south, session);
    const recipient = revealing(magistrate, session.fileOf(magistrate));
    const holder = revealing(north, session.fileOf(north), '--approve', session.digest);
    await holder.printed(/Giving this party’s share/);
    holder.child.kill('SIGKILL');
    await holder.done;
    expect((await shown(north, session.fileOf(north))).releases.map(({ to }) => to)).toEqual([['Magistrate']]);
    expect((await mpcJson<{ entries: unknown[] }>(['receipt', 'verify', '--log'], { home: north.home })).entries.length).toBeGreaterThan(0);
    recipient.child.kill('SIGINT');
    await Promise.all([recipient.done, liar.end()]);
  }, 120_000);

  it('gives nothing where the record cannot be written', async () => {
    const session = await sealed();
    const [north, south, , magistrate] = parties;
    const share = session.shares.get('North');
    if (share === undefined) throw new Error('no share');
    const recipient = revealing(magistrate, session.fileOf(magistrate));
    const liar = withholding(south, session);
    const full = new MpcError('USAGE', 'The disk is full.', '');
    const ended = await runReveal({ identity: identityOf(north), entry: { kind: 'share', share }, relay, withNames: [], patienceMs: 1_000, signal: AbortSignal.timeout(60_000), onReady: () => undefined, beforeRelease: () => Promise.reject(full) }).catch((error: unknown) => error);
    expect(ended).toBe(full);
    recipient.child.kill('SIGINT');
    await Promise.all([recipient.done, liar.end()]);
  }, 120_000);

  it('says what to do about a newer share that a re-sharing left beside the file', async () => {
    const session = await sealed();
    const [north] = parties;
    const share = session.shares.get('North');
    if (share === undefined) throw new Error('no share');
    const path = session.fileOf(north);
    await saveShare(homeStore(north.paths), { ...share, epoch: 1 }, north, `${path}.next`);
    const done = await mpc(['reveal', path, '--approve', session.digest, '--relay', 'ws://127.0.0.1:9', '--grace', '1s'], { home: north.home });
    expect([done.code, done.stderr.includes(`give ${path}.next as FILE`)]).toEqual([6, true]);
    expect((await mpc(['share', 'show', path], { home: north.home })).stderr).toContain('newer share beside this one (epoch 1, this is 0)');
    writeFileSync(`${path}.next`, '{}', { mode: 0o600 });
    expect((await mpc(['share', 'show', path], { home: north.home })).stderr).toContain('is damaged');
  });
});

it('with two recipients of whom one gets a false share: it names the holder, the other has the result, and it gets it from honest holders', async () => {
  const session = await sealed();
  const [north, south, harbour, magistrate, auditor] = parties;
  const share = session.shares.get('South');
  if (share === undefined) throw new Error('no share');
  const identity = identityOf(south);
  const state = stateHash(share);
  const { receipt } = session;
  const approve = ['--approve', session.digest];
  const both = [revealing(magistrate, session.fileOf(magistrate)), revealing(auditor, session.fileOf(auditor))] as const;
  // North comes with both recipients or not at all.
  const holder = revealing(north, session.fileOf(north), ...approve, '--with', 'Magistrate', '--with', 'Auditor', '--with', 'South');

  // South, with a program of its own: all by the rules, but that the auditor's share is another number, signed as it should be.
  const mesh = new Mesh({ relay, meeting: holdersMeeting(receipt, identity, 'reveal'), identity, proposes: false, patienceMs: 1_000 });
  const nonce = randomBytes(32);
  const greeted = new Set<unknown>();
  const handed = new Map<string, Promise<void>>();
  await mesh.until((present) => {
    for (const { channel, publicKey } of present) {
      if (greeted.has(channel)) continue;
      greeted.add(channel);
      const seat = parties.findIndex((party) => Buffer.from(decodePublicKey(party.publicKey)).equals(publicKey));
      const name = parties[seat]?.name ?? '';
      channel.name = name;
      channel.send('reveal/hello', concat(fromHex(receipt.digest), nonce));
      const hand = async () => {
        const theirs = (await channel.receive('reveal/hello', 64)).slice(32);
        const parts = saidParts({ target: receipt, session: receipt.session, epoch: 0, state }, { seat: 1, nonce }, { seat, nonce: theirs });
        channel.send('reveal/ready', concat(u32be(0), state, sign(south.secretKey, APPROVAL_LABEL, ...parts)));
        if (name !== 'Magistrate' && name !== 'Auditor') return;
        // Not before North gives its own: a recipient that has one liar and nobody else stops at once.
        await holder.printed(/Giving this party’s share to Magistrate, Auditor/);
        const scalars = concat(...share.shares.map((each, i) => encodeScalar(name === 'Auditor' && i === 1 ? addScalars(each, 1n) : each)));
        channel.send('reveal/share', lengthPrefixed(sign(south.secretKey, 'mpc reveal share v1', fromHex(receipt.session), u32be(0), state, u32be(1), scalars), scalars, encodeState(share)));
      };
      handed.set(name, hand().catch(() => undefined));
    }
    return handed.size === 3 ? true : undefined;
  });
  await Promise.all(handed.values());
  expect(sumOf(await good(both[0]))).toBe(SUM);
  expect(await errorOf(both[1])).toMatchObject({ code: 'DEVIATION', exit: 5, message: expect.stringMatching(/^South did not follow the protocol: it sent a share that does not fit its commitments/) as string });
  expect(both[1].stdout + both[1].stderr).not.toContain(SUM);
  holder.child.kill('SIGINT');
  await holder.done;
  mesh.close();

  const again = await Promise.all([revealing(north, session.fileOf(north), ...approve), revealing(harbour, session.fileOf(harbour), ...approve), revealing(auditor, session.fileOf(auditor))].map(good));
  expect(again.map(sumOf)).toEqual([undefined, undefined, SUM]);
}, 120_000);
