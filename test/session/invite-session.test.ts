import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MpcError } from '../../src/errors.js';
import { startRelay, type Relay } from '../../src/session/relay/server.js';
import type { Entry, Outcome, TakePartOptions } from '../../src/session/participation.js';
import { takePart } from '../../src/session/take-part.js';
import { castFor, type Cast } from '../support/three-parties.js';
import { totalOf } from '../support/proposals.js';

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(async () => relay.close());

type Changes = Partial<Pick<TakePartOptions, 'approve' | 'contribute' | 'check'>>;

async function play({ identities, entries }: Cast, changesOf: (place: number) => Changes = () => ({}), entryOf: (place: number, entry: Entry) => Entry = (_, entry) => entry): Promise<(Outcome | MpcError)[]> {
  return Promise.all(
    identities.map(async (identity, place) => {
      const entry = entries[place];
      if (entry === undefined) throw new Error('three parties');
      try {
        return await takePart({
          identity,
          entry: entryOf(place, entry),
          check: () => Promise.resolve(),
          contribute: () => Promise.resolve({ kind: 'totals' as const, totals: [{ sum: 100n, count: 1n }] }),
          approve: () => Promise.resolve({ identitiesVerified: true }),
          recordRun: () => Promise.resolve(),
          watch: () => undefined,
          patienceMs: 5_000,
          signal: AbortSignal.timeout(60_000),
          ...changesOf(place),
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
    const approveBy = (place: number): Changes => ({
      approve: () => {
        if (place !== 0) asked.push(place);
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
    const ended = await play(castFor('invite', relay.url), (place) => ({
      approve: () => {
        approved.add(place);
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
    const ended = await play(castFor('invite', relay.url), (place) => ({
      ...(place === 2 ? { approve: () => Promise.reject(new MpcError('DECLINED', 'You declined.', '')) } : {}),
      contribute: () => {
        read.push(place);
        return Promise.reject(new MpcError('INPUT_INVALID', 'does not fit', ''));
      },
    }));
    expect(read).toEqual([]);
    expect(ended.map((each) => (each instanceof MpcError ? each.code : 'done'))).toEqual(['PEER_DECLINED', 'PEER_DECLINED', 'DECLINED']);
  });
});
