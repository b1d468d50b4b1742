import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINE_STEPS } from '../../src/session/protocol/engine/wire.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { agreementOf } from '../../src/session/agreement/propose.js';
import { signedBytes } from '../../src/session/agreement/signed.js';
import { compare } from '../golden/cases.js';
import { CutProxy, Folder, type Mpc } from '../support/cut-proxy.js';
import { AMONG_SEVERAL, TREE_STEPS } from '../support/engine-labels.js';

const NAMES = ['North', 'South', 'Harbour', 'Lakes', 'Hills', 'Meadow', 'Coast', 'Valley'];
const WATCH = new URL('../support/at-label.mjs', import.meta.url).href;
const STOP_MS = 300;
/** What a party may say when another one was killed. */
const CLEAR = ['PEER_LEFT', 'PEER_ABORTED', 'TIMEOUT'];

type Mishap = 'kill' | 'stop' | 'cut';
const MISHAPS: readonly Mishap[] = ['kill', 'stop', 'cut'];

/** So few gates need no silent transfers: `tree-phases.test.ts` has their messages. */
const LABELS = Object.values(ENGINE_STEPS).filter((label) => !TREE_STEPS.includes(label));

/** With COMPARE_PHASES set, every mishap in every phase; otherwise one in each third phase, in turn, among two or three parties. */
const isWhole = process.env['COMPARE_PHASES'] !== undefined;
const cases = [
  ...LABELS.flatMap((label, i) => {
    const count = AMONG_SEVERAL.includes(label) || i % 4 === 0 ? 3 : 2;
    return MISHAPS.map((mishap) => ({ label, mishap, count })).filter((_, k) => isWhole || i % 9 === 3 * k);
  }),
  ...(isWhole ? [{ label: ENGINE_STEPS.zero, mishap: 'kill' as const, count: 5 }, { label: ENGINE_STEPS.output, mishap: 'kill' as const, count: 8 }] : []),
  { label: ENGINE_STEPS.and, mishap: 'cut' as const, count: 5 },
];

let folder: Folder;
let number = 0;
beforeAll(async () => {
  folder = await Folder.create(NAMES);
});
afterAll(async () => folder.remove());

describe('a comparison between real processes', () => {
  it.each(cases)('in which the last of $count meets "$mishap" at $label ends rightly or clearly', async ({ label, mishap, count }) => {
    const members = folder.parties.slice(0, count);
    const relay = await folder.relay();
    const proxy = await CutProxy.before(relay.port);
    const now = Date.now();
    const agreement = agreementOf(
      { purpose: 'Phases', terms: compare(['order'], 'salary:0..1000:2', { maxRows: 10 }), recipients: [], withoutData: [], relay: proxy.url, created: now, expires: now + 3_600_000, runs: 1 },
      members.map(({ name, publicKey }) => ({ name, publicKey })),
      'known keys',
    );
    const file = join(folder.path, `phase-${++number}.json`);
    const go = join(folder.path, `go-${number}`);
    await writeFile(file, signedBytes({ agreement, approvals: [] }));
    const parties: Mpc[] = [];
    for (const [seat, { home, csv }] of members.entries()) {
      const args = ['join', file, '--csv', csv, '--approve', digestOf(agreement), '--json', '--no-input', '--timeout', '60s', '--grace', mishap === 'kill' ? '1s' : '20s'];
      const env = { NODE_OPTIONS: `--import ${WATCH}`, MPC_TEST_LABEL: label, ...(mishap === 'kill' ? {} : { MPC_TEST_GO: go }) };
      parties.push(folder.start(home, args, seat === count - 1 ? env : {}));
      // In this order, so that the proxy knows who is who.
      await proxy.link(seat);
    }
    const victim = parties[count - 1] as Mpc;
    await victim.says(new RegExp(`^reached ${label}$`, 'm')).catch((error: unknown) => {
      // A process that was killed may be gone before what it said is read.
      if (mishap !== 'kill') throw error;
    });
    if (mishap === 'cut') (await proxy.link(count - 1)).cut();
    if (mishap === 'stop') await new Promise((resolve) => setTimeout(resolve, STOP_MS));
    await writeFile(go, '');
    const ends = await Promise.all(parties.map(async (party) => party.ended));
    await proxy.close();
    relay.mpc.child.kill('SIGTERM');
    await relay.mpc.ended;

    expect(victim.stderr).toContain(`reached ${label}\n`);
    const said = parties.map(({ stdout }) => JSON.parse(stdout.trim() || '{}') as { result?: { order: string[][] }; error?: { code: string } });
    if (mishap === 'kill') {
      // Whatever the last message of the others was, none of them can have a result without this party's.
      expect(ends[count - 1]).toEqual({ code: null, signal: 'SIGKILL' });
      for (const each of said.slice(0, -1)) expect([CLEAR.includes(each.error?.code ?? ''), each.result]).toEqual([true, undefined]);
    } else {
      for (const each of said) expect(each.result?.order).toEqual(members.map(({ name }) => [name]).reverse());
    }
  }, 120_000);
});
