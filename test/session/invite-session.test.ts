import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MpcError } from '../../src/errors.js';
import { startRelay, type Relay } from '../../src/session/relay/server.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import type { Entry, Outcome, Phase, TakePartOptions } from '../../src/session/participation.js';
import { takePart } from '../../src/session/take-part.js';
import { castFor, type Cast } from '../support/three-parties.js';
import { totalOf } from '../support/proposals.js';

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(async () => relay.close());

type Changes = Partial<Pick<TakePartOptions, 'approve' | 'contribute' | 'check' | 'identity' | 'watch' | 'signal'>>;

async function play({ identities, entries }: Cast, changesOf: (seat: number) => Changes = () => ({}), entryOf: (seat: number, entry: Entry) => Entry = (_, entry) => entry): Promise<(Outcome | MpcError)[]> {
  return Promise.all(
    identities.map(async (identity, seat) => {
      const entry = entries[seat];
      if (entry === undefined) throw new Error('three parties');
      try {
        return await takePart({
          identity,
          entry: entryOf(seat, entry),
          check: () => Promise.resolve(),
          contribute: () => Promise.resolve({ kind: 'totals' as const, totals: [{ sum: 100n, count: 1n }] }),
          approve: () => Promise.resolve({ identitiesVerified: true }),
          recordRun: () => Promise.resolve(),
          watch: () => undefined,
          patienceMs: 5_000,
          signal: AbortSignal.timeout(60_000),
          ...changesOf(seat),
        });
      } catch (error) {
        if (error instanceof MpcError) return error;
        throw error;
      }
    }),
  );
}

function swapNames(entry: Entry): Entry {
  if (entry.kind !== 'proposal') return entry;
  const swapped = (parties: Parameters<typeof entry.write>[0]) => {
    const [own, one, other] = parties;
    if (own === undefined || one === undefined || other === undefined) throw new Error('three parties');
    return entry.write([own, { name: other.name, publicKey: one.publicKey }, { name: one.name, publicKey: other.publicKey }]);
  };
  return { ...entry, write: swapped };
}

