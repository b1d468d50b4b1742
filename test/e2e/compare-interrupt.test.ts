import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { agreementOf } from '../../src/session/agreement/propose.js';
import { signedBytes } from '../../src/session/agreement/signed.js';
import { ENGINE_STEPS } from '../../src/session/protocol/engine/wire.js';
import { compare } from '../golden/cases.js';
import { Folder, type Mpc } from '../support/cut-proxy.js';

const WATCH = new URL('../support/at-label.mjs', import.meta.url).href;
const TERMS = compare(['order'], 'salary:0..180000000000000000:2', { maxRows: 1_000_000 });

let folder: Folder;
let number = 0;
beforeAll(async () => {
  folder = await Folder.create(['North', 'South', 'Harbour', 'Lakes', 'Hills']);
});
afterAll(async () => folder.remove());

/** A comparison of the first `count` parties. The last one stands still before its first message with this label, until `go` is written. */
async function begin(count: number, label: string): Promise<{ parties: Mpc[]; go: () => Promise<void>; stop: () => Promise<void> }> {
  const members = folder.parties.slice(0, count);
  const relay = await folder.relay();
  const now = Date.now();
  const agreement = agreementOf(
    { purpose: 'Interrupted', terms: TERMS, recipients: [], withoutData: [], relay: `ws://127.0.0.1:${relay.port}`, created: now, expires: now + 3_600_000, runs: 1 },
    members.map(({ name, publicKey }) => ({ name, publicKey })),
    'known keys',
  );
  const file = join(folder.path, `interrupt-${++number}.json`);
  const go = join(folder.path, `go-${number}`);
  await writeFile(file, signedBytes({ agreement, approvals: [] }));
  const parties = members.map(({ home, csv }, seat) =>
    folder.start(home, ['join', file, '--csv', csv, '--approve', digestOf(agreement), '--json', '--no-input', '--timeout', '60s'], seat === count - 1 ? { NODE_OPTIONS: `--import ${WATCH}`, MPC_TEST_LABEL: label, MPC_TEST_GO: go } : {}),
  );
  return {
    parties,
    go: async () => writeFile(go, ''),
    async stop() {
      relay.mpc.child.kill('SIGTERM');
      await relay.mpc.ended;
    },
  };
}

const errorOf = ({ stdout }: Mpc) => (JSON.parse(stdout) as { error?: { code: string; message: string } }).error;

/** Interrupts North, whose end waits for nobody; then the silent party may go on. Checks what everybody says. */
async function interrupt({ parties, go, stop }: Awaited<ReturnType<typeof begin>>): Promise<void> {
  const north = parties[0] as Mpc;
  north.child.kill('SIGINT');
  expect(await north.ended).toEqual({ code: 130, signal: null });
  expect(errorOf(north)).toMatchObject({ code: 'INTERRUPTED' });
  await go();
  for (const party of parties.slice(1)) {
    expect(await party.ended).toEqual({ code: 6, signal: null });
    expect(errorOf(party)).toMatchObject({ code: 'PEER_LEFT', message: expect.stringContaining('North was interrupted') as string });
  }
  for (const { stderr } of parties) expect(stderr).not.toMatch(/internal|^\s+at |Signing/im);
  await stop();
}

describe('a comparison that is interrupted while it is prepared', () => {
  it.each([
    { label: ENGINE_STEPS.reply, count: 2 },
    { label: ENGINE_STEPS.u, count: 2 },
    { label: ENGINE_STEPS.sameKey, count: 3 },
  ])('ends at once for the one that is interrupted, though another of $count is silent before $label, and the others are told', async ({ label, count }) => {
    const begun = await begin(count, label);
    await (begun.parties[count - 1] as Mpc).says(new RegExp(`^reached ${label}$`, 'm'));
    await interrupt(begun);
  }, 120_000);

  it('ends at once in the middle of computing, and the others are told', async () => {
    // Nobody can be done before the last has sent its outputs.
    const begun = await begin(5, ENGINE_STEPS.output);
    await (begun.parties[0] as Mpc).says(/Preparing to compare/);
    await interrupt(begun);
  }, 120_000);
});
