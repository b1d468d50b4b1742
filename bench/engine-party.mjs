// One party of bench/engine.mjs, as a process: it joins the session, waits for the start signal, and runs a circuit on the engine.
import { createReadStream } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { agreeOnIdentifier, decodePublicKey, Engine, exchangeApprovals, fromHex, Mesh, MeshNetwork, planOf, roomOfAgreement, SodiumGroup } from '../dist/internals.js';
import { CIRCUITS } from './lib/circuits.mjs';

const { agreement, seat, identity, circuit } = JSON.parse(process.env.MPC_BENCH_PARTY);
const self = { name: identity.name, secretKey: fromHex(identity.secretKey), publicKey: fromHex(identity.publicKey) };
const keys = agreement.parties.map((party) => decodePublicKey(party.publicKey)).filter((_, i) => i !== seat);
const parties = agreement.parties.length;

const DELAY_RESOLUTION_MS = 2;

const mesh = new Mesh({ relay: agreement.relay, meeting: { mode: 'keys', ...roomOfAgreement(fromHex(agreement.id)), others: keys }, identity: self, proposes: false, patienceMs: 5_000 });
await mesh.until((found) => (found.length === keys.length ? true : undefined));
mesh.freeze(keys);
const channels = new MeshNetwork(mesh, agreement, seat);
const { context } = await exchangeApprovals(channels, agreement, self, (await agreeOnIdentifier(channels, agreement)).sid);
const { exchange, of } = CIRCUITS[circuit];
const { program, inputs, expected } = of(parties);
const plan = planOf(program, parties, exchange);
const group = new SodiumGroup({ threads: 0 });

process.stdout.write('ready\n');
const lines = createInterface({ input: createReadStream('', { fd: 0 }) });
await new Promise((resolve) => lines.once('line', resolve));
const delays = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
delays.enable();
const [began, cpu] = [performance.now(), process.cpuUsage()];
const engine = new Engine(context, group, plan);
await engine.prepare();
const prepared = performance.now();
const outputs = await engine.run(inputs(seat));
const ended = performance.now();
delays.disable();
const { user, system } = process.cpuUsage(cpu);
if (JSON.stringify(outputs, (_, value) => (typeof value === 'bigint' ? value.toString() : value)) !== JSON.stringify(expected, (_, value) => (typeof value === 'bigint' ? value.toString() : value))) throw new Error('the result is wrong');
const { ands, bytesEach, memory, exchanges } = plan;
process.stdout.write(`${JSON.stringify({ ms: ended - began, setUpMs: prepared - began, blockedMs: delays.max / 1e6 - DELAY_RESOLUTION_MS, cpuMs: (user + system) / 1000, rss: process.resourceUsage().maxRSS * 1024, ands, bytes: bytesEach * (parties - 1), memory, exchanges })}\n`);
await mesh.end(2_000);
process.exit(0);
