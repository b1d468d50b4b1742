import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as pathOf } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addParty, approve, compare, createIdentity, invite, join, MpcError, propose, psi, registerOperation, startRelay, sum, verifyReceipt, whoami, type JoinOptions, type Relay } from '../../src/library/index.js';
import { operationNamed } from '../../src/session/operations/registry.js';

let folder: string;
let relay: Relay;
const names = ['North', 'South', 'Harbour'];
const home = (name: string) => pathOf(folder, name);
const csv = Buffer.from('v\n1\n2\n');

beforeAll(async () => {
  folder = mkdtempSync(pathOf(tmpdir(), 'mpc-library-'));
  relay = await startRelay();
  const keys = await Promise.all(names.map(async (name) => createIdentity({ home: home(name), name })));
  for (const name of names) for (const key of keys) if (key.name !== name) await addParty({ home: home(name), ...key });
});

afterAll(async () => {
  await relay.close();
  rmSync(folder, { recursive: true });
});

const proposed = async (more: object = {}) => propose({ home: home('North'), purpose: 'A test', terms: sum({ columns: ['v:0..10'] }), parties: ['South', 'Harbour'], relay: relay.url, ...more });
const all = async (agreement: string, own: (name: string) => Partial<JoinOptions>) => Promise.allSettled(names.map(async (name) => join({ home: home(name), agreement, data: csv, ...own(name) })));
const codes = (settled: readonly PromiseSettledResult<unknown>[]) => settled.map((each) => (each.status === 'fulfilled' ? 'done' : (each.reason as MpcError).code));

describe('a session through the library', () => {
  it('gives every recipient the result, and a receipt that verifies', async () => {
    const { text, digest } = await proposed({ recipients: ['North'] });
    const settled = await all(text, () => ({ approve: digest }));
    expect(codes(settled)).toEqual(['done', 'done', 'done']);
    const [north, south] = settled.map((each) => (each as PromiseFulfilledResult<Awaited<ReturnType<typeof join>>>).value);
    expect(north?.result).toEqual({ columns: { v: { sum: '9' } } });
    expect(south?.result).toBeUndefined();
    expect(verifyReceipt(south?.receipt ?? '').missing).toEqual([]);
    expect(() => verifyReceipt((south?.receipt ?? '').replace('A test', 'B test'))).toThrow(MpcError);
  });

  it('counts runs where the program does: an agreement for one run is refused a second time, before the relay is called', async () => {
    const { text, digest } = await proposed();
    expect(codes(await all(text, () => ({ approve: digest })))).toEqual(['done', 'done', 'done']);
    await expect(join({ home: home('North'), agreement: text, data: csv, approve: digest })).rejects.toMatchObject({ code: 'AGREEMENT_SPENT' });
  });

  it('goes on without being asked for who signed ahead, and never for another digest', async () => {
    const { text, digest } = await proposed();
    await expect(approve({ home: home('South'), agreement: text, digest: digest.replaceAll(/[0-9a-f]/g, 'a') })).rejects.toMatchObject({ code: 'APPROVAL_MISMATCH' });
    const signed = await approve({ home: home('South'), agreement: text, digest });
    await expect(join({ home: home('Harbour'), agreement: signed, data: csv })).rejects.toMatchObject({ code: 'APPROVAL_MISSING' });
    const settled = await all(signed, (name) => (name === 'South' ? {} : { approve: digest }));
    expect(codes(settled)).toEqual(['done', 'done', 'done']);
  });

  it('ends for all when one declines, and nothing of its data leaves', async () => {
    const { text, digest } = await proposed();
    let come: (value: false) => void = () => undefined;
    const othersWait = new Promise<false>((resolve) => (come = resolve));
    // It declines when the others wait for it: whoever comes later waits out its time.
    const settled = await all(text, (name) => (name === 'South' ? { approve: async () => othersWait } : { approve: digest, onPhase: (phase) => phase.step === 'meeting' && phase.present.length === 2 && come(false) }));
    expect(codes(settled)).toEqual(['PEER_DECLINED', 'DECLINED', 'PEER_DECLINED']);
  });

  it('ends with INTERRUPTED when its signal is aborted, and with TIMEOUT when nobody comes', async () => {
    const { text, digest } = await proposed();
    const controller = new AbortController();
    const waits = join({ home: home('North'), agreement: text, data: csv, approve: digest, signal: controller.signal, onPhase: ({ step }) => step === 'meeting' && controller.abort() });
    await expect(waits).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(join({ home: home('North'), agreement: text, data: csv, approve: digest, timeoutMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('by invite: who vouches for the words is said in the receipt, and who does not, too', async () => {
    const session = await invite({ home: home('North'), purpose: 'A test', terms: psi({ key: ['v'], cap: 5 }), relay: relay.url, seats: 2 });
    const [north, south] = await Promise.all([session.join({ data: csv, approve: () => 'compared' }), join({ home: home('South'), invite: session.invite, data: Buffer.from('v\n2\n'), approve: () => true })]);
    expect(north.result).toMatchObject({ count: '1' });
    expect(verifyReceipt(south.receipt).unverified).toEqual(['South']);
  });

  it('compares one number of each, and by several keys of which any may agree', async () => {
    const { text, digest } = await proposed({ terms: compare({ column: 'v:0..10', learn: ['most'] }) });
    const settled = await Promise.all(names.map(async (name, i) => join({ home: home(name), agreement: text, data: Buffer.from(`v\n${i}\n`), approve: digest })));
    expect(settled.map(({ result }) => result)).toEqual(Array.from(names, () => ({ parties: ['Harbour'] })));
    expect(() => compare({ column: 'v', learn: ['more'] })).toThrow(/proposes/);
    expect(psi({ key: ['A/passport:id', 'B/name:name', 'B/born:date'] }).operation.keys.rules).toHaveLength(2);
  });

  it('seals a result, and says where the share lies', async () => {
    const { text, digest } = await proposed({ threshold: 2 });
    const settled = await all(text, () => ({ approve: digest }));
    for (const each of settled) expect(each).toMatchObject({ status: 'fulfilled', value: { result: undefined, shareFile: expect.stringContaining('shares') as string } });
  });
});

describe('what cannot be', () => {
  it('is refused with the code that the program has for it', async () => {
    await expect(createIdentity({ home: home('North'), name: 'Other' })).rejects.toMatchObject({ code: 'IDENTITY_EXISTS' });
    await expect(proposed({ parties: ['Nobody'] })).rejects.toMatchObject({ code: 'PARTY_UNKNOWN' });
    await expect(proposed({ purpose: ' ' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(proposed({ relay: 'http://127.0.0.1' })).rejects.toBeInstanceOf(MpcError);
    await expect(join({ home: home('North') })).rejects.toMatchObject({ code: 'USAGE' });
    expect(() => sum({ columns: ['v', 'v'] })).toThrow(/twice/);
    expect(() => psi({ key: ['v'], count: true, near: true })).toThrow(/excludes/);
    expect(() => registerOperation(operationNamed('sum') as never)).toThrow(/already/);
    expect(await whoami({ home: home('North') })).toMatchObject({ name: 'North' });
  });
});
