import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { fromHex, u32be } from '../../src/crypto/bytes.js';
import { sign } from '../../src/crypto/ed25519.js';
import { decodePublicKey, encodePublicKey } from '../../src/crypto/public-key.js';
import { hashParts } from '../../src/crypto/hash.js';
import { fieldFor } from '../../src/session/operations/linear/bounds.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { agreementOf } from './proposals.js';
import { signedBytes } from '../../src/session/agreement/signed.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import type { Approved } from '../../src/session/approvals.js';
import { openAndApprove } from './opened.js';
import type { Identity } from '../../src/session/channel/identity-proof.js';
import { Mesh } from '../../src/session/channel/mesh.js';
import type { MeshParty } from '../../src/session/channel/mesh-party.js';
import { compareAgreements } from '../../src/session/compare.js';
import { roomOfAgreement } from '../../src/session/invite.js';
import { MeshNetwork } from '../../src/session/mesh-network.js';
import type { ProtocolContext } from '../../src/session/protocol/network.js';
import { aboutSession, sessionId } from '../../src/session/session-id.js';
import { takeOwnPart, type Sending, type Step, type Tamper } from './own-party.js';
import { Stage, type Ended } from './parties.js';
import { asLinear } from './operations.js';

/**
 * Two honest parties are processes of the real program, the relay is one too; the third party cheats. It sits between the two in the roster, so
 * that it both begins and answers handshakes. What is not tampered with, it does as the protocol says.
 */
export const stage = new Stage();
export const HONEST = ['North', 'South'] as const;
export const HONEST_PLACES = [0, 2];
export const OWN_NONCE = new Uint8Array(randomBytes(32));
export const CHEATER = 'Mallory';
export const SEAT = 1;
export const TOTAL = '1111.00';

export let relay = '';
export const homes = new Map<string, string>();
export const csvs = new Map<string, string>();
export const identities = new Map<string, Identity>();

beforeAll(async () => {
  relay = await stage.relay();
  for (const [name, amount] of [['North', '1000.00'], [CHEATER, '100.00'], ['South', '11.00']] as const) {
    const { home, identity } = await stage.party(name);
    homes.set(name, home);
    identities.set(name, identity);
    csvs.set(name, stage.file(`${name}.csv`, `pay\n${amount}\n`));
  }
});

afterAll(async () => stage.close());

export function identityOf(name: string): Identity {
  const identity = identities.get(name);
  if (identity === undefined) throw new Error(`nobody is called ${name}`);
  return identity;
}

let agreements = 0;

export function propose(recipients: readonly string[] = []): { agreement: Agreement; file: string } {
  const parties = ['North', CHEATER, 'South'].map((name) => ({ name, publicKey: encodePublicKey(identityOf(name).publicKey) }));
  const proposal = { purpose: 'Try the honest ones', operation: { name: 'sum', emptyCells: 'refuse' } as const, columns: [parseColumn('pay:0..5000:2')], recipients, withoutData: [], maxRows: 10, allowTwo: false, relay, created: Date.now(), expires: Date.now() + 3_600_000, runs: 1 };
  const agreement = agreementOf(proposal, parties, 'known keys');
  agreements += 1;
  return { agreement, file: stage.file(`agreement-${agreements}.json`, signedBytes({ agreement, approvals: [] })) };
}

/** What the cheater has once it is in the room with both honest parties. */
export interface Inside {
  readonly agreement: Agreement;
  readonly mesh: Mesh;
  readonly network: MeshNetwork;
  readonly others: readonly MeshParty[];
}

export async function enter(agreement: Agreement): Promise<Inside> {
  const identity = identityOf(CHEATER);
  const others = HONEST.map((name) => identityOf(name).publicKey);
  const mesh = new Mesh({ relay, meeting: { mode: 'keys', ...roomOfAgreement(fromHex(agreement.id)), others }, identity, proposes: false, patienceMs: 60_000 });
  await mesh.until((parties) => (parties.length === 2 ? true : undefined));
  const present = mesh.freeze(others);
  return { agreement, mesh, network: new MeshNetwork(mesh, agreement, SEAT), others: present };
}

export async function approved({ network, agreement }: Inside): Promise<Approved> {
  await compareAgreements(network, agreement);
  return openAndApprove(network, agreement, identityOf(CHEATER));
}

