// A sealed result in memory, 3 of 5: what one party does to deal its vector and to check the others' dealings, and what a
// recipient does to open. No network, one thread, warm.
import { fileURLToPath } from 'node:url';
import { FIELDS, addInto, dealFeldman, decodeCommitments, isShare, openFeldman, unmaskVector, randomBytes, randomScalar, maskVector, vectorOf, zeroVector } from '../dist/internals.js';
import { median } from './lib/processes.mjs';

const PARTIES = 5;
const NEEDED = 3;
const HOLDERS = [1, 2, 3, 4, 5];
const field = FIELDS.find((each) => each.name === '2^61-1');

function once(length) {
  const sid = randomBytes(32);
  const values = Array.from({ length: PARTIES }, (_, party) => vectorOf(field, Array.from({ length }, (__, i) => BigInt(i * PARTIES + party))));

  let began = performance.now();
  const dealings = values.map((value, party) => {
    const key = randomScalar();
    return { sealed: maskVector(field, value, key, sid, party), ...dealFeldman(key, NEEDED, HOLDERS) };
  });
  const dealMs = (performance.now() - began) / PARTIES;

  began = performance.now();
  const held = dealings.map(({ commitments, shares }) => {
    const read = decodeCommitments(commitments.encodings, NEEDED);
    if (!isShare(read, 1, shares.get(1))) throw new Error('a good share does not fit');
    return read;
  });
  const checkMs = performance.now() - began;

  began = performance.now();
  const total = zeroVector(field, length);
  dealings.forEach(({ sealed, shares }, party) => {
    const { secret, falseHolders } = openFeldman(held[party], [1, 3, 5].map((x) => ({ x, share: shares.get(x) })));
    if (secret === undefined || falseHolders.length > 0) throw new Error('good shares do not open');
    addInto(field, total, unmaskVector(field, sealed, secret, sid, party));
  });
  const openMs = performance.now() - began;

  const expected = zeroVector(field, length);
  for (const value of values) addInto(field, expected, value);
  if (!total.every((limb, i) => limb === expected[i])) throw new Error('what was opened is wrong');
  return { dealMs, checkMs, openMs };
}

/** `dealAndCheckMs`: for one party, its own dealing and its shares of all dealings. `openMs`: for one recipient, all dealings. */
export async function revealing({ length = 1, runs = 30 } = {}) {
  const samples = Array.from({ length: runs }, () => once(length));
  // The first third warms the compiler.
  const warm = samples.slice(Math.floor(runs / 3));
  return { dealAndCheckMs: median(warm.map(({ dealMs, checkMs }) => dealMs + checkMs)), openMs: median(warm.map((each) => each.openMs)) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const length of [1, 10_000]) {
    const { dealAndCheckMs, openMs } = await revealing({ length });
    console.log(`3 of 5, ${length} value${length === 1 ? '' : 's'}: deal and check ${dealAndCheckMs.toFixed(2)} ms a party, open ${openMs.toFixed(2)} ms`);
  }
}
