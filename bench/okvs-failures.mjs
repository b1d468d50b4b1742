/**
 * How often the triangulation of a store leaves a larger gap than the published formula says, and a larger gap than the dense columns
 * are for, at expansions so small that it can be counted: eprint 2022/320, section 3.2, weight 3. The formula says 2^−λ.
 *
 * node bench/okvs-failures.mjs [LOG2_OF_RUNS]   after the program was built into dist/
 */
import { atOnce, okvsKernel, okvsParameters, placeAll, randomBytes } from '../dist/internals.js';

const RUNS = 2 ** Number(process.argv[2] ?? 16);
/** What 64 dense columns leave room for with 2^10 bins: 64 − 42 − 10. */
const ROOM = 12;
const w = Math.log2(3);

const bits = (runs, failures) => (failures === 0 ? `> ${Math.log2(runs).toFixed(1)}` : Math.log2(runs / failures).toFixed(1));

/** The gaps in so many runs: how many of each size. */
function gapsOf(items, columns, runs) {
  const kernel = okvsKernel({ bins: 1, columns }, randomBytes(32), items, 'encode');
  const gaps = new Array(42).fill(0);
  for (let run = 0; run < runs; run++) {
    kernel.bytes.fill(0, kernel.loads, kernel.loads + 4);
    atOnce(placeAll(kernel, randomBytes(32 * items), 'halves'));
    const gap = kernel.call.peel(0, 40);
    gaps[gap === -1 ? 41 : gap]++;
  }
  return gaps;
}

const above = (gaps, most) => gaps.slice(most + 1).reduce((sum, each) => sum + each, 0);

console.log(`| items | expansion | λ | runs | gap of the formula | −log2 of larger ones | −log2 of gaps above ${ROOM} |\n|---|---|---|---|---|---|---|`);
for (const items of [256, 1024, 4096]) {
  for (const security of [4, 7, 10, 13]) {
    const slope = 2 ** (0.55 * Math.log2(items) + 0.093 * w ** 3 - 1.01 * w ** 2 + 2.92 * w - 0.13);
    const columns = Math.ceil(items * (1.223 + (security + 9.2) / slope));
    const allowed = Math.floor(security / Math.log2(columns));
    const runs = Math.round((RUNS * 256) / items);
    const gaps = gapsOf(items, columns, runs);
    console.log(`| ${items} | ${(columns / items).toFixed(3)} | ${security} | ${runs} | ${allowed} | ${bits(runs, above(gaps, allowed))} | ${bits(runs, above(gaps, ROOM))} |`);
  }
}

const smallest = okvsParameters(128);
const runs = RUNS * 16;
const gaps = gapsOf(128, smallest.columns, runs);
console.log(`\nThe smallest store as it is, 128 items in ${smallest.columns} columns, ${runs} runs, −log2 of gaps above 0, 1, 2, 3: ${[0, 1, 2, 3].map((most) => bits(runs, above(gaps, most))).join(', ')}; the largest ${gaps.findLastIndex((each) => each > 0)}.`);
