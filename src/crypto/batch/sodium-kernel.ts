import { isZero } from './checks.js';
import { InvalidElement } from './group.js';
import { expandMessage } from './expand-message.js';
import type { Done, Task } from './task.js';

const ELEMENT = 32;

/** The functions of libsodium that are called on its own memory, without its wrappers. Each returns 0 on success. */
interface RawSodium {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _crypto_core_ristretto255_from_hash(point: number, hash: number): number;
  _crypto_core_ristretto255_add(sum: number, p: number, q: number): number;
  _crypto_core_ristretto255_sub(difference: number, p: number, q: number): number;
  _crypto_scalarmult_ristretto255(product: number, scalar: number, point: number): number;
  _crypto_scalarmult_ristretto255_base(product: number, scalar: number): number;
}

export type Kernel = (task: Task) => Done;

/** Loads libsodium, which takes some 40 ms. Call it only before computing. */
export async function loadKernel(): Promise<Kernel> {
  const { default: sodium } = await import('libsodium-wrappers-sumo');
  await sodium.ready;
  const kernel = new SodiumKernel((sodium as unknown as { libsodium: RawSodium }).libsodium);
  return (task) => kernel.run(task);
}

/**
 * Bulk operations of libsodium in the calling thread. libsodium decodes the points (RFC 9496 section 4.3.1) in every operation: a second check beforehand would
 * cost as much again. libsodium accepts the identity, whose only encoding is 32 zeros, as a point, so this class checks for it.
 */
class SodiumKernel {
  readonly #raw: RawSodium;
  /** Four slots in libsodium's memory: two inputs of up to 64 bytes, a result and a sum. */
  readonly #a: number;
  readonly #b: number;
  readonly #out: number;
  readonly #sum: number;

  constructor(raw: RawSodium) {
    this.#raw = raw;
    this.#a = raw._malloc(192);
    if (this.#a === 0) throw new Error('libsodium has no memory left');
    this.#b = this.#a + 64;
    this.#out = this.#b + 64;
    this.#sum = this.#out + ELEMENT;
  }

  run(task: Task): Done {
    try {
      return { points: this.#compute(task) };
    } catch (error) {
      if (error instanceof InvalidElement) return { invalid: error.index };
      throw error;
    } finally {
      // Scalars and blinded points were in these slots.
      this.#raw.HEAPU8.fill(0, this.#a, this.#sum + ELEMENT);
    }
  }

  #compute(task: Task): Uint8Array {
    const raw = this.#raw;
    switch (task.op) {
      case 'hashToGroup':
        return this.#each(task.inputs.length / task.length, (i) => {
          this.#put(this.#a, expandMessage(task.inputs.subarray(i * task.length, (i + 1) * task.length), task.dst));
          return raw._crypto_core_ristretto255_from_hash(this.#out, this.#a);
        });
      case 'scale':
        this.#put(this.#a, task.scalar);
        return this.#each(task.points.length / ELEMENT, (i) => {
          this.#putPoint(this.#b, task.points, i);
          return raw._crypto_scalarmult_ristretto255(this.#out, this.#a, this.#b);
        });
      case 'scaleEach':
        return this.#each(task.points.length / ELEMENT, (i) => {
          this.#put(this.#a, elementAt(task.scalars, i));
          this.#putPoint(this.#b, task.points, i);
          return raw._crypto_scalarmult_ristretto255(this.#out, this.#a, this.#b);
        });
      case 'scaleBase':
        return this.#each(task.scalars.length / ELEMENT, (i) => {
          this.#put(this.#a, elementAt(task.scalars, i));
          return raw._crypto_scalarmult_ristretto255_base(this.#out, this.#a);
        });
      case 'add':
      case 'subtract': {
        return this.#each(task.left.length / ELEMENT, (i) => {
          this.#putPoint(this.#a, task.left, i);
          this.#putPoint(this.#b, task.right, i);
          return task.op === 'add' ? raw._crypto_core_ristretto255_add(this.#out, this.#a, this.#b) : raw._crypto_core_ristretto255_sub(this.#out, this.#a, this.#b);
        });
      }
      case 'combine':
        return this.#total(task.points.length / ELEMENT, (i) => this.#product(task.scalars, task.points, i));
      case 'sum':
        return this.#total(task.points.length / ELEMENT, (i) => this.#put(this.#out, elementAt(task.points, i)));
    }
  }

  /** s_i · P_i into `out`. libsodium refuses to compute 0 · P and does not say whether P is a point. */
  #product(scalars: Uint8Array, points: Uint8Array, i: number): void {
    const raw = this.#raw;
    this.#put(this.#a, elementAt(scalars, i));
    this.#putPoint(this.#b, points, i);
    const isNull = isZero(scalars, i * ELEMENT);
    const status = isNull ? raw._crypto_core_ristretto255_sub(this.#out, this.#b, this.#b) : raw._crypto_scalarmult_ristretto255(this.#out, this.#a, this.#b);
    if (status !== 0) throw new InvalidElement(i);
  }

  /** The sum of the points that `compute` leaves in `out`. */
  #total(count: number, compute: (i: number) => void): Uint8Array {
    const raw = this.#raw;
    raw.HEAPU8.fill(0, this.#sum, this.#sum + ELEMENT);
    for (let i = 0; i < count; i++) {
      compute(i);
      if (raw._crypto_core_ristretto255_add(this.#sum, this.#sum, this.#out) !== 0) throw new Error('libsodium refused a point of its own');
    }
    return raw.HEAPU8.slice(this.#sum, this.#sum + ELEMENT);
  }

  /** The points that `compute` leaves in `out`, one for each call. */
  #each(count: number, compute: (i: number) => number): Uint8Array {
    const results = new Uint8Array(count * ELEMENT);
    for (let i = 0; i < count; i++) {
      if (compute(i) !== 0) throw new InvalidElement(i);
      results.set(this.#raw.HEAPU8.subarray(this.#out, this.#out + ELEMENT), i * ELEMENT);
    }
    return results;
  }

  #putPoint(at: number, points: Uint8Array, i: number): void {
    if (isZero(points, i * ELEMENT)) throw new InvalidElement(i);
    this.#put(at, elementAt(points, i));
  }

  #put(at: number, bytes: Uint8Array): void {
    // The view is read each time, because libsodium replaces it when its memory grows.
    this.#raw.HEAPU8.set(bytes, at);
  }
}

function elementAt(bytes: Uint8Array, i: number): Uint8Array {
  return bytes.subarray(i * ELEMENT, (i + 1) * ELEMENT);
}
