import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toHex } from '../../src/crypto/bytes.js';
import { ERRORS } from '../../src/errors.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { canonicalJson } from '../../src/session/documents/canonical-json.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import { makeParties, mpc, newFolder, oneObject, startRelay, type TestParty } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { homeStore } from '../../src/app/home-store.js';
import { saveShare } from '../../src/app/share-file.js';
import { decodePublicKey } from '../../src/crypto/public-key.js';
import { receiptText } from '../../src/session/receipt.js';
import { sealedSession } from '../support/sealed-sessions.js';
import { file, propose } from '../support/sessions.js';
import { CANARY, CASES, DIGITS, GOOD, joining, type World } from './bad-input-cases.js';

// As many processes at a time as the smallest machine has cores.
vi.setConfig({ maxConcurrency: 2 });

let world: World;
const silent = createServer();

beforeAll(async () => {
  const parties = await makeParties('Ann', 'Bob', 'Cid');
  const [ann, bob] = parties as [TestParty, TestParty, TestParty];
  const [stranger, readable, damaged, impostor] = (await makeParties('Dan', 'Eve', 'Fay', 'Bob')) as [TestParty, TestParty, TestParty, TestParty];
  const { url: relay } = await startRelay();
  const agreement = await propose(parties, relay, 'sum', '-c', 'salary:0..1000:2');
  const [few, auditor] = await Promise.all([
    propose(parties, relay, 'sum', '-c', 'salary:0..1000:2', '--max-rows', '2'),
    propose(parties, relay, 'sum', '-c', 'salary', '--without-data', 'Ann', '--allow-two'),
  ]);
  const past: Agreement = { ...(JSON.parse(readFileSync(agreement.file, 'utf8')) as Agreement), created: '2020-01-01T00:00:00Z', expires: '2020-02-01T00:00:00Z' };
  const expired = { file: file(canonicalJson(past), 'expired.json'), digest: digestOf(past) };
  chmodSync(readable.paths.identity, 0o644);
  writeFileSync(damaged.paths.identity, readFileSync(damaged.paths.identity, 'utf8').replace('"secretKey": "', '"secretKey": "00'));
  // Ann's list knows "Bob" by another key than the agreement that the impostor wrote.
  const forged = join(newFolder(), 'forged.json');
  writeFileSync(forged, readFileSync(agreement.file, 'utf8').replace(bob.publicKey, impostor.publicKey));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  world = {
    ann,
    agreement,
    spoil: (change) => file(change(readFileSync(agreement.file, 'utf8')), 'spoilt.json'),
    csv: (content) => ['--csv', file(content)],
    relay,
    homes: { unmade: join(newFolder(), 'none'), readable: readable.home, damaged: damaged.home, stranger: stranger.home, impostor: forged },
    expired,
    few,
    auditor,
    closedPort: 'ws://127.0.0.1:9',
    sealed: await sealedWorld(parties),
  };
});

async function sealedWorld(parties: readonly TestParty[]): Promise<World['sealed']> {
  const [ann, bob] = parties as [TestParty, TestParty];
  const total = { sum: 100n, count: 1n };
  const { shares, receipt } = await sealedSession(parties.map(({ name, publicKey, secretKey }) => ({ name, publicKey: decodePublicKey(publicKey), secretKey })), { Ann: total, Bob: total, Cid: total }, { threshold: 2, recipients: ['Cid'] });
  const path = async ({ name, paths, secretKey }: TestParty) => {
    const share = shares.get(name);
    if (share === undefined) throw new Error(`${name} holds no share`);
    return saveShare(homeStore(paths), share, { secretKey });
  };
  return { share: await path(ann), bobs: await path(bob), digest: receipt.digest, receipt: file(receiptText(receipt), 'receipt.json') };
}

afterAll(() => void silent.close());

