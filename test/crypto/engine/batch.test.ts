import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Batch, batchBytes } from '../../../src/crypto/engine/batch.js';
import { randomBits } from '../../../src/crypto/engine/bit-vector.js';
import { bucketDifferences, combineBuckets, type Triples } from '../../../src/crypto/engine/buckets.js';
import { pieceBytes, PieceMemory } from '../../../src/crypto/engine/piece-memory.js';
import { macRowsFrom } from '../../../src/crypto/engine/rows.js';
import type { Shares } from '../../../src/crypto/engine/shares.js';

const shares = (count: number): Shares => ({ bits: randomBits(count), macs: macRowsFrom(Uint8Array.from(randomBytes(8 * count))) });
const copyOf = ({ bits, macs }: Shares): Shares => ({ bits: Uint8Array.from(bits), macs: Int32Array.from(macs) });
const copies = ({ x, y, z }: Triples): Triples => ({ x: copyOf(x), y: copyOf(y), z: copyOf(z) });

/** A batch of random leaky ANDs, written in two pieces. */
function filled(gates: number, layers: number): { batch: Batch; memory: PieceMemory; leaky: Triples } {
  const count = gates * layers;
  const memory = new PieceMemory(pieceBytes(1, 3 * count, count), batchBytes(count));
  const batch = new Batch(memory, count);
  for (const [at, length] of [[0, gates], [gates, count - gates]] as const) {
    const piece = batch.piece(at, length);
    for (const part of [piece.x, piece.y, piece.z]) {
      const { bits, macs } = shares(length);
      part.bits.set(bits);
      part.macs.set(macs);
    }
    piece.sum.fill(-1);
  }
  return { batch, memory, leaky: copies(batch.piece(0, count)) };
}

describe('a batch', () => {
  it.each([[1, 2, [0]], [7, 3, [3, 6]], [100, 3, [0, 41]], [1025, 4, [1, 1024, 500]]])('of %i gates in %i layers, shifted by %j, is opened and combined as `buckets.ts` defines', (gates, layers, shifts) => {
    const { batch, leaky } = filled(gates, layers);
    expect(copyOf(batch.differences(gates, shifts))).toEqual(bucketDifferences(leaky, gates, shifts));
    const d = randomBits(gates * shifts.length);
    expect(copies(batch.combine(gates, shifts, d))).toEqual(copies(combineBuckets(leaky, gates, shifts, d)));
    const { x, y, z } = batch.piece(gates, gates * (layers - 1));
    for (const { bits, macs } of [x, y, z]) expect([...bits, ...macs].every((each) => each === 0)).toBe(true);
  });

  it('stays when the memory of a piece is cleared, and is overwritten when it is erased', () => {
    const { batch, memory, leaky } = filled(50, 3);
    memory.bits(1000).fill(1);
    memory.clear();
    expect(copies(batch.piece(0, 150))).toEqual(leaky);
    batch.erase();
    const { x, y, z, sum } = batch.piece(0, 150);
    for (const { bits, macs } of [x, y, z, { bits: new Uint8Array(0), macs: sum }]) expect([...bits, ...macs].every((each) => each === 0)).toBe(true);
  });
});
