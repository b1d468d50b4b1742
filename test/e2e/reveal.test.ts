import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { addScalars } from '../../src/crypto/scalar.js';
import { MpcError } from '../../src/errors.js';
import { homeStore } from '../../src/app/home-store.js';
import { saveShare } from '../../src/app/share-file.js';
import { runReveal } from '../../src/session/share/reveal-session.js';
import { decodePublicKey } from '../../src/crypto/public-key.js';
import { makeParties, mpc, mpcJson, newFolder, oneObject, start, startRelay, type Done, type Running, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { sealedSession, type SealedSession, type SealedTerms } from '../support/sealed-sessions.js';
import { file, propose, results, type Proposed, type SessionResult } from '../support/sessions.js';

type SealedResult = SessionResult & { readonly share: string | null };
/** What lies among a party's receipts, but for the log and the receipt of the session. */
function receiptsOf({ home }: TestParty): string[] {
  const folder = join(home, 'receipts');
  return (existsSync(folder) ? readdirSync(folder) : []).filter((name) => /-(reveal|release|reshare)-/.test(name)).sort();
}

interface Failure {
  readonly error: { readonly code: string; readonly exit: number; readonly message: string; readonly next: string };
}

let relay = '';
beforeAll(async () => {
  ({ url: relay } = await startRelay());
});

const at = <T>(list: readonly T[], seat: number): T => list[seat] ?? ((): never => { throw new Error('no such place'); })();

/** `mpc reveal` of one party. */
const revealing = (party: TestParty, path: string, ...flags: string[]): Running => {
  const running = start(['reveal', path, ...(flags.includes('--timeout') ? [] : ['--timeout', '60s']), '--grace', '1s', ...flags, '--json'], { home: party.home });
  running.child.stdin?.end();
  return running;
};

async function good(running: Running): Promise<SessionResult> {
  const { code, stdout, stderr } = await running.done;
  expect({ code, stdout: code === 0 ? '' : stdout, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  const result = oneObject(stdout);
  expect(problems('session', result)).toEqual([]);
  return result as SessionResult;
}

function failed({ code, stdout }: Done): Failure['error'] {
  const output = oneObject(stdout) as Failure;
  expect(problems('error', output)).toEqual([]);
  expect(output.error.exit).toBe(code);
  return output.error;
}

describe('a sealed average of five parties, three of whom open it', () => {
  // The sum is 1111.10 in 7 rows: each rest is told apart from every other.
  const CSVS = ['salary\n1000.01\n0\n', 'salary\n100.02\n', 'salary\n10.03\n0.50\n', 'salary\n0.50\n', 'salary\n0.04\n'];
  const RESULT = { columns: { salary: { sum: '1111.10', count: '7', average: '158.72857143' } } };
  let parties: TestParty[] = [];
  let agreement: Proposed;
  let sessions: SealedResult[] = [];
  const shareOf = (seat: number) => at(sessions, seat).share ?? '';

  /** The parties at these seats open it, all at once. */
  async function together(seats: readonly number[], ...flags: string[]): Promise<SessionResult[]> {
    const running = seats.map((seat) => revealing(at(parties, seat), shareOf(seat), '--approve', agreement.digest, ...flags));
    return Promise.all(running.map(async (each) => good(each)));
  }

  beforeAll(async () => {
    parties = await makeParties('North', 'South', 'Harbour', 'West', 'East');
    agreement = await propose(parties, relay, 'average', '-c', 'salary:0..100000:2', '--threshold', '3');
    sessions = (await results(parties, agreement, CSVS.map((content) => ['--csv', file(content)]))) as SealedResult[];
  }, 120_000);

  it('gives nobody the result in the session, and everybody a share that is theirs alone', () => {
    for (const [seat, { result, share, receipt }] of sessions.entries()) {
      expect(result).toBeNull();
      expect(share).toBe(join(at(parties, seat).home, 'shares', `${at(sessions, seat).session}.json`));
      expect(statSync(share ?? '').mode & 0o777).toBe(0o600);
      expect(problems('share', JSON.parse(readFileSync(share ?? '', 'utf8')))).toEqual([]);
      for (const kept of [JSON.stringify(sessions[seat]), readFileSync(share ?? '', 'utf8'), readFileSync(receipt, 'utf8')]) {
        for (const number of ['1111.10', '111110', '158.728']) expect(kept.replace(/[0-9a-f]{64,}|"sealed":"[^"]*"/g, '')).not.toContain(number);
      }
    }
    expect(problems('agreement', JSON.parse(readFileSync(agreement.file, 'utf8')))).toEqual([]);
    expect(problems('receipt', JSON.parse(readFileSync(at(sessions, 0).receipt, 'utf8')))).toEqual([]);
    expect(new Set(sessions.map(({ share }) => readFileSync(share ?? '', 'utf8'))).size).toBe(5);
  });

  it('opens to the same exact result for the holders that come, be they three, four, or all', async () => {
    for (const seats of [[0, 1, 2], [2, 3, 4], [0, 1, 3, 4], [0, 1, 2, 3, 4]]) {
      // With more than enough, each says whom it waits for: the first three would not wait.
      const names = seats.map((seat) => at(parties, seat).name);
      const opened = await together(seats, ...(seats.length > 3 ? names.flatMap((name) => ['--with', name]) : []));
      for (const each of opened) {
        expect(each.result).toEqual(RESULT);
        expect(each).toMatchObject({ session: at(sessions, 0).session, agreement: agreement.digest, operation: 'average' });
        const receipt = JSON.parse(readFileSync(each.receipt, 'utf8')) as { approvals: { name: string }[]; opened: { name: string }[] };
        expect(problems('reveal-receipt', receipt)).toEqual([]);
        expect(receipt.approvals.map(({ name }) => name)).toEqual(names);
        expect(readFileSync(each.receipt, 'utf8')).not.toContain('1111.10');
      }
      const verified = await mpcJson(['receipt', 'verify', at(opened, 0).receipt]);
      expect(problems('receipt-show', verified)).toEqual([]);
    }
    const log = await mpcJson<{ entries: unknown[] }>(['receipt', 'verify', '--log'], { home: at(parties, 0).home });
    // Of the session, of each opening that North was in, and of each time that its share left.
    expect(receiptsOf(at(parties, 0)).filter((name) => name.includes('-reveal-'))).toHaveLength(3);
    expect(log.entries).toHaveLength(1 + receiptsOf(at(parties, 0)).length);
  }, 120_000);

  it('n − t lost files lose nothing, and a share opens from its back-up wherever it lies', async () => {
    const copy = join(newFolder(), 'backup.json');
    copyFileSync(shareOf(4), copy);
    chmodSync(copy, 0o600);
    const kept = [0, 1, 2].map((seat) => readFileSync(shareOf(seat)));
    for (const seat of [0, 1]) rmSync(shareOf(seat));
    try {
      const report = join(newFolder(), 'report.html');
      const running = [revealing(at(parties, 2), shareOf(2), '--approve', agreement.digest, '--report', report), revealing(at(parties, 3), shareOf(3), '--approve', agreement.digest), revealing(at(parties, 4), copy, '--approve', agreement.digest)];
      for (const each of running) expect((await good(each)).result).toEqual(RESULT);
      expect(statSync(report).mode & 0o777).toBe(0o600);
      for (const part of ['1111.10', agreement.digest, '<h2>Agreement</h2>']) expect(readFileSync(report, 'utf8')).toContain(part);
    } finally {
      for (const seat of [0, 1]) writeFileSync(shareOf(seat), at(kept, seat), { mode: 0o600 });
    }
  });

  it('without enough holders it runs out of time with exit 7, and says who is missing; the others can still open it', async () => {
    const stays = revealing(at(parties, 0), shareOf(0), '--approve', agreement.digest);
    await stays.printed(/approve: North\. /);
    const gives = revealing(at(parties, 1), shareOf(1), '--approve', agreement.digest, '--timeout', '6s');
    expect(failed(await gives.done)).toMatchObject({ code: 'TIMEOUT', exit: 7, message: expect.stringMatching(/Here: North, South; missing: 1 of Harbour, West, East\.$/) as string });
    const others = [2, 3].map((seat) => revealing(at(parties, seat), shareOf(seat), '--approve', agreement.digest));
    for (const each of [stays, ...others]) expect((await good(each)).result).toEqual(RESULT);
  });

  it('holders that are killed or interrupted leave the others waiting for enough, and come again', async () => {
    const approve = ['--approve', agreement.digest];
    const stays = revealing(at(parties, 0), shareOf(0), ...approve);
    const leaves = revealing(at(parties, 1), shareOf(1), ...approve);
    await stays.printed(/approve: North, South/);
    leaves.child.kill('SIGKILL');
    await leaves.done;
    const interrupted = revealing(at(parties, 2), shareOf(2), ...approve);
    await stays.printed(/approve: North, Harbour|approve: North\. /);
    await interrupted.printed(/approve: (North, )?Harbour/);
    interrupted.child.kill('SIGINT');
    expect((await interrupted.done).code).toBe(130);
    const again = [1, 2].map((seat) => revealing(at(parties, seat), shareOf(seat), ...approve));
    for (const each of [stays, ...again]) expect((await good(each)).result).toEqual(RESULT);
  }, 120_000);

  it.each([
    ['no approval', [] as string[], 'APPROVAL_MISSING'],
    ['an approval of another agreement', ['--approve', '0'.repeat(64)], 'APPROVAL_MISMATCH'],
  ])('%s ends with exit 4 before the relay is called', async (_, flags, code) => {
    // Nothing listens at that port: whoever called there would end with 6.
    const done = await revealing(at(parties, 0), shareOf(0), '--relay', 'ws://127.0.0.1:9', ...flags).done;
    expect(failed(done)).toMatchObject({ code, exit: 4 });
  });

  it('share show and share verify tell what it is, and nothing secret', async () => {
    const { home } = at(parties, 0);
    const shown = await mpcJson(['share', 'show', shareOf(0)], { home });
    expect(problems('share-show', shown)).toEqual([]);
    expect(shown).toMatchObject({ holder: 'North', needed: 3, epoch: 0, encrypted: false, holders: parties.map(({ name }) => name) });
    const verified = await mpcJson(['share', 'verify', shareOf(0)], { home });
    expect(problems('share-show', verified)).toEqual([]);
    const { releases, ...rest } = shown as { releases: { to: string[]; record: string }[] };
    expect(verified).toEqual({ ...rest, valid: true });
    expect(releases.length).toBeGreaterThan(2);
    const record = await mpcJson(['receipt', 'verify', releases[0]?.record ?? '']);
    expect(problems('receipt-show', record)).toEqual([]);
    const { shares } = JSON.parse(readFileSync(shareOf(0), 'utf8')) as { shares: string[] };
    const words = await mpc(['share', 'show', shareOf(0)], { home });
    for (const share of shares) expect(words.stdout + JSON.stringify(shown)).not.toContain(share);
  });
});

/** A session of three without processes, whose shares lie in the parties' homes as a real one leaves them. */
async function sealedIn(parties: readonly TestParty[], terms: SealedTerms, totals: Record<string, { sum: bigint; count: bigint }>): Promise<SealedSession & { paths: Map<string, string> }> {
  const session = await sealedSession(parties.map(({ name, publicKey, secretKey }) => ({ name, publicKey: decodePublicKey(publicKey), secretKey })), totals, { relay, ...terms });
  const paths = new Map<string, string>();
  for (const { name, paths: home, secretKey } of parties) {
    const share = session.shares.get(name);
    if (share !== undefined) paths.set(name, await saveShare(homeStore(home), share, { secretKey }));
  }
  return { ...session, paths };
}

const TOTALS = { North: { sum: 1_00n, count: 1n }, South: { sum: 20_00n, count: 2n }, Harbour: { sum: 300_00n, count: 3n } };
const AVERAGE = { columns: { salary: { sum: '321.00', count: '6', average: '53.50000000' } } };

/** Digests, keys, ports and names of folders are drawn at random, and hold any three digits now and then. */
function withoutIdentifiers(text: string): string {
  return text.replace(/[0-9a-f]{64}|mpc1[a-z0-9]{58}|127\.0\.0\.1:\d+|\/mpc-[a-z0-9]+-\w{6}/g, '');
}

describe('roles', () => {
  it('a magistrate without data or share opens it with the receipt; the holders learn nothing, and the one that holds none is not asked', async () => {
    const parties = await makeParties('North', 'South', 'Harbour', 'Magistrate');
    const agreement = await propose(parties, relay, 'average', '-c', 'salary:0..1000:2', '--threshold', '2', '--without-data', 'Magistrate', '--to', 'Magistrate', '--holder', 'North', '--holder', 'Harbour');
    const flags = ['1.00', '20.00', '300.00'].map((salary) => ['--csv', file(`salary\n${salary}\n`)]);
    const ended = (await results(parties, agreement, [...flags, []])) as SealedResult[];
    expect(ended.map(({ share, result }) => [share !== null, result])).toEqual([[true, null], [false, null], [true, null], [false, null]]);
    expect(problems('receipt', JSON.parse(readFileSync(at(ended, 3).receipt, 'utf8')))).toEqual([]);
    const magistrate = revealing(at(parties, 3), at(ended, 3).receipt);
    const holders = [0, 2].map((seat) => revealing(at(parties, seat), at(ended, seat).share ?? '', '--approve', agreement.digest));
    expect((await good(magistrate)).result).toEqual({ columns: { salary: { sum: '321.00', count: '3', average: '107.00000000' } } });
    for (const each of holders) {
      expect((await good(each)).result).toBeNull();
      expect(withoutIdentifiers(each.stdout + each.stderr)).not.toContain('321');
    }
    // Who is neither holder nor recipient has nothing to do here, and is told before any connection.
    expect(failed(await revealing(at(parties, 1), at(ended, 1).receipt, '--relay', 'ws://127.0.0.1:9').done)).toMatchObject({ code: 'USAGE', exit: 2 });
  }, 120_000);
});

describe('shares in wrong hands, or false', () => {
  let parties: TestParty[] = [];
  beforeAll(async () => {
    parties = await makeParties('North', 'South', 'Harbour');
  });
  const pathOf = ({ paths }: { paths: Map<string, string> }, name: string) => paths.get(name) ?? '';

  it('a holder that hands over a false share is named with exit 5, there is no result, and the others open it without it', async () => {
    const session = await sealedIn(parties, { threshold: 2 }, TOTALS);
    const [north, south] = parties as [TestParty, TestParty, TestParty];
    const share = session.shares.get('South');
    if (share === undefined) throw new Error('South holds nothing');
    const identity = { name: 'South', publicKey: decodePublicKey(south.publicKey), secretKey: south.secretKey };
    const controller = new AbortController();
    const shares = share.shares.map((each, i) => (i === 1 ? addScalars(each, 1n) : each));
    const honest = revealing(north, pathOf(session, 'North'), '--approve', session.receipt.digest);
    // The cheater speaks the program's own messages, with another number.
    const cheating = runReveal({ identity, entry: { kind: 'share', share: { ...share, shares } }, relay, withNames: [], patienceMs: 1_000, signal: controller.signal, onReady: () => undefined, beforeRelease: () => Promise.resolve() }).catch(() => undefined);
    const error = failed(await honest.done);
    expect(error).toMatchObject({ code: 'DEVIATION', exit: 5, message: expect.stringMatching(/^South did not follow the protocol: it sent a share that does not fit its commitments/) as string });
    expect(withoutIdentifiers(honest.stdout + honest.stderr)).not.toContain('321');
    // Whether North's share had left by then or not, there is no receipt of an opening.
    expect(receiptsOf(north).filter((name) => name.includes('-reveal-'))).toEqual([]);
    controller.abort(new MpcError('INTERRUPTED', 'Interrupted.', ''));
    await cheating;
    const again = ['North', 'Harbour'].map((name, i) => revealing(at(parties, 2 * i), pathOf(session, name), '--approve', session.receipt.digest));
    for (const each of again) expect((await good(each)).result).toEqual(AVERAGE);
  });

  it('an expired agreement can still be revealed', async () => {
    const created = Date.parse('2020-01-01T00:00:00Z');
    const session = await sealedIn(parties, { threshold: 2, created, expires: created + 3_600_000 }, TOTALS);
    const running = ['South', 'Harbour'].map((name, i) => revealing(at(parties, i + 1), pathOf(session, name), '--approve', session.receipt.digest));
    for (const each of running) expect((await good(each)).result).toEqual(AVERAGE);
  });

  it('a share of another party, an altered one, and one that others can read end with exit 4 before the relay is called', async () => {
    const session = await sealedIn(parties, { threshold: 2, relay: 'ws://127.0.0.1:9' }, TOTALS);
    const [north] = parties as [TestParty];
    const spoilt = join(newFolder(), 'spoilt.json');
    writeFileSync(spoilt, readFileSync(pathOf(session, 'North'), 'utf8').replace('"epoch":0', '"epoch":1'), { mode: 0o600 });
    const exposed = join(newFolder(), 'exposed.json');
    writeFileSync(exposed, readFileSync(pathOf(session, 'North')), { mode: 0o600 });
    chmodSync(exposed, 0o644);
    for (const [path, code] of [[pathOf(session, 'South'), 'NOT_IN_ROSTER'], [spoilt, 'SHARE_INVALID'], [exposed, 'IDENTITY_READABLE']] as const) {
      expect(failed(await revealing(north, path, '--approve', session.receipt.digest).done)).toMatchObject({ code, exit: 4 });
    }
  });

  it('shares of two sessions do not meet', async () => {
    const [one, two] = await Promise.all([sealedIn(parties, { threshold: 2 }, TOTALS), sealedIn(parties, { threshold: 2 }, TOTALS)]);
    const [north, south] = parties as [TestParty, TestParty];
    const running = [revealing(north, pathOf(one, 'North'), '--approve', one.receipt.digest, '--timeout', '3s'), revealing(south, pathOf(two, 'South'), '--approve', two.receipt.digest, '--timeout', '3s')];
    for (const each of running) expect(failed(await each.done)).toMatchObject({ code: 'TIMEOUT', exit: 7 });
  });
});
