import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedBytes } from '../../src/session/agreement/signed.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { Dice } from '../support/chaos/weather.js';
import { CutProxy, Folder, type Link, type Mpc } from '../support/cut-proxy.js';
import { agreementOf } from '../support/proposals.js';

/** `npm run chaos -- --real --sessions 1 --seed N` plays one again: the same mishaps, at the same pieces of traffic. */
const first = Number(process.env['CHAOS_SEED'] ?? 1);
const sessions = Number(process.env['CHAOS_SESSIONS'] ?? 15);
const isOnDemand = process.env['CHAOS_SESSIONS'] !== undefined;
const AT_ONCE = 4;
const NAMES = ['North', 'South', 'Harbour'];
/** How a session may end in which a process was killed. */
const CLEAR = ['PEER_LEFT', 'PEER_ABORTED', 'TIMEOUT'];

let folder: Folder;
beforeAll(async () => {
  folder = await Folder.create(NAMES);
});
afterAll(async () => folder.remove());

/** One session of processes, with a relay of its own. Gives what must not be; empty where all is well. */
async function play(seed: number): Promise<string[]> {
  const dice = new Dice(seed);
  const count = dice.whole(2, 3);
  const isAverage = dice.chance(0.4);
  const cuts = dice.times(dice.whole(0, 4), () => ({ at: dice.whole(3, 60), seat: dice.whole(0, count - 1) }));
  const stop = dice.chance(0.4) ? { at: dice.whole(3, 50), seat: dice.whole(0, count - 1), ms: dice.spread(100, isOnDemand ? 60_000 : 1_500) } : undefined;
  const kill = dice.chance(0.2) ? { at: dice.whole(3, 50), seat: dice.whole(0, count - 1) } : undefined;
  const restart = dice.chance(0.3) ? { at: dice.whole(10, 60), ms: dice.spread(20, 1_000) } : undefined;

  let relay = await folder.relay();
  const { port } = relay;
  const pending: Promise<unknown>[] = [];
  const parties: Mpc[] = [];
  let killed: number | undefined;
  const once = new Set<object>();
  const reached = (link: Link, event: { readonly at: number } | undefined) => {
    if (event === undefined || link.pieces < event.at || once.has(event)) return false;
    once.add(event);
    return true;
  };
  const proxy = await CutProxy.before(port, (link, seat) => {
    link.onPiece(() => {
      if (kill?.seat === seat && reached(link, kill)) {
        killed = seat;
        parties[seat]?.child.kill('SIGKILL');
      }
      if (stop?.seat === seat && reached(link, stop)) {
        parties[seat]?.child.kill('SIGSTOP');
        pending.push(new Promise((resolve) => setTimeout(resolve, stop.ms)).then(() => parties[seat]?.child.kill('SIGCONT')));
      }
      if (seat === 0 && reached(link, restart)) {
        relay.mpc.child.kill('SIGKILL');
        pending.push(relay.mpc.ended.then(async () => {
          await new Promise((resolve) => setTimeout(resolve, restart?.ms));
          relay = await folder.relay(port);
        }));
      }
      for (const cut of cuts) if (cut.seat === seat && reached(link, cut)) link.cut();
    });
  });
  const now = Date.now();
  const operation = isAverage ? ({ name: 'average', emptyCells: 'refuse', digits: 4 } as const) : ({ name: 'sum', emptyCells: 'refuse' } as const);
  const members = folder.parties.slice(0, count);
  const agreement = agreementOf(
    { purpose: 'Chaos', operation, columns: [parseColumn('salary:0..1000:2')], recipients: [], withoutData: [], maxRows: 10, allowTwo: count === 2, relay: proxy.url, created: now, expires: now + 3_600_000, runs: 1 },
    members.map(({ name, publicKey }) => ({ name, publicKey })),
    'known keys',
  );
  const file = join(folder.path, `chaos-${seed}.json`);
  await writeFile(file, signedBytes({ agreement, approvals: [] }));
  for (const [seat, { home, csv }] of members.entries()) {
    parties.push(folder.start(home, ['join', file, '--csv', csv, '--approve', digestOf(agreement), '--json', '--no-input', '--timeout', isOnDemand ? '150s' : '45s', '--grace', isOnDemand ? '90s' : '10s']));
    // In this order, so that the proxy knows who is who.
    await proxy.link(seat);
  }
  const ends = await Promise.all(parties.map(async (party) => party.ended));
  await Promise.all(pending);
  relay.mpc.child.kill('SIGTERM');
  await Promise.all([proxy.close(), relay.mpc.ended]);
  const right = count === 3 ? '662.25' : '331.50';
  return parties.flatMap((party, seat) => {
    if (seat === killed) return [];
    const printed = party.stdout.trim().split('\n').at(-1) ?? '';
    const said = JSON.parse(printed === '' ? '{}' : printed) as { result?: { columns: Record<string, { sum: string }> }; error?: { code: string } };
    if (said.result?.columns['salary']?.sum === right) return [];
    if (killed !== undefined && said.error !== undefined && CLEAR.includes(said.error.code)) return [];
    return [`seed ${seed}, ${NAMES[seat] ?? ''}: exit ${ends[seat]?.code ?? ''}: ${printed}\n${party.stderr}`];
  });
}

describe('sessions of real processes', () => {
  it('end with the right result through cuts, stops and restarts of the relay, and clearly where one is killed; no temporary file stays', async () => {
    const faults: string[] = [];
    let seed = first;
    // Whoever waits for a party that was killed keeps nobody else from playing.
    const playOn = async () => {
      while (seed < first + sessions) faults.push(...(await play(seed++)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, playOn));
    expect(faults).toEqual([]);
    const left = folder.parties.flatMap(({ home }) => readdirSync(home, { recursive: true, encoding: 'utf8' }));
    expect(left.filter((name) => /tmp|\.lock$/.test(name))).toEqual([]);
  }, 86_400_000);
});
