import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluatePlainly } from '../../src/circuit/evaluate.js';
import { ProgramBuilder } from '../../src/circuit/program.js';
import { toHex } from '../../src/crypto/bytes.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { agreementOf } from '../../src/session/agreement/propose.js';
import { compare, goldenParty } from '../golden/cases.js';
import { CutProxy } from '../support/cut-proxy.js';
import { TREE_STEPS } from '../support/engine-labels.js';
import { startRelay } from '../support/processes.js';
import { smallPlan } from '../support/small-plan.js';

const PARTY = fileURLToPath(new URL('../support/engine-process.mjs', import.meta.url));
const WATCH = new URL('../support/at-label.mjs', import.meta.url).href;
const NAMES = ['North', 'South', 'Harbour'];
const STOP_MS = 300;

type Mishap = 'kill' | 'stop' | 'cut';
const MISHAPS: readonly Mishap[] = ['kill', 'stop', 'cut'];

/** A comparison that `mpc compare` allows makes silent transfers among eight parties only, so here the engine runs a program with a plan for small ones. */
/** With COMPARE_PHASES set, every mishap in every phase; otherwise one in each phase, in turn. */
const isWhole = process.env['COMPARE_PHASES'] !== undefined;
const cases = TREE_STEPS.flatMap((label, i) => MISHAPS.map((mishap, k) => ({ label, mishap, count: 2 + ((i + k) % 2) })).filter((_, k) => isWhole || k === i % 3));

interface Ended {
  readonly signal: string | null;
  readonly said: { readonly outputs?: readonly (readonly string[])[]; readonly error?: string };
}

let folder = '';
let relay: URL;
let number = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mpc-trees-'));
  relay = new URL((await startRelay()).url);
});
afterAll(async () => rm(folder, { recursive: true }));

/** A process of the engine, when it has begun to watch for the label, and its end. */
function party(task: object, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [PARTY], { env: { ...process.env, ...env, MPC_TEST_ENGINE: JSON.stringify(task) }, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { stdout: '', stderr: '' };
  let reached: () => void = () => undefined;
  const atLabel = new Promise<void>((resolve) => {
    reached = resolve;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text;
    if (printed.stderr.includes('reached')) reached();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (_, signal) => {
      reached();
      resolve({ signal, said: JSON.parse(printed.stdout.trim() || '{}') as Ended['said'] });
    });
  });
  return { atLabel, ended, printed };
}

describe('silent transfers between real processes', () => {
  it.each(cases)('of which the last of $count meets "$mishap" at $label end rightly or clearly', async ({ label, mishap, count }) => {
    const builder = new ProgramBuilder();
    const [a, b] = [0, 1].map((owner) => builder.input({ owner, width: 8, count: 4 })) as [number, number];
    builder.output(builder.step({ op: 'less', of: [a, b] }), Array.from({ length: count }, (_, i) => i));
    const program = builder.build();
    const inputs = [[3n, 200n, 7n, 0n], [4n, 199n, 7n, 255n]];
    const proxy = await CutProxy.before(Number(relay.port));
    const members = NAMES.slice(0, count).map(goldenParty);
    const now = Date.now();
    const proposal = { purpose: 'Trees', terms: compare(['order'], 'x:0..10'), recipients: [], withoutData: [], relay: proxy.url, created: now, expires: now + 3_600_000, runs: 1 };
    const agreement = agreementOf(proposal, members.map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) })), 'known keys');
    const go = join(folder, `go-${++number}`);
    const watching = { NODE_OPTIONS: `--import ${WATCH}`, MPC_TEST_LABEL: label, ...(mishap === 'kill' ? {} : { MPC_TEST_GO: go }) };
    const parties: ReturnType<typeof party>[] = [];
    for (const [seat, { name, secretKey, publicKey }] of members.entries()) {
      const task = {
        agreement, seat, identity: { name, secretKey: toHex(secretKey), publicKey: toHex(publicKey) }, plan: smallPlan(program, count),
        inputs: seat < 2 ? [(inputs[seat] as bigint[]).map(String)] : [], patienceMs: mishap === 'kill' ? 1_000 : 20_000,
      };
      parties.push(party(task, seat === count - 1 ? watching : {}));
      // In this order, so that the proxy knows who is who.
      await proxy.link(seat);
    }
    const victim = parties[count - 1] as ReturnType<typeof party>;
    await victim.atLabel;
    if (mishap === 'cut') (await proxy.link(count - 1)).cut();
    if (mishap === 'stop') await new Promise((resolve) => setTimeout(resolve, STOP_MS));
    await writeFile(go, '');
    const ends = await Promise.all(parties.map(async ({ ended }) => ended));
    await proxy.close();
    expect(victim.printed.stderr).toContain(`reached ${label}\n`);
    const last = ends[count - 1] as Ended;
    if (mishap === 'kill') {
      expect(last.signal).toBe('SIGKILL');
      for (const { said } of ends.slice(0, -1)) expect(said).toEqual({ error: 'PEER_LEFT' });
    } else {
      const expected = evaluatePlainly(program, inputs).map((values) => values.map(String));
      for (const { said } of ends) expect(said).toEqual({ outputs: expected });
    }
  }, 60_000);
});
