// Inputs of a megabyte: how long a parser takes, and how much memory it keeps or uses meanwhile.
const MEGABYTE = 2 ** 20;

/** What somebody would send to make a parser slow: much of one thing. */
function inputs(seed) {
  const repeated = (piece) => Buffer.concat(Array.from({ length: Math.ceil(MEGABYTE / Math.max(1, piece.length)) }, () => piece)).subarray(0, MEGABYTE);
  const half = seed.length >> 1;
  return {
    'the seed again and again': repeated(seed),
    'zeros': Buffer.alloc(MEGABYTE),
    'brackets': repeated(Buffer.from('[')),
    'quotes': repeated(Buffer.from('"')),
    'spaces': repeated(Buffer.from(' ')),
    'line ends': repeated(Buffer.from('\n')),
    'a long text inside': Buffer.concat([seed.subarray(0, half), repeated(Buffer.from('a')), seed.subarray(half)]),
    'many members inside': Buffer.concat([Buffer.from('{'), ...Array.from({ length: 60_000 }, (_, i) => Buffer.from(`"m${i}":[${i}],`)), Buffer.from('"z":1}')]),
  };
}

/** Measures the memory in use before and after, with garbage collected if Node allows it (--expose-gc). */
export async function large(target, seeds) {
  const lines = [];
  for (const [what, input] of Object.entries(inputs(seeds[0] ?? Buffer.alloc(0)))) {
    globalThis.gc?.();
    const before = process.memoryUsage();
    const from = performance.now();
    try {
      const done = target.run(input);
      if (done instanceof Promise) await done;
    } catch (error) {
      if (!target.allows(error)) lines.push(`${what}: threw ${error?.name}: ${String(error?.message).slice(0, 100)}`);
    }
    const ms = (performance.now() - from) / (input.length / MEGABYTE);
    const after = process.memoryUsage();
    const grown = (after.heapUsed + after.external - before.heapUsed - before.external) / input.length;
    if (ms > 100 || grown > 32) lines.push(`${what}: ${Math.round(ms)} ms a megabyte, ${grown.toFixed(1)} bytes of memory a byte`);
  }
  return lines.length === 0 ? ['below 100 ms a megabyte and 32 bytes a byte'] : lines;
}
