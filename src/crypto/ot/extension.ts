import { concat, equalBytes } from '../bytes.js';
import { cipherInto } from '../cipher-into.js';
import { addVectors, wordsOf } from '../kernels/field-products.js';
import { hashVectors } from '../kernels/polynomial-hash.js';
import { randomBytes } from '../random.js';
import { aesCounterMode } from '../primitives/aes.js';
import { BASE_KEY_BYTES, type BaseSenderKeys } from './base-ot.js';
import { ELEMENT_BYTES } from './element.js';

/**
 * Correlated oblivious transfers from base transfers, one for each column: Ishai, Kilian, Nissim and Petrank (CRYPTO 2003), with the consistency check
 * of Roy's SoftSpokenOT (CRYPTO 2022, eprint 2022/192), of which this is the case k = 1. (The check of Keller, Orsini and Scholl, CRYPTO
 * 2015, combines rows instead of columns; Roy shows its proof to be wrong.)
 *
 * The sender ends with Δ and q_j, the receiver with bits x_j and t_j, for which
 *
 *   q_j = t_j + x_j · Δ   in GF(2^128),  for every row j,
 *
 * if there are 128 columns, and bit by bit for another number: there are as many columns as keys, and as bits of Δ.
 *
 * A matrix of n rows is stored by columns of n bits, one behind the other; bit j of a column is bit j mod 8 of its byte ⌊j / 8⌋. Row j, read as an element, has
 * bit j of column i as coefficient of X^i. n is a multiple of 128: a *block* is 128 rows, 16 bytes of each column.
 *
 * Columns: t_i = PRG(k_{i,0}); the receiver sends c_i = PRG(k_{i,0}) + PRG(k_{i,1}) + x; the sender, who has k_{i,Δ_i}, takes q_i = PRG(k_{i,Δ_i}) + Δ_i · c_i.
 * A receiver that uses different x in different columns could learn Δ, so `proveColumns` and `checkColumns` hash the columns. `docs/protocols/vole.md` has the
 * argument.
 */
/** Columns if the rows are elements. */
export const COLUMNS = 128;
export const ROWS_IN_BLOCK = 128;
/** The block that hides the others in the check and must not be used afterwards. It is always the first. */
export const CHECK_BLOCKS = 1;

/** Bytes to process at once: larger pieces leave the cache. */
const PIECE = 64 * 1024;
const ZEROS = new Uint8Array(PIECE);

export interface ReceiverRows {
  /** x: one bit a row, as a column. */
  readonly choices: Uint8Array;
  /** t, by columns. */
  readonly columns: Uint8Array;
}

/** The receiver's rows, with uniform x, and the corrections that the sender needs: `blocks` × 16 bytes for each column. */
export function receiveRows(keys: BaseSenderKeys, blocks: number): { rows: ReceiverRows; corrections: Uint8Array } {
  const length = ELEMENT_BYTES * blocks;
  const choices = randomBytes(length);
  const columns = expandKeys(keys.zeros, length);
  const corrections = expandKeys(keys.ones, length);
  addVectors(corrections, columns);
  for (let i = 0; i < columns.length / length; i++) addVectors(corrections.subarray(length * i, length * (i + 1)), choices);
  return { rows: { choices, columns }, corrections };
}

/**
 * The sender's rows q, by columns, from the keys that it chose by the bits of `delta` (bit i is the choice of transfer i, and there are as many bits as keys).
 * Throws a RangeError unless the corrections have `blocks` × 16 bytes a column, and there are 8 columns for each byte of `delta`.
 */
export function sendRows(delta: Uint8Array, keys: Uint8Array, blocks: number, corrections: Uint8Array): Uint8Array {
  const length = ELEMENT_BYTES * blocks;
  if (corrections.length !== 8 * delta.length * length || keys.length !== 8 * delta.length * BASE_KEY_BYTES) throw new RangeError('corrections of another length');
  const columns = expandKeys(keys, length);
  const own = wordsOf(columns);
  const theirs = wordsOf(corrections);
  const words = length / 4;
  for (let i = 0; i < 8 * delta.length; i++) {
    const mask = -(((delta[i >> 3] as number) >> (i & 7)) & 1);
    for (let at = words * i; at < words * (i + 1); at++) own[at] = (own[at] as number) ^ ((theirs[at] as number) & mask);
  }
  return columns;
}

/** Bytes of the receiver's answer to a challenge. */
export function proofBytes(columns: number): number {
  return (1 + columns) * ELEMENT_BYTES;
}
export const PROOF_BYTES = proofBytes(COLUMNS);

/**
 * The receiver's answer to the sender's challenge, 16 uniform bytes that the sender draws once it has the corrections: the hashes of x and of the columns of t
 * at the point given by the challenge. The first block has coefficient 1, so it hides the rest.
 */
export function proveColumns({ choices, columns }: ReceiverRows, challenge: Uint8Array): Uint8Array {
  return concat(hashVectors(choices, choices.length, challenge), hashVectors(columns, choices.length, challenge));
}

/** Whether the hashes of q fit: h(q_i) = h(t_i) + Δ_i · h(x) for every column. If they do not, the caller must stop. */
export function checkColumns(delta: Uint8Array, columns: Uint8Array, challenge: Uint8Array, proof: Uint8Array): boolean {
  const count = 8 * delta.length;
  if (proof.length !== proofBytes(count)) return false;
  const expected = proof.slice(ELEMENT_BYTES);
  const choices = proof.subarray(0, ELEMENT_BYTES);
  for (let at = 0; at < expected.length; at++) {
    const i = Math.floor(at / ELEMENT_BYTES);
    const mask = -(((delta[i >> 3] as number) >> (i & 7)) & 1);
    expected[at] = (expected[at] as number) ^ ((choices[at % ELEMENT_BYTES] as number) & mask);
  }
  return equalBytes(expected, hashVectors(columns, columns.length / count, challenge));
}

/** AES-256 in counter mode under each of the keys, which are used for nothing else. */
function expandKeys(keys: Uint8Array, length: number): Uint8Array {
  const count = keys.length / BASE_KEY_BYTES;
  const columns = new Uint8Array(count * length);
  for (let i = 0; i < count; i++) {
    const cipher = aesCounterMode(keys.subarray(BASE_KEY_BYTES * i, BASE_KEY_BYTES * (i + 1)));
    for (let at = 0; at < length; at += PIECE) cipherInto(cipher, ZEROS.subarray(0, Math.min(PIECE, length - at)), columns, length * i + at);
  }
  return columns;
}
