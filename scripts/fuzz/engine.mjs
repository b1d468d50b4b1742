// Runs one target: keeps inputs that take a new way, changes them, and reports what no parser may do.
import { mutated, randomFrom } from './mutate.mjs';

/** Steps that an input may cost: a constant, and so many for each byte. A loop over loops passes it at a few kilobytes. */
const STEPS = { least: 200_000, aByte: 2_000 };

/** Runs one input. Returns what is wrong with how the target took it; undefined if nothing is. */
export async function runOnce(target, bytes, work) {
  work.clear();
  let wrong;
  try {
    const done = target.run(bytes);
    if (done instanceof Promise) await done;
  } catch (error) {
    if (!(error instanceof Error && target.allows(error))) wrong = `threw ${error?.name}${error?.code === undefined ? '' : ` ${error.code}`}: ${String(error?.message).slice(0, 200)}\n${error?.stack?.split('\n').slice(1, 5).join('\n')}`;
  }
  if (wrong === undefined && work.steps > (target.steps ?? STEPS.least) + STEPS.aByte * bytes.length) wrong = `took ${work.steps} steps for ${bytes.length} bytes`;
  return wrong;
}

/** Whether the last run took a way that none took before: a branch, or a branch twice, four times, … as often. */
function isNew(work, seen) {
  let found = false;
  for (let i = 0; i < work.length; i++) {
    const n = work.touched[i];
    const bit = 1 << Math.min(31, 32 - Math.clz32(work.counts[n]));
    if ((seen[n] & bit) === 0) {
      seen[n] |= bit;
      found = true;
    }
  }
  return found;
}

/** @returns how many inputs ran, those that took new ways, and what was found: the input and what is wrong. */
export async function fuzz(target, work, { runs, seed, seconds = Infinity, seeds, most = 4096, stopAt = 5 }) {
  const random = randomFrom(seed);
  const seen = new Uint32Array(work.counts.length);
  const corpus = [];
  const findings = new Map();
  const until = performance.now() + seconds * 1000;
  const frames = Error.stackTraceLimit;
  const take = async (bytes) => {
    // Most inputs end in an error, and its stack costs a third of the time. What goes wrong runs once more, for its stack.
    Error.stackTraceLimit = 0;
    let wrong = await runOnce(target, bytes, work);
    Error.stackTraceLimit = frames;
    if (wrong !== undefined) wrong = (await runOnce(target, bytes, work)) ?? `${wrong}\n(not when it ran again)`;
    if (wrong !== undefined && !findings.has(wrong)) findings.set(wrong, bytes);
    if (isNew(work, seen)) corpus.push(bytes);
  };
  for (const bytes of seeds) await take(bytes);
  if (corpus.length === 0) corpus.push(Buffer.alloc(0));
  let ran = 0;
  for (; ran < runs && findings.size < stopAt; ran++) {
    if (seconds !== Infinity && (ran & 255) === 0 && performance.now() > until) break;
    // Half of the time it takes one of the newest, from which nothing was made yet.
    const from = random.below(2) === 0 ? random.below(corpus.length) : corpus.length - 1 - random.below(Math.min(corpus.length, 16));
    await take(mutated(corpus[from], random.pick(corpus), random, { json: target.json === true, text: target.text === true, most: target.most ?? most }));
  }
  return { ran, corpus, branches: seen.reduce((sum, bits) => sum + (bits === 0 ? 0 : 1), 0), findings: [...findings].map(([wrong, bytes]) => ({ wrong, bytes })) };
}
