import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signedBytes } from '../../src/session/agreement/signed.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { agreementOf } from '../support/proposals.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { CutProxy, Folder, type End, type Link, type Mpc } from '../support/cut-proxy.js';

vi.setConfig({ maxConcurrency: 3 });

const NAMES = ['North', 'South', 'Harbour'];
/** Of the three files: 100.25 + 10.50 + 200.25 + 20.50 + 300.25 + 30.50. */
const SUM = '662.25';
const VICTIM = 1;
/** How long the processes wait for a lost connection. */
const GRACE = '2s';

let folder: Folder;
let relay: { readonly mpc: Mpc; readonly port: number };
let agreements = 0;

beforeAll(async () => {
  folder = await Folder.create(NAMES);
  relay = await folder.relay();
});
afterAll(async () => folder.remove());

interface Session {
  readonly proxy: CutProxy;
  readonly parties: readonly Mpc[];
  readonly ends: Promise<readonly End[]>;
}

interface Options {
  readonly relayPort?: number;
  readonly timeout?: string;
  readonly grace?: string;
  readonly prepare?: (link: Link, seat: number) => void;
  /** How many of the three come. */
  readonly count?: number;
}

async function begin(options: Options = {}): Promise<Session> {
  const proxy = await CutProxy.before(options.relayPort ?? relay.port, options.prepare);
  const now = Date.now();
  const agreement = agreementOf(
    { purpose: 'Cuts', operation: { name: 'sum', emptyCells: 'refuse' }, columns: [parseColumn('salary:0..1000:2')], recipients: [], withoutData: [], maxRows: 10, allowTwo: false, relay: proxy.url, created: now, expires: now + 3_600_000, runs: 1 },
    folder.parties.map(({ name, publicKey }) => ({ name, publicKey })),
    'known keys',
  );
  const file = join(folder.path, `agreement-${agreements++}.json`);
  await writeFile(file, signedBytes({ agreement, approvals: [] }));
  const parties: Mpc[] = [];
  for (const [seat, { home, csv }] of folder.parties.slice(0, options.count ?? 3).entries()) {
    parties.push(folder.start(home, ['join', file, '--csv', csv, '--approve', digestOf(agreement), '--json', '--no-input', '--timeout', options.timeout ?? '60s', '--grace', options.grace ?? GRACE]));
    // In this order, so that the proxy knows who is who.
    await proxy.link(seat);
  }
  return { proxy, parties, ends: Promise.all(parties.map(endOf)) };
}

async function endOf(mpc: Mpc): Promise<End> {
  const { code } = await mpc.ended;
  return { exit: code, json: JSON.parse(mpc.stdout === '' ? '{}' : mpc.stdout) as End['json'], stderr: mpc.stderr };
}

