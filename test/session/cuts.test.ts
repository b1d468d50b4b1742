import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MpcError } from '../../src/errors.js';
import { Channel } from '../../src/session/channel/channel.js';
import { startRelay, type Relay } from '../../src/session/relay/server.js';
import { CutProxy, type Link } from '../support/cut-proxy.js';
import { castFor, NAMES, partyOf, SUM, type Mode } from '../support/three-parties.js';
import { totalOf } from '../support/proposals.js';

vi.setConfig({ maxConcurrency: 8 });

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay({ limits: { joinsPerMinute: 100_000 } });
});
afterAll(async () => relay.close());

const VICTIM = 1;
/** All that one party sends another, in its order: proof, comparison, approval, seeds, commitment, opening, receipt. */
const STEPS = ['identity', 'compare', 'approval', 'approval/echo', 'sum/seed', 'sum/commit', 'sum/commit/echo', 'sum/open', 'receipt'];

/** Whose code runs: called with each message that this party hands to a channel. */
const parties = new AsyncLocalStorage<(label: string, to: string) => void>();
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
const send = Channel.prototype.send;
vi.spyOn(Channel.prototype, 'send').mockImplementation(function (this: Channel, label: string, message: Uint8Array) {
  send.call(this, label, message);
  parties.getStore()?.(label, this.name);
});

/** A session whose second party loses its connection, when `prepare` or `onSend` say so: it must end as if nothing had happened. */
async function finishes(mode: Mode, prepare: (link: Link) => void, onSend: (link: Link, seat: number, label: string, to: string) => void = () => undefined): Promise<void> {
  let cut: Link | undefined;
  const proxy = await CutProxy.before(relay.port, (link, seat) => {
    if (seat !== VICTIM) return;
    cut = link;
    prepare(link);
  });
  const cast = castFor(mode, proxy.url);
  let runs = 0;
  const recordRun = () => {
    runs++;
    return Promise.resolve();
  };
  const outcomes = await Promise.all(
    cast.identities.map(async (_, seat) => {
      // In this order, so that the proxy knows who is who.
      if (seat > 0) await proxy.link(seat - 1);
      const listen = (label: string, to: string) => cut !== undefined && onSend(cut, seat, label, to);
      return parties.run(listen, () => partyOf(cast, seat, { timeoutMs: 150_000, patienceMs: 30_000, recordRun }));
    }),
  );
  await proxy.close();
  for (const outcome of outcomes) {
    if (outcome instanceof MpcError) throw outcome;
    expect(totalOf(outcome.result, 'salary')?.sum).toBe(SUM);
    expect(outcome.problem).toBeUndefined();
    expect(outcome.receipt.signatures).toHaveLength(3);
  }
  expect(runs).toBe(3);
}

describe.concurrent.each<Mode>(['keys', 'invite'])('a session by %s in which a party loses its connection', (mode) => {
  it.each(STEPS)('as it sends "%s", with the first and with the second of them: it comes back, and all finish with the exact result and a whole receipt', async (step) => {
    for (const which of [1, 2]) {
      let count = 0;
      let link: Link | undefined;
      await finishes(mode, () => undefined, (each, seat, label) => {
        if (seat !== VICTIM || label !== step || ++count !== which) return;
        link = each;
        each.cut();
      });
      expect(link?.connections).toBe(2);
    }
  });

  // The proof of identity goes to somebody who has no name yet.
  it.each(STEPS.slice(1))('as another party sends it "%s": the same', async (step) => {
    let link: Link | undefined;
    await finishes(mode, () => undefined, (each, seat, label, to) => {
      if (seat === VICTIM || label !== step || to !== NAMES[VICTIM] || link !== undefined) return;
      link = each;
      each.cut();
    });
    expect(link?.connections).toBe(2);
  });

  it('at any piece of its traffic, from the greeting of the relay to the last word: the same', async () => {
    const batch = 8;
    // Whole on demand: `CUTS=all npx vitest run test/session/cuts.test.ts`.
    const stride = process.env['CUTS'] === 'all' ? 1 : { keys: 3, invite: 5 }[mode];
    // The number of pieces varies from session to session: past the end means that no cut came in all of a batch.
    for (let first = 1, isOver = false; !isOver; first += batch * stride) {
      isOver = true;
      await Promise.all(
        Array.from({ length: batch }, (_, i) => finishes(mode, (link) => {
          link.onPiece(() => {
            if (link.pieces !== first + i * stride) return;
            isOver = false;
            link.cut();
          });
        })),
      );
      expect(first).toBeLessThan(300);
    }
  }, 600_000);

  it('three times: the same', async () => {
    let cuts = 0;
    await finishes(mode, (link) => link.onPiece(() => {
      if (link.pieces % 9 !== 0 || cuts === 3) return;
      cuts++;
      link.cut();
    }));
    expect(cuts).toBe(3);
  });
});