describe('in a session by invite', () => {
  it('a proposer that swaps two names is found out before anyone is asked', async () => {
    const asked: number[] = [];
    const approveBy = (seat: number): Changes => ({
      approve: () => {
        if (seat !== 0) asked.push(seat);
        return Promise.resolve({ identitiesVerified: true });
      },
    });
    const [, ...others] = await play(castFor('invite', relay.url), approveBy, (_, entry) => swapNames(entry));
    expect(asked).toEqual([]);
    for (const ended of others) {
      expect(ended).toMatchObject({ code: 'AGREEMENT_MISMATCH' });
      expect((ended as MpcError).message).toContain('who calls itself');
    }
  });

  it('nobody reads its data before everyone has approved', async () => {
    const approved = new Set<number>();
    const approvedWhenRead: number[] = [];
    const ended = await play(castFor('invite', relay.url), (seat) => ({
      approve: () => {
        approved.add(seat);
        return Promise.resolve({ identitiesVerified: true });
      },
      contribute: () => {
        approvedWhenRead.push(approved.size);
        return Promise.resolve({ kind: 'totals' as const, totals: [{ sum: 100n, count: 1n }] });
      },
    }));
    expect(ended.map((each) => (each instanceof MpcError ? each.message : totalOf(each.result, 'salary')?.sum))).toEqual(['3.00', '3.00', '3.00']);
    expect(approvedWhenRead).toEqual([3, 3, 3]);
  });

  it('a proposer does not learn from a party that declines whether its data would have fitted', async () => {
    const read: number[] = [];
    const ended = await play(castFor('invite', relay.url), (seat) => ({
      ...(seat === 2 ? { approve: () => Promise.reject(new MpcError('DECLINED', 'You declined.', '')) } : {}),
      contribute: () => {
        read.push(seat);
        return Promise.reject(new MpcError('INPUT_INVALID', 'does not fit', ''));
      },
    }));
    expect(read).toEqual([]);
    expect(ended.map((each) => (each instanceof MpcError ? each.code : 'done'))).toEqual(['PEER_DECLINED', 'PEER_DECLINED', 'DECLINED']);
  });

  it('two parties of one name are told so at once, and each sees which keys are meant', async () => {
    const cast = castFor('invite', relay.url);
    const [, one, other] = cast.identities;
    if (one === undefined || other === undefined) throw new Error('three parties');
    const ended = await play(cast, (seat) => (seat === 2 ? { identity: { ...other, name: one.name.toUpperCase() } } : {}));
    // Whoever sees it first leaves; the others may hear of that before they see it.
    for (const each of ended) {
      expect(each).toMatchObject({ code: 'NAME_TAKEN', message: expect.stringContaining('Two parties call themselves') as string });
      for (const { publicKey } of [one, other]) expect((each as MpcError).message).toContain(encodePublicKey(publicKey));
    }
  });

  it('who leaves before all are there gives its seat back, and is not counted any more', async () => {
    const { identities, entries } = castFor('invite', relay.url);
    const leaving = new AbortController();
    const one = (seat: number, changes: Changes = {}) => play({ identities: identities.slice(seat, seat + 1), entries: entries.slice(seat, seat + 1) }, () => changes);
    // Each side knows the other: what the leaver says last is heard.
    const met = new Set<string>();
    const meets = (who: string, phase: Phase) => {
      if (phase.step === 'meeting' && phase.present.length === 2 && met.add(who).size === 2) leaving.abort(new MpcError('INTERRUPTED', 'Gone.', ''));
    };
    let others: Promise<unknown> = Promise.resolve();
    const proposing = one(0, {
      watch: (phase) => {
        if (phase.step === 'meeting' && phase.present.length === 1 && met.size === 2) others = Promise.all([one(1), one(2)]);
        meets('proposer', phase);
      },
    });
    expect(await one(1, { signal: leaving.signal, watch: (phase) => meets('leaver', phase) })).toMatchObject([{ code: 'INTERRUPTED' }]);
    const ended = [await proposing, await others].flat(2);
    expect(ended.map((each) => (each instanceof MpcError ? each.message : 'done'))).toEqual(['done', 'done', 'done']);
  });

  it('who comes to a room without its proposer is told so, and not where the proposer is there', async () => {
    const { identities, entries } = castFor('invite', relay.url);
    const [identity, entry] = [identities[1], entries[1]];
    if (identity === undefined || entry === undefined) throw new Error('three parties');
    const controller = new AbortController();
    const meetings: Phase[] = [];
    await play({ identities: [identity], entries: [entry] }, () => ({
      signal: controller.signal,
      watch: (phase) => {
        if (phase.step !== 'meeting') return;
        meetings.push(phase);
        if (phase.lacksProposer) controller.abort(new MpcError('INTERRUPTED', 'Seen.', ''));
      },
    }));
    expect(meetings.at(-1)).toMatchObject({ step: 'meeting', present: [identity.name], expected: 3, lacksProposer: true });

    const seen: Phase[] = [];
    await play(castFor('invite', relay.url), (seat) => (seat === 0 ? { watch: (phase) => seen.push(phase) } : {}));
    expect(seen.filter((phase) => phase.step === 'meeting' && phase.lacksProposer)).toEqual([]);
  });

  it('who has not decided yet is named to those who have', async () => {
    const cast = castFor('invite', relay.url);
    let decide: () => void = () => undefined;
    const decided = new Promise<void>((resolve) => (decide = resolve));
    const waits: Phase[] = [];
    await play(cast, (seat) => ({
      ...(seat === 2 ? { approve: async () => decided.then(() => ({ identitiesVerified: true })) } : {}),
      watch: (phase) => {
        if (seat !== 0 || phase.step !== 'waiting') return;
        waits.push(phase);
        decide();
      },
    }));
    expect(waits[0]).toEqual({ step: 'waiting', awaited: [cast.identities[2]?.name], isReading: true });
  });
});