/** Lets what a held link keeps from its party pass piece by piece, until the party has said what it should, and no further. */
async function stepUntil(link: Link, mpc: Mpc, phase: RegExp): Promise<void> {
  while (!phase.test(mpc.stderr)) {
    if (mpc.child.exitCode !== null) throw new Error(`ended before ${phase.source}: ${mpc.stdout}${mpc.stderr}`);
    link.step();
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** A session whose second party stands still in a phase: it hears nothing more, and what it sends passes. */
async function standingIn(phase: RegExp, options: Options = {}): Promise<Session & { readonly victim: Mpc; readonly link: Link }> {
  const session = await begin({ ...options, prepare: (link, seat) => seat === VICTIM && link.hold() });
  const [victim, link] = [session.parties[VICTIM], await session.proxy.link(VICTIM)];
  if (victim === undefined) throw new Error('no such party');
  await stepUntil(link, victim, phase);
  return { ...session, victim, link };
}

async function expectExact(ends: Promise<readonly End[]>): Promise<void> {
  for (const end of await ends) {
    expect(end).toMatchObject({ exit: 0, json: { result: { columns: { salary: { sum: SUM } } } } });
  }
  const sessions = new Set((await ends).map(({ json }) => json.session));
  expect(sessions.size).toBe(1);
  const [party] = folder.parties;
  const verified = await folder.json<{ missing?: readonly string[] }>(party?.home ?? '', ['receipt', 'verify', (await ends)[0]?.json.receipt ?? '', '--json']);
  expect(verified.missing ?? []).toEqual([]);
}

const others = <T>(all: readonly T[]): T[] => all.filter((_, seat) => seat !== VICTIM);

const PHASES: readonly (readonly [string, RegExp])[] = [
  ['compares the agreement', /Comparing/],
  ['waits for approvals', /Waiting for every party’s approval/],
  ['computes', /Computing/],
];

describe.concurrent('a party whose connection is cut', () => {
  it.each([...PHASES, ['is met', /2 of 3|3 of 3|All 3/] as const, ['signs the receipt', /Signing/] as const])('while it %s comes back, and all finish with one session and a whole receipt', async (_, phase) => {
    const { link, proxy, ends } = await standingIn(phase);
    link.cut();
    link.go();
    await expectExact(ends);
    expect(link.connections).toBeGreaterThan(1);
    await proxy.close();
  });

  it('for good ends for all with exit 6 within the grace', async () => {
    const { link, proxy, ends } = await standingIn(/Computing/);
    link.down();
    const all = await ends;
    for (const end of others(all)) {
      expect(end).toMatchObject({ exit: 6, json: { error: { code: 'PEER_LEFT' } } });
      expect(end.json.error?.message).toContain('South');
    }
    expect(all[VICTIM]).toMatchObject({ exit: 6, json: { error: { code: 'RELAY_UNREACHABLE' } } });
    await proxy.close();
  });
});

describe.concurrent('a relay', () => {
  it('that is killed and started again on its port in the middle of a session is joined anew, and all finish', async () => {
    const own = await folder.relay();
    const { link, proxy, ends, parties } = await standingIn(/Waiting for every party’s approval/, { relayPort: own.port, grace: '20s' });
    own.mpc.child.kill('SIGKILL');
    await own.mpc.ended;
    link.cut();
    link.go();
    await folder.relay(own.port);
    await expectExact(ends);
    expect(parties).toHaveLength(3);
    await proxy.close();
  });

  it('that is away when the parties start is said to be so at once, and waited for', async () => {
    const own = await folder.relay();
    own.mpc.child.kill('SIGKILL');
    await own.mpc.ended;
    const { proxy, ends, parties } = await begin({ relayPort: own.port, grace: '30s' });
    while (!parties.every(({ stderr }) => /does not answer yet .*Trying for \d+ s more/.test(stderr))) await new Promise((resolve) => setTimeout(resolve, 40));
    await folder.relay(own.port);
    await expectExact(ends);
    await proxy.close();
  });

  it('that is not there ends with exit 6, and says which it is', async () => {
    const session = await begin({ count: 1, relayPort: 1 });
    const [end] = await session.ends;
    expect(end).toMatchObject({ exit: 6, json: { error: { code: 'RELAY_UNREACHABLE' } } });
    expect(end?.json.error?.message).toContain(session.proxy.url);
    await session.proxy.close();
  });
});

describe.concurrent('a party that is killed', () => {
  it.each(PHASES)('while it %s ends the session for the others with exit 6 within the grace, and they name it', async (_, phase) => {
    const { victim, proxy, ends, parties } = await standingIn(phase);
    victim.child.kill('SIGKILL');
    await Promise.all(others(parties).map((mpc) => mpc.ended));
    for (const end of others(await ends)) {
      expect(end).toMatchObject({ exit: 6, json: { error: { code: 'PEER_LEFT' } } });
      expect(end.json.error?.message).toContain('South');
    }
    await proxy.close();
  });

  it('while it signs leaves the others their result, with exit 6 where its signature is missing', async () => {
    const { victim, proxy, ends } = await standingIn(/Signing/);
    victim.child.kill('SIGKILL');
    for (const end of others(await ends)) {
      // It sent its opening before, and perhaps its signature, too: then nothing is missing.
      expect(end.json.result?.columns['salary']?.sum).toBe(SUM);
      expect([0, 6]).toContain(end.exit);
      if (end.exit === 6) expect(end.stderr).toContain('South');
    }
    await proxy.close();
  });

  it('before all have met leaves the others waiting for it: exit 7 at their time, with its name', async () => {
    const { victim, proxy, ends } = await standingIn(/Connecting/, { timeout: '10s' });
    victim.child.kill('SIGKILL');
    for (const end of others(await ends)) {
      expect(end).toMatchObject({ exit: 7, json: { error: { code: 'TIMEOUT' } } });
      expect(end.json.error?.message).toMatch(/waiting for .*South/);
    }
    await proxy.close();
  });
});

describe.concurrent('a party', () => {
  it('that never comes is named by those who waited: exit 7', async () => {
    const { proxy, ends } = await begin({ count: 2, timeout: '10s' });
    for (const end of await ends) {
      expect(end).toMatchObject({ exit: 7, json: { error: { code: 'TIMEOUT' } } });
      expect(end.json.error?.message).toMatch(/waiting for .*Harbour/);
    }
    await proxy.close();
  });

  it('that is interrupted exits with 130, and tells the others, who name it', async () => {
    const { victim, proxy, ends } = await standingIn(/Waiting for every party’s approval/);
    victim.child.kill('SIGINT');
    const all = await ends;
    expect(all[VICTIM]).toMatchObject({ exit: 130, json: { error: { code: 'INTERRUPTED' } } });
    for (const end of others(all)) {
      expect(end).toMatchObject({ exit: 6, json: { error: { code: 'PEER_LEFT' } } });
      expect(end.json.error?.message).toMatch(/South.*(interrupted|left)/);
    }
    await proxy.close();
  });

  it('that stands still is named by the others when their time is over: exit 7', async () => {
    const { victim, link, proxy, ends, parties } = await standingIn(/Waiting for every party’s approval/, { timeout: '12s' });
    victim.child.kill('SIGSTOP');
    link.go();
    await Promise.all(others(parties).map((mpc) => mpc.ended));
    victim.child.kill('SIGKILL');
    for (const end of others(await ends)) {
      expect(end).toMatchObject({ exit: 7, json: { error: { code: 'TIMEOUT' } } });
      expect(end.json.error?.message).toContain('South');
    }
    await proxy.close();
  });
});
