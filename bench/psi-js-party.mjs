// One party of @openmined/psi.js for bench/psi.mjs, as a process that passes its messages to the other through its parent.
import { createRequire } from 'node:module';

const { role, size } = JSON.parse(process.env.MPC_BENCH_PARTY);
const load = createRequire(new URL('peers/package.json', import.meta.url))('@openmined/psi.js');
const psi = await load();
const inbox = [];
const waiting = [];
process.on('message', (message) => (waiting.length > 0 ? waiting.shift()(message) : inbox.push(message)));
const receive = () => (inbox.length > 0 ? Promise.resolve(inbox.shift()) : new Promise((resolve) => waiting.push(resolve)));

const items = Array.from({ length: size }, (_, i) => String(role === 'server' ? 2 * i : i));
process.send('ready');
await receive();
const began = performance.now();
const cpu = process.cpuUsage();
let bytes = 0;
const send = (message) => {
  bytes += message.length;
  process.send(message);
};
let found;
// The smallest rate of false matches that it takes for sets of this size; ours are 2^-128 per pair.
const FALSE_POSITIVES = 1e-9;
if (role === 'server') {
  const server = psi.server.createWithNewKey(true);
  send(server.createSetupMessage(FALSE_POSITIVES, size, items, psi.dataStructure.GCS).serializeBinary());
  const request = psi.request.deserializeBinary(await receive());
  send(server.processRequest(request).serializeBinary());
} else {
  const client = psi.client.createWithNewKey(true);
  send(client.createRequest(items).serializeBinary());
  const setup = psi.serverSetup.deserializeBinary(await receive());
  const response = psi.response.deserializeBinary(await receive());
  found = client.getIntersection(setup, response).length;
  if (found !== Math.ceil(size / 2)) throw new Error(`the result of psi.js is wrong: ${found}`);
}
const { user, system } = process.cpuUsage(cpu);
process.send({ ms: performance.now() - began, bytes, cpuMs: (user + system) / 1000, rss: process.resourceUsage().maxRSS * 1024 }, () => process.disconnect());
