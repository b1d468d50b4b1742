import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, oneObject, startRelay, type Done, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file, propose, type Proposed, type SessionResult } from '../support/sessions.js';

type Held = SessionResult & { readonly share: string };
interface Resharing {
  readonly session: string;
  readonly agreement: string;
  readonly epoch: number;
  readonly needed: number;
  readonly holders: readonly string[];
  readonly share: string | null;
  readonly receipt: string;
}

let relay: string;
beforeAll(async () => {
  relay = (await startRelay()).url;
});

interface Sealed {
  readonly parties: readonly [TestParty, TestParty, TestParty];
  readonly agreement: Proposed;
  readonly outcomes: readonly [Held, Held, Held];
}

/** A sealed sum of 111 of three parties, held by all of them unless flags say otherwise. */
async function sealed(needed: number, ...flags: string[]): Promise<Sealed> {
  const parties = (await makeParties('North', 'South', 'Harbour')) as [TestParty, TestParty, TestParty];
  const agreement = await propose(parties, relay, 'sum', '--column', 'x:0..1000', '--threshold', String(needed), ...flags);
  const outcomes = await Promise.all(parties.map(async ({ home }, i) => mpcJson<Held>(['join', agreement.file, '--csv', file(`x\n${10 ** i}\n`), '--approve', agreement.digest], { home })));
  return { parties, agreement, outcomes: outcomes as [Held, Held, Held] };
}

type Call = readonly [party: TestParty, ...args: string[]];

async function allOf(calls: readonly Call[], { digest }: Proposed, timeout = '40s'): Promise<Done[]> {
  return Promise.all(calls.map(async ([party, ...args]) => mpc([...args, '--approve', digest, '--timeout', timeout, '--json'], { home: party.home })));
}

