import { createCipheriv } from 'node:crypto';

/** A block cipher in a mode that continues from one piece to the next. Each result has memory of its own. */
export interface BlockCipher {
  update(piece: Uint8Array): Uint8Array;
}

/** AES (FIPS 197) in counter mode (SP 800-38A), from counter `first` below 2^32. The key has 16 or 32 bytes. Input of zeros gives the key stream. */
export function aesCounterMode(key: Uint8Array, first = 0): BlockCipher {
  const counter = new Uint8Array(16);
  new DataView(counter.buffer).setUint32(12, first);
  return createCipheriv(key.length === 32 ? 'aes-256-ctr' : 'aes-128-ctr', key, counter);
}

/** AES-128 on each block of 16 bytes by itself: a fixed permutation. The key has 16 bytes, and pieces consist of whole blocks. */
export function aesBlocks(key: Uint8Array): BlockCipher {
  return createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
}
