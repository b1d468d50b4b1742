import { blake3 } from '@noble/hashes/blake3.js';
import itemHashModule from './generated/item-hash.js';
import { ITEMS_PER_CALL, loadKernel, type Kernel } from './kernel.js';

/** Bytes of a key and of a digest. */
export const DIGEST_BYTES = 32;
/** Bytes of a tag, and of the value that it hashes together with a digest. */
export const TAG_BYTES = 16;
/** The longest input that the kernel takes: one chunk of BLAKE3. noble hashes longer ones, one by one. */
const CHUNK_BYTES = 1024;
const KEYED_HASH = 16;
/** The initial value that BLAKE3 uses in place of a key (section 2.2). */
const IV = Uint32Array.of(0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19);
/** Bytes that the kernel may read behind an input. It keeps none of them. */
const SLACK = 64;
const BATCH_BYTES = 256 * 1024;

interface Functions {
  hashInputs(count: number, data: number, offsets: number, out: number, key: number, mode: number): void;
  hashRows(count: number, left: number, mask: number, right: number, out: number, key: number, mode: number): void;
}

/**
 * BLAKE3, keyed or plain (https://github.com/BLAKE3-team/BLAKE3-specs, sections 2.1 to 2.4), of many short inputs. The caller binds session and purpose through
 * the key, which need not be secret. The plain reference is `blake3` of noble, which the tests compare it with.
 */
export class ItemHash {
  readonly #kernel: Kernel<Functions>;
  readonly #key: number;
  readonly #ownKey: Uint8Array | undefined;
  readonly #mode: number;
  readonly #mask: number;
  readonly #offsets: number;
  readonly #data: number;
  readonly #out: number;

  /** `key` has 32 bytes. Without a key, the hash is the plain one. */
  constructor(key?: Uint8Array) {
    if (key !== undefined && key.length !== DIGEST_BYTES) throw new RangeError('a key of 32 bytes is needed');
    const rowBytes = TAG_BYTES + DIGEST_BYTES;
    this.#kernel = loadKernel(itemHashModule, { memoryBytes: BATCH_BYTES + ITEMS_PER_CALL * (rowBytes + 4 + DIGEST_BYTES) + 4096 });
    this.#key = this.#kernel.allocate(DIGEST_BYTES);
    this.#mask = this.#kernel.allocate(TAG_BYTES);
    this.#offsets = this.#kernel.allocate(4 * (ITEMS_PER_CALL + 1));
    this.#data = this.#kernel.allocate(Math.max(BATCH_BYTES, ITEMS_PER_CALL * rowBytes) + SLACK);
    this.#out = this.#kernel.allocate(ITEMS_PER_CALL * DIGEST_BYTES);
    this.#ownKey = key?.slice();
    this.#mode = key === undefined ? 0 : KEYED_HASH;
    if (key === undefined) this.#kernel.words.set(IV, this.#key / 4);
    else this.#kernel.bytes.set(key, this.#key);
  }

  /**
   * Digests of n inputs that lie one behind the other in `data`: input i is `data[offsets[i] … offsets[i + 1]]`, so `offsets` has n + 1 entries. Writes n × 32
   * bytes to the beginning of `out`, and returns it. The digests of inputs of 32 bytes each may overwrite their inputs. Throws a RangeError on offsets that
   * fall or leave the data, and if there is no room.
   */
  digests(data: Uint8Array, offsets: Uint32Array, out: Uint8Array = new Uint8Array(DIGEST_BYTES * (offsets.length - 1))): Uint8Array {
    const count = offsets.length - 1;
    checkOffsets(data, offsets);
    if (out.length < DIGEST_BYTES * count) throw new RangeError('no room for the digests');
    let from = 0;
    while (from < count) {
      const to = this.#batchEnd(offsets, from);
      if (to === from) {
        out.set(blake3(data.subarray(offsets[from], offsets[from + 1]), this.#ownKey === undefined ? {} : { key: this.#ownKey }), DIGEST_BYTES * from);
        from++;
      } else {
        out.set(this.#digestBatch(data, offsets.subarray(from, to + 1)), DIGEST_BYTES * from);
        from = to;
      }
    }
    return out;
  }

  /**
   * The first 16 bytes of the keyed hash of (value ⊕ mask) ‖ digest, row by row: n × 16, 16, and n × 32 bytes in, n × 16 bytes out.
   * Throws a RangeError when the lengths do not fit.
   */
  tags(values: Uint8Array, mask: Uint8Array, digests: Uint8Array): Uint8Array {
    const count = values.length / TAG_BYTES;
    if (!Number.isInteger(count) || mask.length !== TAG_BYTES || digests.length !== DIGEST_BYTES * count) throw new RangeError('values and digests of as many rows are needed');
    const { bytes, call } = this.#kernel;
    const right = this.#data + ITEMS_PER_CALL * TAG_BYTES;
    const out = new Uint8Array(values.length);
    bytes.set(mask, this.#mask);
    for (let from = 0; from < count; from += ITEMS_PER_CALL) {
      const to = Math.min(count, from + ITEMS_PER_CALL);
      bytes.set(values.subarray(TAG_BYTES * from, TAG_BYTES * to), this.#data);
      bytes.set(digests.subarray(DIGEST_BYTES * from, DIGEST_BYTES * to), right);
      call.hashRows(roundToFour(to - from), this.#data, this.#mask, right, this.#out, this.#key, this.#mode);
      out.set(bytes.subarray(this.#out, this.#out + TAG_BYTES * (to - from)), TAG_BYTES * from);
    }
    return out;
  }

  /** The end of the last input of a batch that begins at `from`. It is `from` itself if that input is too long for the kernel. */
  #batchEnd(offsets: Uint32Array, from: number): number {
    const start = at(offsets, from);
    const last = Math.min(offsets.length - 1, from + ITEMS_PER_CALL);
    let to = from;
    while (to < last && at(offsets, to + 1) - at(offsets, to) <= CHUNK_BYTES && at(offsets, to + 1) - start <= BATCH_BYTES) to++;
    return to;
  }

  #digestBatch(data: Uint8Array, bounds: Uint32Array): Uint8Array {
    const { bytes, words, call } = this.#kernel;
    const count = bounds.length - 1;
    const start = at(bounds, 0);
    const end = at(bounds, count);
    bytes.set(data.subarray(start, end), this.#data);
    const table = this.#offsets / 4;
    for (let i = 0; i <= count; i++) words[table + i] = at(bounds, i) - start;
    // The unused lanes hash empty inputs.
    words.fill(end - start, table + count + 1, table + roundToFour(count) + 1);
    call.hashInputs(roundToFour(count), this.#data, this.#offsets, this.#out, this.#key, this.#mode);
    return bytes.subarray(this.#out, this.#out + DIGEST_BYTES * count);
  }
}

function at(offsets: Uint32Array, index: number): number {
  return offsets[index] as number;
}

function roundToFour(count: number): number {
  return (count + 3) & ~3;
}

function checkOffsets(data: Uint8Array, offsets: Uint32Array): void {
  if (offsets.length === 0) throw new RangeError('offsets need one entry more than there are inputs');
  for (let i = 1; i < offsets.length; i++) if (at(offsets, i) < at(offsets, i - 1)) throw new RangeError('offsets must not fall');
  if (at(offsets, offsets.length - 1) > data.length) throw new RangeError('an input leaves the data');
}
