import { ristretto255_hasher } from '@noble/curves/ed25519.js';
import { decodePoint, encodePoint, GENERATOR, IDENTITY, linearCombination, POINT_LENGTH, type Point } from '../group.js';
import { fromLittleEndian } from '../field25519.js';
import { SCALAR_LENGTH } from '../scalar.js';
import { checkDst, checkScalars, countOf, countOfPairs } from './checks.js';
import { InvalidElement, type BatchGroup, type OnDone } from './group.js';
import { inSlices } from './slices.js';

/** Elements of a slice, which takes some ten milliseconds. */
const PER_SLICE = 8;

/** The reference: noble computes everything, one element after the other. The results of the fast group are compared with it. */
export class PlainGroup implements BatchGroup {
  readonly #signal: AbortSignal | undefined;

  constructor(options: { signal?: AbortSignal } = {}) {
    this.#signal = options.signal;
  }

  async hashToGroup(inputs: Uint8Array, length: number, dst: Uint8Array): Promise<Uint8Array> {
    checkDst(dst);
    return this.#each(countOf(inputs, length), (i) => ristretto255_hasher.hashToCurve(piece(inputs, i, length), { DST: dst }));
  }

  async scale(scalar: Uint8Array, points: Uint8Array): Promise<Uint8Array> {
    if (scalar.length !== SCALAR_LENGTH) throw new RangeError('not one scalar');
    checkScalars(scalar);
    return this.#each(countOf(points, POINT_LENGTH), (i) => pointAt(points, i).multiply(scalarAt(scalar, 0)));
  }

  async scaleEach(scalars: Uint8Array, points: Uint8Array): Promise<Uint8Array> {
    checkScalars(scalars);
    return this.#each(countOfPairs(scalars, points), (i) => pointAt(points, i).multiply(scalarAt(scalars, i)));
  }

  async scaleBase(scalars: Uint8Array): Promise<Uint8Array> {
    checkScalars(scalars);
    return this.#each(countOf(scalars, SCALAR_LENGTH), (i) => GENERATOR.multiply(scalarAt(scalars, i)));
  }

  async add(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
    return this.#each(countOfPairs(left, right), (i) => pointAt(left, i).add(pointAt(right, i)));
  }

  async subtract(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
    return this.#each(countOfPairs(left, right), (i) => pointAt(left, i).subtract(pointAt(right, i)));
  }

  async combine(scalars: Uint8Array, points: Uint8Array, onDone?: OnDone): Promise<Uint8Array> {
    checkScalars(scalars, { allowZero: true });
    let sum = IDENTITY;
    await inSlices(countOfPairs(scalars, points), PER_SLICE, this.#signal, (from, to) => {
      const positions = Array.from({ length: to - from }, (_, i) => from + i);
      sum = sum.add(
        linearCombination(
          positions.map((i) => pointAt(points, i)),
          positions.map((i) => scalarAt(scalars, i)),
        ),
      );
      onDone?.(to);
    });
    return encodePoint(sum);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #each(count: number, compute: (i: number) => Point): Promise<Uint8Array> {
    const results = new Uint8Array(count * POINT_LENGTH);
    await inSlices(count, PER_SLICE, this.#signal, (from, to) => {
      for (let i = from; i < to; i++) results.set(encodePoint(compute(i)), i * POINT_LENGTH);
    });
    return results;
  }
}

function piece(bytes: Uint8Array, i: number, length: number): Uint8Array {
  return bytes.subarray(i * length, (i + 1) * length);
}

function pointAt(points: Uint8Array, i: number): Point {
  const point = decodePoint(piece(points, i, POINT_LENGTH));
  if (point === undefined) throw new InvalidElement(i);
  return point;
}

function scalarAt(scalars: Uint8Array, i: number): bigint {
  return fromLittleEndian(piece(scalars, i, SCALAR_LENGTH));
}
