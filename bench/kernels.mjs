/**
 * The kernels that matching of large sets consists of, each on 2^20 items (another power of two by the first argument), compared with their plain
 * references, which run on fewer items; their time is scaled up. Medians of seven runs; the first run of each is shown as well,
 * since a session runs each once. Processor time is what counts where other work shares the machine.
 *
 * node bench/kernels.mjs [LOG2]   after the program was built into dist/
 */
import { performance } from 'node:perf_hooks';
import { blake3 } from '@noble/hashes/blake3.js';
import { ItemHash, addProducts, addVectors, elementAt, matchingTags, multiplyElements, okvsDecode, okvsDecodeReference, okvsEncode, okvsEncodeReference, okvsParameters, randomBytes, toHex } from '../dist/internals.js';

const COUNT = 2 ** Number(process.argv[2] ?? 20);
const RUNS = 7;
const ITEM_BYTES = 14;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

function measured(work) {
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    const [wall, cpu] = [performance.now(), cpuMs()];
    work();
    runs.push({ wall: performance.now() - wall, cpu: cpuMs() - cpu });
  }
  const median = (of) => runs.map(of).sort((a, b) => a - b)[RUNS >> 1];
  return { first: runs[0].wall, wall: median((run) => run.wall), cpu: median((run) => run.cpu) };
}

function plainly(count, work) {
  const from = performance.now();
  work(count);
  return ((performance.now() - from) * COUNT) / count;
}

const key = randomBytes(32);
const hash = new ItemHash(key);
const items = randomBytes(COUNT * ITEM_BYTES);
const offsets = Uint32Array.from({ length: COUNT + 1 }, (_, i) => ITEM_BYTES * i);
const digests = hash.digests(items, offsets);
const values = randomBytes(16 * COUNT);
const parameters = okvsParameters(COUNT);
const seed = randomBytes(32);
const store = okvsEncode(parameters, seed, digests, values);
const vector = randomBytes(16 * COUNT);
const others = randomBytes(16 * COUNT);
others.set(values.subarray(0, 8 * COUNT));

const rows = [];
function row(what, work, reference) {
  const { first, wall, cpu } = measured(work);
  rows.push(`| ${what} | ${wall.toFixed(0)} ms | ${cpu.toFixed(0)} ms | ${first.toFixed(0)} ms | ${reference === undefined ? '' : `${reference.toFixed(0)} ms`} |`);
}

row('digests of items of 14 bytes (keyed BLAKE3)', () => hash.digests(items, offsets), plainly(2 ** 14, (n) => {
  for (let i = 0; i < n; i++) blake3(items.subarray(ITEM_BYTES * i, ITEM_BYTES * (i + 1)), { key });
}));
row('tags of 16 bytes from values and digests', () => hash.tags(values, seed.subarray(16), digests), plainly(2 ** 14, (n) => {
  for (let i = 0; i < n; i++) blake3(Buffer.concat([values.subarray(16 * i, 16 * i + 16), digests.subarray(32 * i, 32 * i + 32)]), { key });
}));
row('encoding a store', () => okvsEncode(parameters, randomBytes(32), digests, values), plainly(2 ** 9, (n) => okvsEncodeReference(okvsParameters(n), seed, digests.subarray(0, 32 * n), values.subarray(0, 16 * n))));
row('decoding as many keys', () => okvsDecode(parameters, seed, store, digests), plainly(2 ** 7, (n) => okvsDecodeReference(parameters, seed, store, digests.subarray(0, 32 * n))));
row('adding products by one constant, GF(2^128)', () => addProducts(vector, key.subarray(16), values), plainly(2 ** 11, (n) => {
  const constant = elementAt(key, 1);
  for (let i = 0; i < n; i++) multiplyElements(constant, elementAt(values, i));
}));
row('adding vectors, GF(2^128)', () => addVectors(vector, values));
row('matching tags with as many, half of them equal', () => matchingTags(values, others), plainly(COUNT, (n) => {
  const set = new Set();
  for (let i = 0; i < n; i++) set.add(toHex(others.subarray(16 * i, 16 * i + 16)));
  for (let i = 0; i < n; i++) set.has(toHex(values.subarray(16 * i, 16 * i + 16)));
}));

console.log(`${COUNT} items.\n`);
console.log('| what | median | processor | first run | plain |\n|---|---|---|---|---|');
console.log(rows.join('\n'));