/** Everything of a run that could tell what must not be told. */
function expectNoSecrets(w: World, output: string): void {
  expect(output.toLowerCase()).not.toContain(CANARY.toLowerCase());
  expect(output).not.toContain(DIGITS);
  expect(output).not.toContain(toHex(w.ann.secretKey));
}

describe('bad input ends with its exit code, its stable code, and words that help', () => {
  it.concurrent.each(CASES.map((each) => [each.what, each] as const))('%s', async (_, each) => {
    const options = { home: each.home?.(world) ?? world.ann.home, ...(each.env === undefined ? {} : { env: each.env }) };
    const done = await mpc([...each.args(world), '--json', '--no-input'], options);
    const output = oneObject(done.stdout) as { error?: { code: string; exit: number; message: string; next: string }; ok?: boolean; findings?: { detail: string; ok: boolean }[] };
    if (output.findings !== undefined) {
      // The doctor has findings and not one error.
      expect([done.code, output.ok]).toEqual([ERRORS[each.code].exit, false]);
      expect(output.findings.find((finding) => !finding.ok)?.detail).toMatch(each.says);
    } else {
      expect(problems('error', output)).toEqual([]);
      expect({ code: output.error?.code, exit: done.code, message: output.error?.message }).toEqual({ code: each.code, exit: ERRORS[each.code].exit, message: expect.stringMatching(each.says) as string });
      expect(output.error?.exit).toBe(done.code);
      expect(output.error?.next).not.toBe('');
    }
    expectNoSecrets(world, done.stdout + done.stderr);
  });


  it.each([
    ['a cell that is no number', (w: World) => joining(w, `salary\n${CANARY}\n`), 8, /^Error: .*line 2, column "salary": not a number.*\n {2}→ .*\n {2}\(INPUT_INVALID\)\n$/],
    ['an unknown flag', () => ['whoami', '--hekp'], 2, /^Error: There is no flag "--hekp"\.\n {2}→ Did you mean `--help`\? See `mpc whoami --help`\.\n {2}\(USAGE\)\n$/],
    ['a wrong approval', (w: World) => joining(w, GOOD, '--approve', '0'.repeat(64)), 4, /\(APPROVAL_MISMATCH\)\n$/],
    ['an unknown command', () => ['summ'], 2, /^Error: There is no command "summ"/],
  ])('for people %s stands on standard error, in words, with nothing on standard output', async (_, args, code, says) => {
    const done = await mpc(args(world), { home: world.ann.home });
    expect([done.code, done.stdout]).toEqual([code, '']);
    expect(done.stderr).toMatch(says);
    expectNoSecrets(world, done.stderr);
  });

  it('a damaged identity or list of parties is not quoted', async () => {
    const [party] = (await makeParties('Hal')) as [TestParty];
    const secret = toHex(party.secretKey);
    writeFileSync(party.paths.identity, readFileSync(party.paths.identity, 'utf8').replace(secret, `${secret}",x`));
      for (const json of [[], ['--json']]) {
      const done = await mpc(['whoami', ...json], { home: party.home });
      expect(done.code).toBe(4);
      expect(done.stdout + done.stderr).not.toContain(secret.slice(0, 12));
    }
  });

  it('a port where nothing answers, and one where something else does, end with 6 or 7', async () => {
    const { port } = silent.address() as AddressInfo;
    const three = (await makeParties('Ann', 'Bob', 'Cid')) as [TestParty, TestParty, TestParty];
    for (const [relay, expected] of [[world.closedPort, [6, 'RELAY_UNREACHABLE']], [`ws://127.0.0.1:${port}`, [7, 'TIMEOUT']]] as const) {
      const agreement = await propose(three, relay, 'sum', '-c', 'salary');
      const done = await mpc(['join', agreement.file, ...world.csv(GOOD), '--approve', agreement.digest, '--grace', '500ms', '--timeout', expected[0] === 6 ? '30s' : '2s', '--json'], { home: three[0].home });
      const { error } = oneObject(done.stdout) as { error: { code: string } };
      expect([done.code, error.code]).toEqual(expected);
    }
  });
});
