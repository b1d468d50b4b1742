// Silent VOLE, phase by phase, both sides one after the other in this process, and the bytes on the wire. The times are of
// the processor, not of the clock, because other work on the machine disturbs them less.
// node bench/vole.mjs [lengths…]: all powers of two from 2^12 to 2^21 if none is given. Build first.
import { answerBaseOt, checkColumns, layoutOf, proveColumns, randomBytes, receiveRows, requestBaseOt, sendRows, SilentReceiver, SilentSender, SodiumGroup, voleParameters } from '../dist/internals.js';
import { median } from './lib/processes.mjs';

const RUNS = 5;
const lengths = process.argv.length > 2 ? process.argv.slice(2).map(Number) : Array.from({ length: 10 }, (_, i) => 2 ** (12 + i));
const group = new SodiumGroup({ threads: 0 });

/** One whole run: milliseconds of each phase, bytes, and memory in use at the end. */
async function once(length) {
  const ms = {};
  const timed = async (label, work) => {
    const began = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(began);
    ms[label] = (ms[label] ?? 0) + (user + system) / 1000;
    return result;
  };
  const parameters = voleParameters(length);
  const { blocks, forestBytes } = layoutOf(parameters);
  const binding = randomBytes(32);
  const delta = randomBytes(16);
  const bits = Uint8Array.from({ length: 128 }, (_, i) => (delta[i >> 3] >> (i & 7)) & 1);

  const base = await timed('sender base', () => requestBaseOt(group, binding, bits));
  const { keys, reply } = await timed('receiver base', () => answerBaseOt(group, binding, 128, base.message));
  const chosen = await timed('sender base', () => base.finish(reply));
  const { rows, corrections } = await timed('receiver columns', () => receiveRows(keys, blocks));
  const columns = await timed('sender columns', () => sendRows(delta, chosen, blocks, corrections));
  const challenge = randomBytes(16);
  const proof = await timed('receiver columns', () => proveColumns(rows, challenge));
  if (!(await timed('sender columns', () => checkColumns(delta, columns, challenge, proof)))) throw new Error('inconsistent columns');
  let bytes = base.message.length + reply.length + corrections.length + 16 + proof.length;

  if (parameters.trees > 0) {
    const sender = await timed('sender trees', () => new SilentSender(parameters, binding, delta));
    await timed('sender trees', () => sender.plant());
    const message = await timed('sender trees', () => sender.forestMessage(columns));
    const receiver = await timed('receiver trees', () => new SilentReceiver(parameters, binding, rows));
    await timed('receiver trees', () => receiver.grow(message));
    const treeChallenge = await timed('receiver check', () => receiver.challenge());
    const expected = await timed('receiver check', () => receiver.expected(treeChallenge));
    const value = await timed('sender check', () => sender.answer(treeChallenge.subarray(0, 16), treeChallenge.subarray(16)));
    if (Buffer.compare(value, expected) !== 0) throw new Error('inconsistent trees');
    await timed('sender code', () => sender.compress());
    await timed('receiver code', () => receiver.compress());
    bytes += forestBytes + 32 + 32 + 16 + 48;
  }
  return { ms, bytes };
}

const PHASES = ['base', 'columns', 'trees', 'check', 'code'];
console.log(['elements', ...PHASES.map((phase) => phase.padStart(8)), 'all (ms, sender / receiver)', 'bytes', 'bytes per element'].join('  '));
for (const length of lengths) {
  const runs = [];
  for (let run = 0; run <= RUNS; run++) {
    const result = await once(length);
    // The first run loads and warms up.
    if (run > 0) runs.push(result);
  }
  const of = (label) => median(runs.map(({ ms }) => ms[label] ?? 0));
  const all = (side) => median(runs.map(({ ms }) => PHASES.reduce((sum, phase) => sum + (ms[`${side} ${phase}`] ?? 0), 0)));
  const { bytes } = runs[0];
  console.log([String(length).padStart(8), ...PHASES.map((phase) => `${of(`sender ${phase}`).toFixed(0)}/${of(`receiver ${phase}`).toFixed(0)}`.padStart(8)), `${all('sender').toFixed(0)} / ${all('receiver').toFixed(0)}`.padStart(20), bytes, (bytes / length).toFixed(2)].join('  '));
}
