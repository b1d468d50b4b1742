import { describe, expect, it } from 'vitest';
import type { BatchGroup } from '../../../../src/crypto/batch/group.js';
import { SodiumGroup } from '../../../../src/crypto/batch/sodium-group.js';
import { randomScalars } from '../../../../src/crypto/batch/scalars.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { receiveVoprf } from '../../../../src/session/protocol/matching/psi-voprf.js';
import type { ProtocolContext } from '../../../../src/session/protocol/network.js';
import { memoryNetwork } from '../../../../src/testing/memory-network.js';
import { group, rows } from '../../../support/own-matching.js';
import { outcomes } from '../outcomes.js';
import { digests, batch, evenness, DIRECTION } from './support.js';
import { deliver, receiveCount } from './two-lists.js';

/** The fast group, which also tells what was hashed to the group: the order in which a receiver asks shows nowhere else. */
class Watched extends SodiumGroup {
  readonly hashed: Uint8Array[] = [];

  override async hashToGroup(inputs: Uint8Array, length: number, dst: Uint8Array): Promise<Uint8Array> {
    this.hashed.push(...rows(inputs, length));
    return super.hashToGroup(inputs, length, dst);
  }
}

function counted(positions: readonly number[], size: number): number[] {
  return Array.from({ length: size }, (_, position) => positions.filter((each) => each === position).length);
}

function expectEven(counts: readonly number[]): void {
  const { statistic, limit } = evenness(counts);
  expect(statistic).toBeLessThan(limit);
}

describe('order', () => {
  it('of the delivered tags: an item stands anywhere, equally often, with its payload', () => {
    for (const payload of [false, true]) {
      const { parties, wire } = memoryNetwork(2);
      const context = parties[0];
      if (context === undefined) throw new Error('no party');
      const positions = Array.from({ length: 800 }, () => {
        const tags = randomBytes(32);
        deliver({ context, group: batch, direction: DIRECTION }, { tags, payloadKeys: randomBytes(payload ? 64 : 0) }, payload ? { texts: [Uint8Array.of(1), Uint8Array.of(2)], maxBytes: 1 } : undefined);
        const width = payload ? 16 + 4 + 1 + 48 : 16;
        return rows(wire.at(-1)?.message as Uint8Array, width).findIndex((entry) => Buffer.compare(entry.subarray(0, 16), tags.subarray(0, 16)) === 0);
      });
      expect(positions).not.toContain(-1);
      expectEven(counted(positions, DIRECTION.senderCap));
    }
  });

  it.each([
    ['a match', async (context: ProtocolContext, watched: BatchGroup): Promise<unknown> => receiveVoprf({ context, group: watched, direction: DIRECTION }, digests(['own']))],
    ['a count', async (context: ProtocolContext, watched: BatchGroup): Promise<unknown> => receiveCount({ context, group: watched, direction: DIRECTION }, digests(['own']))],
  ])('of the questions in %s: an own item stands among the dummies anywhere, equally often', async (_, receive) => {
    const item = Buffer.from(digests(['own']));
    const positions: number[] = [];
    for (let i = 0; i < 240; i++) {
      const [north, south] = memoryNetwork(2).parties;
      if (north === undefined || south === undefined) throw new Error('no parties');
      const watched = new Watched({ threads: 0 });
      north.network.send(1, 'match/0>1/key', await group.scaleBase(randomScalars(1)));
      north.network.leave();
      await outcomes([receive(south, watched)]);
      positions.push(watched.hashed.findIndex((input) => item.equals(input.subarray(-32))));
      expect(watched.hashed).toHaveLength(DIRECTION.receiverCap);
    }
    expectEven(counted(positions, DIRECTION.receiverCap));
  });
});

describe('a question', () => {
  it('is blinded: the same item gives another point each time, and never its hash', async () => {
    const sid = randomBytes(32);
    const direction = { ...DIRECTION, receiverCap: 1 };
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const [north, south] = memoryNetwork(2, { sid }).parties;
      if (north === undefined || south === undefined) throw new Error('no parties');
      const watched = new Watched({ threads: 0 });
      north.network.send(1, 'match/0>1/key', await group.scaleBase(randomScalars(1)));
      const receiving = outcomes([receiveVoprf({ context: south, group: watched, direction }, digests(['own']))]);
      const point = await north.network.receive(1, 'match/0>1/points', 32);
      north.network.leave();
      await receiving;
      const input = watched.hashed[0] as Uint8Array;
      const bare = await group.hashToGroup(input, input.length, Buffer.from('HashToGroup-OPRFV1-\x01-ristretto255-SHA512', 'latin1'));
      expect(Buffer.compare(bare, point)).not.toBe(0);
      seen.add(Buffer.from(point).toString('hex'));
    }
    expect(seen.size).toBe(20);
  });
});
