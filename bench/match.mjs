// Matching against several lists: three senders with 10 000 entries each, a receiver with 1 000 items, every party with the real
// group. First all of it runs in this process over memory: the protocol alone, and what it puts on the wire. The parties then share the
// cores of one machine. If each has its own cores, they overlap only if one prepares while another works.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { blocksFor, HashedTranscript, SodiumGroup, generateSecretKey, matchMix, matchesIn, publicKeyOf, randomBytes, receiveMixedTable, sendMixedTable, sign } from '../dist/internals.js';

class Mailboxes {
  #boxes = new Map();
  bytes = 0;

  put(link, message) {
    this.bytes += message.length;
    const box = this.#box(link);
    const waiting = box.waiting.shift();
    if (waiting === undefined) box.messages.push(message.slice());
    else waiting(message.slice());
  }

  async take(link) {
    const box = this.#box(link);
    return box.messages.length > 0 ? box.messages.shift() : new Promise((resolve) => box.waiting.push(resolve));
  }

  #box(link) {
    if (!this.#boxes.has(link)) this.#boxes.set(link, { messages: [], waiting: [] });
    return this.#boxes.get(link);
  }
}

/** Seconds from start to the receiver's result, bytes in all, and each step's share of them. */
export async function matchingLists({ lists = 3, entries = 10_000, items = 1_000, threads = availableParallelism(), groupOf = undefined } = {}) {
  const count = lists + 1;
  const mail = new Mailboxes();
  const sid = randomBytes(32);
  const keys = Array.from({ length: count }, () => {
    const secretKey = generateSecretKey();
    return { secretKey, publicKey: publicKeyOf(secretKey) };
  });
  const names = keys.map((_, i) => `p${i}`);
  const roles = { receiver: { seat: 0, cap: items }, senders: Array.from({ length: lists }, (_, i) => ({ seat: i + 1, cap: entries })), blocks: blocksFor(lists * entries) };
  const own = Array.from({ length: count }, (_, i) => randomBytes(32 * (i === 0 ? items : entries)));
  // Every tenth item is on one list.
  const expected = Array.from({ length: items }, (_, i) => (i % 10 === 0 ? 1 : 0));
  expected.forEach((isListed, i) => isListed && own[1 + (i % lists)].set(own[0].subarray(32 * i, 32 * i + 32), 32 * i));

  // One group for all: one per party would only make their threads compete for the same cores.
  const group = new SodiumGroup({ threads });
  const phases = new Map();
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const results = await Promise.all(
    keys.map(async ({ secretKey }, self) => {
      const network = {
        self,
        count,
        send: (to, label, message) => {
          phases.set(label, { bytes: (phases.get(label)?.bytes ?? 0) + message.length, ended: performance.now() - began });
          mail.put(`${self}>${to}`, message);
        },
        receive: async (from) => mail.take(`${from}>${self}`),
      };
      const context = { network, sid, names, publicKeys: keys.map((key) => key.publicKey), sign: (label, ...parts) => sign(secretKey, label, ...parts), transcript: new HashedTranscript(sid) };
      const outcome = await matchMix(context, groupOf?.(self) ?? group, roles, own[self]);
      if (outcome.table !== undefined) sendMixedTable(context, roles, outcome.table);
      return outcome.tags === undefined ? undefined : matchesIn(await receiveMixedTable(context, roles, outcome.tableCommitment), outcome.tags);
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await group.close();
  if (results[0].some((matched, i) => matched !== expected[i])) throw new Error('the result is wrong');
  return { seconds, cpuSeconds: (user + system) / 1e6, bytes: mail.bytes, phases, rss: process.resourceUsage().maxRSS * 1024 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [lists, entries, items] = process.argv.slice(2).map(Number);
  const { seconds, cpuSeconds, bytes, phases, rss } = await matchingLists({ ...(lists ? { lists } : {}), ...(entries ? { entries } : {}), ...(items ? { items } : {}) });
  for (const [label, phase] of phases) console.log(`${label.padEnd(22)} ${(phase.bytes / 2 ** 20).toFixed(2).padStart(8)} MiB   last sent after ${(phase.ended / 1000).toFixed(1)} s`);
  console.log(`${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s CPU of all parties, ${(bytes / 2 ** 20).toFixed(1)} MiB over all links, ${(rss / 2 ** 20).toFixed(0)} MiB peak of all parties in one process`);
}
