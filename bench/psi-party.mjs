// One party of bench/psi.mjs, as a process: it joins the session, waits for the start signal, and matches its list.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { Mesh, MeshNetwork, SodiumGroup, DeliveredTable, decodePublicKey, exchangeApprovals, fromHex, receiveCountTags, receiveTable, receiveVoprf, roomOfAgreement, sendCountAnswers, sendTable, sendVoprf, tableOf, agreeOnIdentifier } from '../dist/internals.js';

const { agreement, seat, identity, size, countOnly } = JSON.parse(process.env.MPC_BENCH_PARTY);
const self = { name: identity.name, secretKey: fromHex(identity.secretKey), publicKey: fromHex(identity.publicKey) };
const keys = agreement.parties.map((party) => decodePublicKey(party.publicKey)).filter((_, i) => i !== seat);

const mesh = new Mesh({ relay: agreement.relay, meeting: { mode: 'keys', ...roomOfAgreement(fromHex(agreement.id)), others: keys }, identity: self, proposes: false, patienceMs: 5_000 });
await mesh.until((parties) => (parties.length === keys.length ? true : undefined));
mesh.freeze(keys);
const channels = new MeshNetwork(mesh, agreement, seat);
const { context } = await exchangeApprovals(channels, agreement, self, (await agreeOnIdentifier(channels, agreement)).sid);

let bytes = 0;
const { network } = context;
const counting = {
  ...context,
  network: {
    self: network.self,
    count: network.count,
    send: (to, label, message) => {
      bytes += message.length;
      network.send(to, label, message);
    },
    receive: (from, label, maxBytes) => network.receive(from, label, maxBytes),
  },
};

// Every second item of one party is on the list of the other.
const items = new Uint8Array(32 * size);
for (let i = 0; i < size; i++) items.set(createHash('sha256').update(String(seat === 0 ? 2 * i : i)).digest(), 32 * i);
const run = { sender: 0, receiver: 1, senderCap: size, receiverCap: size };
const group = new SodiumGroup({ threads: availableParallelism() });
const matching = { context: counting, group, direction: run };

async function send() {
  sendTable(matching, countOnly ? await sendCountAnswers(matching, items) : tableOf(matching, await sendVoprf(matching, items)));
}

async function receive() {
  if (countOnly) {
    const tags = await receiveCountTags(matching, items);
    return new DeliveredTable(matching, await receiveTable(matching)).countOf(tags);
  }
  const values = await receiveVoprf(matching, items);
  const { matched } = new DeliveredTable(matching, await receiveTable(matching)).matchesOf(values);
  return matched.reduce((sum, each) => sum + each, 0);
}

process.stdout.write('ready\n');
const lines = createInterface({ input: createReadStream('', { fd: 0 }) });
await new Promise((resolve) => lines.once('line', resolve));
const began = performance.now();
const cpu = process.cpuUsage();
const found = await (seat === 0 ? send() : receive());
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(cpu);
if (seat === 1 && found !== Math.ceil(size / 2)) throw new Error('the result is wrong');
process.stdout.write(`${JSON.stringify({ ms, bytes, cpuMs: (user + system) / 1000, rss: process.resourceUsage().maxRSS * 1024 })}\n`);
await group.close();
await mesh.end(2_000);
process.exit(0);
