// One party of bench/psi-large.mjs, as a process: it joins the session, waits for the start signal, and matches its list by the protocol for large sets.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { profiled } from './lib/profile.mjs';
import { MatchingThread, Mesh, MeshNetwork, SodiumGroup, decodePublicKey, deliverTags, drawOrder, exchangeApprovals, fromHex, receiveVole, receiveVoleOprf, roomOfAgreement, sendVole, sendVoleOprf, takeTags, voleLength, agreeOnIdentifier } from '../dist/internals.js';

// With `phases`, it runs not in a thread but in turns with all else, so that phases and functions can be told apart.
const { agreement, seat, identity, size, profile, phases: tellsPhases } = JSON.parse(process.env.MPC_BENCH_PARTY);
const self = { name: identity.name, secretKey: fromHex(identity.secretKey), publicKey: fromHex(identity.publicKey) };
const keys = agreement.parties.map((party) => decodePublicKey(party.publicKey)).filter((_, i) => i !== seat);

const mesh = new Mesh({ relay: agreement.relay, meeting: { mode: 'keys', ...roomOfAgreement(fromHex(agreement.id)), others: keys }, identity: self, proposes: false, patienceMs: 60_000 });
await mesh.until((parties) => (parties.length === keys.length ? true : undefined));
mesh.freeze(keys);
const channels = new MeshNetwork(mesh, agreement, seat);
const { context } = await exchangeApprovals(channels, agreement, self, (await agreeOnIdentifier(channels, agreement)).sid);

/** Milliseconds of waiting for the other party, or the wire. */
let waited = 0;
let bytes = 0;
const { network } = context;
const counting = {
  self: network.self,
  count: network.count,
  send: (to, label, message) => {
    bytes += message.length;
    network.send(to, label, message);
  },
  receive: async (from, label, maxBytes) => {
    const began = performance.now();
    const message = await network.receive(from, label, maxBytes);
    waited += performance.now() - began;
    return message;
  },
};

// Half of one party's items are on the list of the other.
// In memory that threads can share, as a file's reader leaves them.
const items = new Uint8Array(new SharedArrayBuffer(32 * size));
for (let i = 0; i < size; i++) items.set(createHash('sha256').update(String(seat === 0 ? i + (size >> 1) : i)).digest(), 32 * i);
const run = { sender: 0, receiver: 1, senderCap: size, receiverCap: size };
const group = new SodiumGroup({ threads: availableParallelism() });
const matching = { context: { ...context, network: counting }, group, direction: run };

const phases = {};
/** From the end of the last phase on, because the function is prepared during the correlation. */
const last = { at: 0, waited: 0 };
async function phase(name, work) {
  const result = await work();
  const now = performance.now();
  phases[name] = { ms: now - last.at, waitedMs: waited - last.waited };
  Object.assign(last, { at: now, waited });
  return result;
}

async function send() {
  const vole = phase('vole', () => sendVole(matching.context, group, run.receiver, voleLength(run), 'bench'));
  const [{ tags }, order] = await Promise.all([phase('tags', () => sendVoleOprf(matching, vole, items)), drawOrder(matching)]);
  // What is sent counts as on its way only when the other has it.
  return phase('delivery', async () => {
    await deliverTags(matching, tags, order);
    await counting.receive(run.receiver, 'bench/done', 1);
  });
}

async function receive() {
  const vole = phase('vole', () => receiveVole(matching.context, group, run.sender, voleLength(run), 'bench'));
  const { tags } = await phase('tags', () => receiveVoleOprf(matching, vole, items));
  const matched = await phase('delivery', async () => (await takeTags(matching, tags))());
  network.send(run.sender, 'bench/done', new Uint8Array(1));
  return matched.reduce((sum, each) => sum + each, 0);
}

const thread = tellsPhases || profile ? undefined : new MatchingThread();

async function inThread() {
  thread.prepare(run);
  const compare = await thread.exchange(run, items, { isLast: true });
  if (compare === undefined) return counting.receive(run.receiver, 'bench/done', 1);
  const matched = await compare();
  network.send(run.sender, 'bench/done', new Uint8Array(1));
  return matched.reduce((sum, each) => sum + each, 0);
}

if (thread !== undefined) {
  thread.expect(seat === run.sender ? 'sender' : 'receiver');
  thread.join(matching.context);
  await thread.ready;
}
process.stdout.write('ready\n');
const lines = createInterface({ input: createReadStream('', { fd: 0 }) });
await new Promise((resolve) => lines.once('line', resolve));
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
last.at = performance.now();
const cpu = process.cpuUsage();
const work = thread !== undefined ? inThread : seat === 0 ? send : receive;
const { result: found, slowest } = profile ? await profiled(work) : { result: await work() };
const { user, system } = process.cpuUsage(cpu);
await new Promise((resolve) => setTimeout(resolve, 5));
if (seat === 1 && found !== size - (size >> 1)) throw new Error('the result is wrong');
process.stdout.write(`${JSON.stringify({ bytes, phases, waitedMs: waited, cpuMs: (user + system) / 1000, blockedMs: delay.max / 1e6, rss: process.resourceUsage().maxRSS * 1024, slowest })}\n`);
await group.close();
await thread?.close();
await mesh.end(2_000);
process.exit(0);
