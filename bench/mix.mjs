/**
 * The longest path of a match against several lists: the work of the hops that cannot run side by side, if every party has a machine of its own.
 * First every operation of the group is timed, in turn. Then real matches of small lists are played in this process, each party with a group that
 * counts what it computes, in blocks and (where the build has them) as one block. From both follow the work of a hop on an entry, and the
 * longest path for lists of a given length.
 *
 * node bench/mix.mjs [ENTRIES] [ITEMS]      entries of each list, questions; without them 17 000 and 3 400: 1 000 and 200 names by `--near`
 */
import { SodiumGroup } from '../dist/internals.js';
import { matchingLists } from './match.mjs';

const [entries = 17_000, items = 3_400] = process.argv.slice(2).map(Number);
const OPERATIONS = ['hashToGroup', 'scale', 'scaleEach', 'scaleBase', 'add', 'subtract', 'combine'];

/** Microseconds of each operation on an element: the least of several rounds, since the machine has other work. */
async function costs(count = 256, rounds = 7) {
  const group = new SodiumGroup({ threads: 0 });
  const scalars = new Uint8Array(32 * count).map((_, i) => (i % 32 === 31 ? 1 : (i * 7 + 3) % 256));
  const points = await group.scaleBase(scalars);
  const run = {
    hashToGroup: () => group.hashToGroup(points, 32, Buffer.from('bench')),
    scale: () => group.scale(scalars.subarray(0, 32), points),
    scaleEach: () => group.scaleEach(scalars, points),
    scaleBase: () => group.scaleBase(scalars),
    add: () => group.add(points, points),
    subtract: () => group.subtract(points, points),
    combine: () => group.combine(scalars, points),
  };
  const least = Object.fromEntries(OPERATIONS.map((name) => [name, Infinity]));
  for (let round = 0; round < rounds; round++) {
    for (const name of OPERATIONS) {
      const began = performance.now();
      await run[name]();
      least[name] = Math.min(least[name], ((performance.now() - began) * 1000) / count);
    }
  }
  return least;
}

/** A group that counts elements by operation, and otherwise is the real one. */
function counting(group) {
  const counts = Object.fromEntries(OPERATIONS.map((name) => [name, 0]));
  const elements = { hashToGroup: ([inputs, length]) => inputs.length / length, scale: ([, points]) => points.length / 32 };
  const counted = Object.fromEntries(OPERATIONS.map((name) => [name, (...all) => {
    counts[name] += (elements[name] ?? (([first]) => first.length / 32))(all);
    return group[name](...all);
  }]));
  return { ...counted, counts };
}

/** Each sender's work on an entry of the pool, in microseconds, from two pools of different size: what does not grow with the pool falls out. */
async function workOfSenders(lists, cost) {
  const group = new SodiumGroup({ threads: 0 });
  const workOf = async (each) => {
    const groups = Array.from({ length: lists + 1 }, () => counting(group));
    await matchingLists({ lists, entries: each, items: 1, groupOf: (party) => groups[party] });
    return groups.slice(1).map(({ counts }) => OPERATIONS.reduce((sum, name) => sum + counts[name] * cost[name], 0));
  };
  const [small, large] = [await workOf(4), await workOf(12)];
  await group.close();
  // A party's own list costs it what all parties do at the same time.
  return large.map((work, i) => (work - small[i]) / (8 * lists));
}

const cost = await costs();
console.log(OPERATIONS.map((name) => `${name} ${cost[name].toFixed(0)}`).join(', '), 'µs an element');
const { hashToGroup, scale, scaleEach, scaleBase, add, subtract, combine } = cost;
const blank = scaleBase + scaleEach;
const [first, middle, last] = [2 * scale + 2 * add, 3 * scale + 2 * add + subtract, 2 * scale + subtract];
const encrypt = hashToGroup + scaleEach + add + scaleBase;
const [check, answer] = [add + 2 * combine, scale + combine];
console.log(`a hop and an entry: first ${first.toFixed(0)} (before ${middle.toFixed(0)}) and ${combine.toFixed(0)} for the check; between ${middle.toFixed(0)}; last ${last.toFixed(0)}; re-randomising, while it waits, ${blank.toFixed(0)} µs`);
for (const lists of [2, 4, 8, 16]) {
  const pool = lists * entries;
  const blocks = Math.max(1, Math.min(64, Math.floor(pool / 1024)), Math.ceil(pool / 2 ** 16));
  const batches = Math.ceil(items / 512);
  // Encryption goes on at all senders at once. Before: the first checks, prepares and mixes all; then each of the others, one after the other.
  const before = entries * encrypt + pool * (combine + blank + (lists - 1) * middle + last) + items * lists * (check + answer);
  // Now a hop begins a block when it is done with the one before and the sender before it with this one; what it has not prepared yet costs time, too.
  const now = entries * encrypt + pipeline(lists, pool, blocks) + answering(lists, batches);
  console.log(`${String(lists).padStart(2)} lists of ${entries}, ${items} questions: before ${(before / 1e6).toFixed(1)} s, now ${(now / 1e6).toFixed(1)} s, ${(now / before).toFixed(3)} of it; ${blocks} blocks of ${Math.ceil(pool / blocks)}; held by a sender before ${mib(pool * 256)} MiB, now ${mib(pool * 32 + Math.min(pool, 2 ** 18) * 64 + 8 * Math.ceil(pool / blocks) * 64)} MiB`);
}
console.log('counted in real matches, µs an entry of the pool, by sender in the order of mixing (with its share of encrypting its own list):');
for (const lists of [2, 4]) console.log(`${lists} lists: ${(await workOfSenders(lists, cost)).map((work) => work.toFixed(0)).join(', ')}`);

function mib(bytes) {
  return (bytes / 2 ** 20).toFixed(0);
}

function pipeline(lists, pool, blocks) {
  const size = pool / blocks;
  // By when each hop is free, and how much it has prepared ahead.
  const free = Array(lists).fill(0);
  const ahead = Array(lists).fill(0);
  const made = Array(lists).fill(0);
  const idle = (hop, until) => {
    if (hop === lists - 1 || until <= free[hop]) return;
    const more = Math.min((until - free[hop]) / blank, pool - made[hop], 2 ** 18 - ahead[hop]);
    ahead[hop] += more;
    made[hop] += more;
  };
  const checked = pool * combine;
  for (let block = 0; block < blocks; block++) {
    let arrived = checked;
    for (let hop = 0; hop < lists; hop++) {
      idle(hop, hop === 0 ? 0 : arrived);
      const begin = Math.max(free[hop], arrived);
      const missing = hop === lists - 1 ? 0 : Math.max(0, size - ahead[hop]);
      made[hop] += missing;
      ahead[hop] -= size - missing;
      const work = size * (hop === 0 ? first : hop === lists - 1 ? last : middle) + missing * blank;
      free[hop] = begin + work;
      arrived = free[hop];
    }
  }
  return free[lists - 1];
}

function answering(lists, batches) {
  const size = items / batches;
  const free = Array(lists + 1).fill(0);
  for (let batch = 0; batch < batches; batch++) {
    const given = [];
    for (let hop = 0; hop <= lists; hop++) {
      for (const arrived of given) free[hop] = Math.max(free[hop], arrived) + size * check;
      if (hop === lists) continue;
      free[hop] += size * answer;
      given.push(free[hop]);
    }
  }
  return free[lists];
}