/** Takes part in the sum, tampering, and keeps the channels open. */
export async function sum(inside: Inside, tamperOf: (context: ProtocolContext) => Tamper): Promise<void> {
  const { context } = await approved(inside);
  const recipients = inside.agreement.recipients.map((name) => inside.agreement.parties.findIndex((party) => party.name === name));
  await takeOwnPart(context, fieldFor(asLinear(inside.agreement)), [10_000n], recipients, tamperOf(context));
}

export interface Options {
  readonly recipients?: readonly string[];
  readonly flags?: readonly string[];
}

/** Runs both honest parties against a cheater; how they ended, by name. The cheater ends with them. */
export async function against(cheat: (inside: Inside) => Promise<unknown>, options: Options = {}): Promise<Record<string, Ended>> {
  const { agreement, file } = propose(options.recipients);
  return withHonest(agreement, file, options.flags ?? [], async (done) => {
    const inside = await enter(agreement);
    // The cheater's own failure, such as being told that it was caught, is no failure of the test.
    const cheating = cheat(inside).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'MpcError') throw error;
    });
    await Promise.all([cheating, done]);
    inside.mesh.close();
  });
}

export async function withHonest(agreement: Agreement, file: string, flags: readonly string[], cheat: (done: Promise<unknown>) => Promise<void>): Promise<Record<string, Ended>> {
  const joins = HONEST.map(async (name) => [name, await stage.mpc(homes.get(name) ?? '', ['join', file, '--csv', csvs.get(name) ?? '', '--approve', digestOf(agreement), '--json', ...flags])] as const);
  const done = Promise.all(joins);
  await Promise.all([done, cheat(done)]);
  return Object.fromEntries(await done);
}

export function expectNoResult(ended: Record<string, Ended>, exit: number): void {
  for (const name of HONEST) {
    const { exit: got, json, stdout } = ended[name] as Ended;
    expect(json?.error, `${name}: ${stdout}`).toMatchObject({ exit });
    expect(got).toBe(exit);
    expect(stdout).not.toContain('"result"');
    expect(stdout).not.toContain(TOTAL);
  }
}

/** The one that saw it says so, and the other learns it from that one, if it did not see it itself. */
export function expectNamed(ended: Record<string, Ended>, words: string): void {
  const messages = HONEST.map((name) => ended[name]?.json?.error?.message ?? '');
  for (const message of messages) expect(message).toContain(CHEATER);
  expect(messages.join('\n')).toContain(words);
}

export function codes(ended: Record<string, Ended>): (string | undefined)[] {
  return HONEST.map((name) => ended[name]?.json?.error?.code).sort();
}

export function inStep(step: Step, change: (sending: Sending) => Sending[]): Tamper {
  return { send: (sending) => (sending.step === step ? change(sending) : [sending]) };
}

export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

export interface NonceTricks {
  readonly commitment?: (party: number) => Uint8Array;
  readonly opened?: (party: number) => Uint8Array;
}

/** Agrees on the session as the rules ask but for its tricks, and stops before approving. */
export async function agreedSession({ network, agreement }: Inside, tricks: NonceTricks = {}): Promise<ProtocolContext> {
  const { secretKey } = identityOf(CHEATER);
  const about = aboutSession(agreement);
  const collect = async (label: string, own: Uint8Array) => Promise.all([0, 1, 2].map(async (party) => (party === network.self ? own : network.receive(party, label, 32))));
  const commitment = hashParts('mpc session nonce v1', about, u32be(network.self), OWN_NONCE);
  for (const party of HONEST_PLACES) network.send(party, 'nonce-commit', tricks.commitment?.(party) ?? commitment);
  const echo = hashParts('mpc session nonces echo v1', about, ...(await collect('nonce-commit', commitment)));
  for (const party of HONEST_PLACES) network.send(party, 'nonce-echo', echo);
  await collect('nonce-echo', echo);
  for (const party of HONEST_PLACES) network.send(party, 'nonce', tricks.opened?.(party) ?? OWN_NONCE);
  const sid = sessionId(agreement, await collect('nonce', OWN_NONCE));
  return {
    network,
    sid,
    names: agreement.parties.map((party) => party.name),
    publicKeys: agreement.parties.map((party) => decodePublicKey(party.publicKey)),
    sign: (label, ...parts) => sign(secretKey, label, ...parts),
    transcript: { add: () => undefined },
  };
}
