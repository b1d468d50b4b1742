import type { Plan } from '../../../circuit/plan.js';

/** This party's inputs as bits: for each input, bit k of all its numbers, the lowest bit first. Throws a RangeError on numbers that do not fit. */
export function bitsOfInputs({ program }: Plan, self: number, inputs: readonly (readonly bigint[])[]): Uint8Array {
  const own = program.inputs.filter(({ owner }) => owner === self);
  if (own.length !== inputs.length) throw new RangeError('another number of inputs than the program has');
  const bits = new Uint8Array(own.reduce((sum, { width, count }) => sum + width * count, 0));
  let from = 0;
  own.forEach(({ width, count }, i) => {
    const values = inputs[i] as readonly bigint[];
    if (values.length !== count || values.some((value) => value < 0n || value >= 1n << BigInt(width))) throw new RangeError('an input that does not fit its shape');
    putBits(bits, from, values, width);
    from += width * count;
  });
  return bits;
}

/** Writes bit k of all numbers from position from + k · count. It works on words of 32 bits, because bigints are slow. */
function putBits(bits: Uint8Array, from: number, values: readonly bigint[], width: number): void {
  values.forEach((value, i) => {
    for (let low = 0; low < width; low += 32) {
      const word = Number(BigInt.asUintN(32, value >> BigInt(low)));
      for (let k = low; k < Math.min(width, low + 32); k++) bits[from + k * values.length + i] = (word >>> (k - low)) & 1;
    }
  });
}