async function reshare(calls: readonly Call[], agreement: Proposed): Promise<Resharing[]> {
  return (await allOf(calls, agreement)).map(({ code, stdout, stderr }) => {
    expect({ code, stdout: code === 0 ? '' : stdout, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(problems('reshare', oneObject(stdout))).toEqual([]);
    return oneObject(stdout) as Resharing;
  });
}

/** Shares that do not fit together are told of when the time is over: others may come until then. */
async function reveal(shares: readonly (readonly [TestParty, string])[], agreement: Proposed, timeout?: string): Promise<unknown[]> {
  const done = await allOf(shares.map(([party, share]) => [party, 'reveal', share] as const), agreement, timeout);
  return done.map(({ code, stdout }) => {
    if (code !== 0) return (oneObject(stdout) as { error: unknown }).error;
    return (oneObject(stdout) as SessionResult).result?.columns['x']?.sum;
  });
}

function errorOf(done: Done): { code: string; exit: number; message: string; next: string } {
  return (oneObject(done.stdout) as { error: { code: string; exit: number; message: string; next: string } }).error;
}

describe('mpc share refresh', () => {
  it('by all holders renews every share in its place; any two open, an old file is refused, and running it again finishes what was interrupted', async () => {
    const { parties, agreement, outcomes } = await sealed(2);
    const [north, south, harbour] = parties;
    const calls = parties.map((party, i) => [party, 'share', 'refresh', outcomes[i]?.share ?? ''] as const);
    const originals = outcomes.map(({ share }) => readFileSync(share));
    const old = join(newFolder(), 'old.json');
    copyFileSync(outcomes[2].share, old);

    const ended = await reshare(calls, agreement);
    expect(ended).toEqual(outcomes.map(({ session, share }) => ({ session, agreement: agreement.digest, epoch: 1, needed: 2, holders: ['North', 'South', 'Harbour'], share, receipt: expect.any(String) as string })));
    for (const [i, { receipt }] of ended.entries()) {
      const home = parties[i]?.home ?? '';
      expect(receipt.startsWith(join(home, 'receipts', `${outcomes[0].session}-reshare-`))).toBe(true);
      const verified = await mpcJson<{ receipt: object }>(['receipt', 'verify', receipt], { home });
      expect(problems('receipt-show', verified)).toEqual([]);
      expect(problems('reshare-receipt', verified.receipt)).toEqual([]);
      expect(await mpcJson(['receipt', 'show', receipt], { home })).toEqual(verified);
    }
    const words = await mpc(['receipt', 'show', ended[0]?.receipt ?? '']);
    expect(words.stdout.replace(/\s+/g, ' ')).toMatch(/RECEIPT OF A RE-SHARING .* dealt anew by: North, South, Harbour\. .* Since, epoch 1: 2 of these 3 .* Approved and signed by: North, South, Harbour/);
    expect(new Set(ended.map(({ receipt }) => (JSON.parse(readFileSync(receipt, 'utf8')) as { state: string }).state)).size).toBe(1);
    expect((await mpcJson<{ entries: unknown[] }>(['receipt', 'verify', '--log'], { home: north.home })).entries).toHaveLength(2);
    for (const { share } of outcomes) expect(existsSync(`${share}.next`)).toBe(false);
    expect(await reveal([[north, outcomes[0].share], [south, outcomes[1].share]], agreement)).toEqual(['111', '111']);
    expect(await reveal([[south, outcomes[1].share], [harbour, outcomes[2].share]], agreement)).toEqual(['111', '111']);

    const mixed = await reveal([[north, outcomes[0].share], [harbour, old]], agreement, '15s');
    for (const each of mixed) expect(each).toMatchObject({ code: 'SHARE_INVALID', exit: 4, message: expect.stringMatching(/holds shares of epoch [01], and this party’s are of epoch [01]: these shares do not fit together/) as string });

    // As a crash between the last message and the renaming leaves the two others.
    for (const i of [1, 2] as const) {
      renameSync(outcomes[i].share, `${outcomes[i].share}.next`);
      writeFileSync(outcomes[i].share, originals[i] ?? '', { mode: 0o600 });
    }
    expect((await reshare(calls, agreement)).map(({ epoch }) => epoch)).toEqual([2, 2, 2]);
    for (const { share } of outcomes) expect(existsSync(`${share}.next`)).toBe(false);
    expect(await reveal([[south, outcomes[1].share], [harbour, outcomes[2].share]], agreement)).toEqual(['111', '111']);
  });

  it('by two of three gives the third, who lost its share, a new one; its old one, found again, is refused', async () => {
    const { parties, agreement, outcomes } = await sealed(2);
    const [north, south, harbour] = parties;
    const found = join(newFolder(), 'found.json');
    renameSync(outcomes[2].share, found);
    const dealers = ['--with', 'North', '--with', 'South'];

    const ended = await reshare(
      [
        [north, 'share', 'refresh', outcomes[0].share, ...dealers],
        [south, 'share', 'refresh', outcomes[1].share, ...dealers],
        [harbour, 'share', 'refresh', outcomes[2].receipt, ...dealers],
      ],
      agreement,
    );
    expect(ended[2]).toMatchObject({ epoch: 1, share: outcomes[2].share });
    const refused = await reveal([[south, outcomes[1].share], [harbour, found]], agreement, '15s');
    for (const each of refused) expect(each).toMatchObject({ code: 'SHARE_INVALID', message: expect.stringContaining('of epoch') as string });
    expect(await reveal([[south, outcomes[1].share], [harbour, outcomes[2].share]], agreement)).toEqual(['111', '111']);
  });
});

describe('mpc share reshare', () => {
  it('gives the result to other holders under another threshold; who is left out keeps its file unless it asks', async () => {
    const { parties, agreement, outcomes } = await sealed(2, '--holder', 'North', '--holder', 'South');
    const [north, south, harbour] = parties;
    expect(outcomes[2].share).toBeNull();
    const wider = ['--threshold', '3', '--holder', 'North', '--holder', 'South', '--holder', 'Harbour'];
    const [, , newcomer] = await reshare(
      [
        [north, 'share', 'reshare', outcomes[0].share, ...wider],
        [south, 'share', 'reshare', outcomes[1].share, ...wider],
        [harbour, 'share', 'reshare', outcomes[2].receipt, ...wider],
      ],
      agreement,
    );
    expect(newcomer).toMatchObject({ epoch: 1, needed: 3, holders: ['North', 'South', 'Harbour'] });
    const share = newcomer?.share ?? '';
    expect(await reveal([[north, outcomes[0].share], [south, outcomes[1].share], [harbour, share]], agreement)).toEqual(['111', '111', '111']);

    const narrower = ['--threshold', '2', '--holder', 'South', '--holder', 'Harbour', '--remove-old'];
    const ended = await reshare(
      [
        [north, 'share', 'reshare', outcomes[0].share, ...narrower],
        [south, 'share', 'reshare', outcomes[1].share, ...narrower],
        [harbour, 'share', 'reshare', share, ...narrower],
      ],
      agreement,
    );
    expect(ended.map((each) => each.share)).toEqual([null, outcomes[1].share, share]);
    expect(existsSync(outcomes[0].share)).toBe(false);
    expect(await reveal([[south, outcomes[1].share], [harbour, share]], agreement)).toEqual(['111', '111']);
  });

  it('ends before connecting where too few deal, nothing is approved, or the plan cannot be', async () => {
    const { parties, agreement, outcomes } = await sealed(2);
    const [north] = parties;
    const share = outcomes[0].share;
    const nowhere = ['--relay', 'ws://127.0.0.1:1', '--grace', '1s', '--json'];
    const run = async (...args: string[]) => errorOf(await mpc(['share', ...args, ...nowhere], { home: north.home }));
    const approve = ['--approve', agreement.digest];
    await Promise.all([
      expect(run('refresh', share, '--with', 'North', ...approve)).resolves.toMatchObject({ code: 'USAGE', exit: 2, message: expect.stringContaining('1 present holder would deal, and 2 are needed') as string }),
      expect(run('refresh', share)).resolves.toMatchObject({ code: 'APPROVAL_MISSING', exit: 4 }),
      expect(run('refresh', share, '--approve', '0'.repeat(64))).resolves.toMatchObject({ code: 'APPROVAL_MISMATCH', exit: 4 }),
      expect(run('reshare', share, '--threshold', '3', '--holder', 'North', '--holder', 'South', ...approve)).resolves.toMatchObject({ code: 'USAGE' }),
      expect(run('reshare', share, '--threshold', '2', '--holder', 'East', '--holder', 'South', ...approve)).resolves.toMatchObject({ code: 'USAGE' }),
      expect(run('refresh', outcomes[0].receipt, ...approve)).resolves.toMatchObject({ code: 'USAGE', message: expect.stringContaining(share) as string }),
      expect(run('refresh', share, ...approve)).resolves.toMatchObject({ code: 'RELAY_UNREACHABLE' }),
    ]);
    rmSync(share);
    expect(await run('refresh', outcomes[0].receipt, ...approve)).toMatchObject({ code: 'USAGE', message: expect.stringContaining('is to deal') as string });
  });

  it('ends at once where two parties run another re-sharing, and names the other', async () => {
    const { parties, agreement, outcomes } = await sealed(2);
    const [north, south] = parties;
    const ended = await allOf(
      [
        [north, 'share', 'refresh', outcomes[0].share],
        [south, 'share', 'reshare', outcomes[1].share, '--threshold', '3'],
      ],
      agreement,
    );
    for (const done of ended) expect(errorOf(done)).toMatchObject({ code: 'AGREEMENT_MISMATCH', exit: 4, message: expect.stringMatching(/(North|South) runs another re-sharing/) as string });
  });
});
