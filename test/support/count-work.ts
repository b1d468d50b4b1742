import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { vi } from 'vitest';
import { ItemHash } from '../../src/crypto/kernels/item-hash.js';

/** Does the work, and counts what this thread hashes meanwhile, by the function, and how many random bytes it draws. */
export async function countWork(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const kernel = { digests: vi.spyOn(ItemHash.prototype, 'digests'), tags: vi.spyOn(ItemHash.prototype, 'tags') };
  const node = { createHash: vi.spyOn(crypto, 'createHash'), createHmac: vi.spyOn(crypto, 'createHmac'), randomFillSync: vi.spyOn(crypto, 'randomFillSync') };
  syncBuiltinESMExports();
  try {
    await work();
    return {
      digests: kernel.digests.mock.calls.reduce((sum, [, offsets]) => sum + offsets.length - 1, 0),
      tags: kernel.tags.mock.calls.reduce((sum, [values]) => sum + values.length / 16, 0),
      createHash: node.createHash.mock.calls.length,
      createHmac: node.createHmac.mock.calls.length,
      randomBytes: node.randomFillSync.mock.calls.reduce((sum, [array]) => sum + array.byteLength, 0),
    };
  } finally {
    for (const spy of [...Object.values(kernel), ...Object.values(node)]) spy.mockRestore();
    syncBuiltinESMExports();
  }
}
