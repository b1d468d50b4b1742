// One party of bench/vector-sum.mjs, as a process: it joins the session, waits for the start signal, and sums a vector under sharing.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { FIELDS, Mesh, MeshNetwork, decodePublicKey, elementsOf, exchangeApprovals, fromHex, roomOfAgreement, secureSum, zeroVector, agreeOnIdentifier } from '../dist/internals.js';

const { agreement, seat, identity, length, fieldName } = JSON.parse(process.env.MPC_BENCH_PARTY);
const self = { name: identity.name, secretKey: fromHex(identity.secretKey), publicKey: fromHex(identity.publicKey) };
const field = FIELDS.find((each) => each.name === fieldName);
const keys = agreement.parties.map((party) => decodePublicKey(party.publicKey)).filter((_, i) => i !== seat);

const mesh = new Mesh({ relay: agreement.relay, meeting: { mode: 'keys', ...roomOfAgreement(fromHex(agreement.id)), others: keys }, identity: self, proposes: false, patienceMs: 5_000 });
await mesh.until((parties) => (parties.length === keys.length ? true : undefined));
mesh.freeze(keys);
const channels = new MeshNetwork(mesh, agreement, seat);
const { context } = await exchangeApprovals(channels, agreement, self, (await agreeOnIdentifier(channels, agreement)).sid);

const everyone = agreement.parties.map((_, i) => i);
const value = zeroVector(field, length);
for (let i = 0; i < length; i++) value[i * field.limbs] = i + seat;

process.stdout.write('ready\n');
const lines = createInterface({ input: createReadStream('', { fd: 0 }) });
await new Promise((resolve) => lines.once('line', resolve));
const began = performance.now();
const cpu = process.cpuUsage();
const { sum } = await secureSum(context, field, value, { contributors: everyone, recipients: everyone });
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(cpu);

const parties = agreement.parties.length;
for (const i of [0, 1, Math.floor(length / 2), length - 1]) {
  const [element] = elementsOf(field, sum.slice(i * field.limbs, (i + 1) * field.limbs));
  if (element !== BigInt(i * parties + (parties * (parties - 1)) / 2)) throw new Error('the sum is wrong');
}
process.stdout.write(`${JSON.stringify({ ms, cpuMs: (user + system) / 1000, rss: process.resourceUsage().maxRSS * 1024 })}\n`);
await mesh.end(2_000);
process.exit(0);
