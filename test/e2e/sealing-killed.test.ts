/** The session that seals a result, with real processes of which one is killed: nobody is told that all is well unless everyone has a share. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { CutProxy } from '../support/cut-proxy.js';
import { makeParties, mpcJson, oneObject, start, startRelay, type Done, type TestParty } from '../support/processes.js';
import { file, propose } from '../support/sessions.js';

let relayPort = 0;
beforeAll(async () => {
  relayPort = Number(new URL((await startRelay()).url).port);
});

const VICTIM = 1;
/** Between the kills, of which some go on at the same time: a session has some hundred pieces, and they come unevenly. */
const STRIDE = 13;
const FIRST = 20;
const AT_ONCE = 3;

interface Ended {
  readonly wasKilled: boolean;
  readonly done: readonly Done[];
  readonly hasShare: readonly boolean[];
}

const sharesOf = ({ home }: TestParty) => (existsSync(join(home, 'shares')) ? readdirSync(join(home, 'shares')).filter((name) => name.endsWith('.json')) : []);

/** A sealed sum of three, whose second party is killed once so many pieces have passed between it and the relay. */
async function sessionKilledAt(parties: readonly TestParty[], pieces: number): Promise<Ended> {
  const before = parties.map((party) => sharesOf(party).length);
  let kill = (): void => undefined;
  let wasKilled = false;
  const proxy = await CutProxy.before(relayPort, (link, seat) => {
    if (seat !== VICTIM) return;
    link.onPiece(() => {
      if (link.pieces === pieces) kill();
    });
  });
  const agreement = await propose(parties, proxy.url, 'sum', '--column', 'x:0..1000', '--threshold', '2');
  const running = [];
  for (const [seat, party] of parties.entries()) {
    const process = start(['join', agreement.file, '--csv', file('x\n5\n'), '--approve', agreement.digest, '--grace', '1s', '--timeout', '60s', '--json'], { home: party.home });
    process.child.stdin?.end();
    if (seat === VICTIM) {
      kill = () => {
        wasKilled = true;
        process.child.kill('SIGKILL');
      };
    }
    running.push(process);
    // In this order, so that the proxy knows who is who.
    await proxy.link(seat);
  }
  const done = await Promise.all(running.map(async (each) => each.done));
  await proxy.close();
  return { wasKilled, done, hasShare: parties.map((party, i) => sharesOf(party).length > (before[i] ?? 0)) };
}

it('wherever a holder is killed, either everyone has a share that verifies, or whoever is left is told that the session is not whole', async () => {
  const casts = await Promise.all(Array.from({ length: AT_ONCE }, async () => makeParties('North', 'South', 'Harbour')));
  const seen: string[] = [];
  let kills = 0;
  const over = new Set<number>();
  for (let first = FIRST; over.size === 0; first += AT_ONCE * STRIDE) {
    await Promise.all(
      casts.map(async (parties, i) => {
        const pieces = first + i * STRIDE;
        const { wasKilled, done, hasShare } = await sessionKilledAt(parties, pieces);
        if (wasKilled) kills++;
        else over.add(pieces);
        for (const [seat, party] of parties.entries()) {
          if (!wasKilled || seat !== VICTIM) seen.push(await judged(pieces, party, done[seat], hasShare, seat));
        }
      }),
    );
    expect(first).toBeLessThan(500);
  }
  expect(kills).toBeGreaterThan(3);
  expect(seen).toContain('stopped');
  expect(seen).toContain('whole');
}, 240_000);

/** What one party that was left was told, after holding it against what there is. */
async function judged(pieces: number, party: TestParty, done: Done | undefined, hasShare: readonly boolean[], seat: number): Promise<string> {
  const { code, stdout } = done ?? { code: null, stdout: '' };
  const output = oneObject(stdout) as { error?: { code: string }; share?: string | null };
  if (output.share === undefined) {
    expect([pieces, code === 0, output.error === undefined]).toEqual([pieces, false, false]);
    return 'stopped';
  }
  // It says that it has a share: then it has one. A receipt that is whole means that every holder has one; otherwise it says so.
  expect([pieces, code === 0 || code === 6, hasShare[seat]]).toEqual([pieces, true, true]);
  if (code === 0) expect([pieces, hasShare]).toEqual([pieces, [true, true, true]]);
  expect(await mpcJson(['share', 'verify', output.share ?? ''], { home: party.home })).toMatchObject({ valid: true });
  return code === 0 ? 'whole' : 'incomplete';
}
