/** Sealed results without a relay: the sessions over memory, with receipts and shares as real sessions leave them. */
import { toHex } from '../../src/crypto/bytes.js';
import { commit } from '../../src/crypto/commitment.js';
import { publicKeyOf, sign } from '../../src/crypto/ed25519.js';
import { dealFeldman } from '../../src/crypto/feldman.js';
import type { Field } from '../../src/crypto/field.js';
import { toBytes, type FieldVector } from '../../src/crypto/field-vector.js';
import { hashParts } from '../../src/crypto/hash.js';
import { concat, u32be } from '../../src/crypto/bytes.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { randomBytes } from '../../src/crypto/random.js';
import { encodeScalar, randomScalar } from '../../src/crypto/scalar.js';
import { maskVector } from '../../src/crypto/masked-vector.js';
import { approveSession } from '../../src/session/agreement/approval.js';
import { fieldFor } from '../../src/session/operations/linear/bounds.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { agreementOf, type Proposal } from './proposals.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import { APPROVAL_STEP } from '../../src/session/approvals.js';
import type { Identity } from '../../src/session/channel/identity-proof.js';
import { averageDefinition } from '../../src/session/operations/average/index.js';
import { contributionOf } from '../../src/session/operations/linear/totals.js';
import { holdingOf, seatsOf } from '../../src/session/operations/seats.js';
import { broadcast } from '../../src/session/protocol/broadcast.js';
import { dealingsHash, pointOf, SEAL_STEPS, type Dealing, type Holding } from '../../src/session/protocol/dealing.js';
import { sealedSum } from '../../src/session/protocol/sealed-sum.js';
import { maskedValue } from '../../src/session/protocol/secure-sum.js';
import { RECEIPT_FORMAT, signReceipt, type Receipt, type ReceiptBody } from '../../src/session/receipt.js';
import { sessionId } from '../../src/session/session-id.js';
import type { Share } from '../../src/session/share/file.js';
import { memoryNetwork, type MemoryParty } from '../../src/testing/memory-network.js';
import type { ColumnTotal } from '../../src/session/operations/reading.js';

export interface SealedSession {
  readonly agreement: Agreement;
  readonly receipt: Receipt;
  /** By the holder's name. */
  readonly shares: ReadonlyMap<string, Share>;
}

export type SealedTerms = Partial<Proposal> & Pick<Proposal, 'threshold'>;

/** A whole sealed average of one column between these identities, in the order given. `totals` are of the contributors, by their name. */
export async function sealedSession(identities: readonly Identity[], totals: Readonly<Record<string, ColumnTotal>>, terms: SealedTerms): Promise<SealedSession> {
  const created = Date.now();
  const proposal: Proposal = {
    purpose: 'A sealed test',
    operation: { name: 'average', emptyCells: 'refuse', digits: 6 },
    columns: [parseColumn('salary:0..100000:2')],
    recipients: [],
    withoutData: [],
    maxRows: 1_000,
    allowTwo: false,
    relay: 'ws://127.0.0.1:9',
    created,
    expires: created + 3_600_000,
    runs: 1,
    ...terms,
  };
  const agreement = agreementOf(proposal, identities.map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) })), 'known keys');
  const nonces = identities.map(() => randomBytes(32));
  const sid = sessionId(agreement, nonces);
  const digest = digestOf(agreement);
  const { parties } = memoryNetwork(identities.length, { sid, secretKeys: identities.map((identity) => identity.secretKey) });
  const approvals = identities.map(({ secretKey }) => approveSession(secretKey, digest, sid));
  const field = fieldFor(agreement);
  const holding = holdingOf(agreement);
  if (holding === undefined) throw new Error('a sealed session without a threshold');
  const sealed = await Promise.all(
    parties.map(async (party, i) => {
      party.transcript.add(APPROVAL_STEP, approvals);
      const total = totals[identities[i]?.name ?? ''];
      return sealedSum(party, field, contributionOf(averageDefinition, agreement, field, total === undefined ? undefined : [total]), seatsOf(agreement, agreement.contributors), holding, {});
    }),
  );
  const [first] = sealed;
  const [witness] = parties;
  if (first === undefined || witness === undefined) throw new Error('a session of nobody');
  const body: ReceiptBody = { format: RECEIPT_FORMAT, agreement, digest, session: toHex(sid), approvals: approvals.map(toHex), nonces: nonces.map(toHex), transcript: toHex(witness.transcript.hash), commitments: first.commitments.map(toHex) };
  const receipt = { ...body, signatures: identities.map(({ secretKey, publicKey }) => signReceipt(body, secretKey, encodePublicKey(publicKey), true, created)) };
  const shares = new Map<string, Share>();
  sealed.forEach((each, i) => {
    const holder = identities[i]?.name ?? '';
    if (each.shares === undefined) return;
    shares.set(holder, { receipt, epoch: 0, needed: holding.needed, holders: agreement.threshold?.holders ?? [], dealings: each.dealings.map((dealing) => ({ ...dealing, current: dealing.commitments })), holder, shares: each.shares });
  });
  return { agreement, receipt, shares };
}

export function identityOf(name: string): Identity {
  const secretKey = randomBytes(32);
  return { name, secretKey, publicKey: publicKeyOf(secretKey) };
}

export type SealStep = 'seal/commit' | 'seal/open' | 'seal/share' | 'seal/done';

/** Thrown where a cheater takes no further part. */
export class Stopped extends Error {}

export interface DealerTricks {
  /** Awaited before each step; may throw `Stopped`. */
  readonly before?: (step: SealStep) => void;
  /** What stands in the place of the sealed vector's bytes and the encoded commitments, in commitment and opening alike. */
  readonly content?: (sealed: Uint8Array, commitments: readonly Uint8Array[]) => Uint8Array;
  readonly commitment?: (commitment: Uint8Array) => Uint8Array;
  /** What is opened, whatever was committed to. */
  readonly opening?: (opening: Uint8Array) => Uint8Array;
  /** What one holder gets; undefined sends nothing. */
  readonly share?: (message: { holder: number; scalar: Uint8Array; signed: (scalar: Uint8Array, ...instead: Uint8Array[]) => Uint8Array }) => Uint8Array | undefined;
  readonly done?: (hash: Uint8Array) => Uint8Array;
  /** Changes any message on its way to one party. */
  readonly send?: (to: number, label: string, message: Uint8Array) => Uint8Array;
}

/** A contributor that deals as the protocol says, but for its tricks. What it receives it does not check. */
export async function cheatAsDealer(party: MemoryParty, field: Field, value: FieldVector, contributors: readonly number[], holding: Holding, tricks: DealerTricks): Promise<void> {
  const { self } = party.network;
  const network = Object.assign(Object.create(party.network) as MemoryParty['network'], {
    self,
    count: party.network.count,
    send: (to: number, label: string, message: Uint8Array) => party.network.send(to, label, tricks.send?.(to, label, message) ?? message),
    receive: async (from: number, label: string, maxBytes: number) => party.network.receive(from, label, maxBytes),
  });
  const context = { ...party, network };
  const partial = await maskedValue(context, field, value, contributors);
  const key = randomScalar();
  const sealed = toBytes(maskVector(field, partial, key, party.sid, self));
  const { commitments, shares } = dealFeldman(key, holding.needed, holding.holders.map(pointOf));
  const content = tricks.content?.(sealed, commitments.encodings) ?? concat(sealed, ...commitments.encodings);
  const { commitment, nonce } = commit('mpc sealed partial v1', party.sid, self, content);
  const opening = concat(nonce, content);

  tricks.before?.('seal/commit');
  await broadcast(context, SEAL_STEPS.commit, tricks.commitment?.(commitment) ?? commitment, 1_000);
  tricks.before?.('seal/open');
  const openings = await broadcast(context, SEAL_STEPS.open, tricks.opening?.(opening) ?? opening, 1_000_000);

  tricks.before?.('seal/share');
  const dealings = contributors.map((dealer) => readDealing(openings[dealer] ?? new Uint8Array(0), dealer, sealed.length, holding.needed));
  const digest = dealingsHash(party.sid, dealings);
  for (const holder of holding.holders) {
    if (holder === self) continue;
    const scalar = encodeScalar(shares.get(pointOf(holder)) ?? 0n);
    const signed = (bytes: Uint8Array, ...instead: Uint8Array[]) => concat(sign(party.secretKey, 'mpc sealed share v1', ...(instead.length > 0 ? instead : [party.sid, u32be(self), u32be(holder), digest, bytes])), bytes);
    const message = tricks.share === undefined ? signed(scalar) : tricks.share({ holder, scalar, signed });
    if (message !== undefined) network.send(holder, 'seal/share', message);
  }
  if (holding.holders.includes(self)) for (const dealer of contributors) if (dealer !== self) await network.receive(dealer, 'seal/share', 1_000);
  tricks.before?.('seal/done');
  await broadcast(context, SEAL_STEPS.done, tricks.done?.(digest) ?? digest, 1_000);
}

function readDealing(opening: Uint8Array, dealer: number, sealedLength: number, needed: number): Dealing {
  const sealedEnd = 32 + sealedLength;
  const encodings = Array.from({ length: needed }, (_, i) => opening.slice(sealedEnd + 32 * i, sealedEnd + 32 * (i + 1)));
  return { dealer, nonce: opening.slice(0, 32), sealed: opening.slice(32, sealedEnd), commitments: { points: [], encodings } };
}

/** A broadcast message as it goes over the wire, signed by the party that sends it. */
export function signedBroadcast(party: MemoryParty, label: string, message: Uint8Array): Uint8Array {
  return concat(party.sign('mpc broadcast v1', party.sid, new TextEncoder().encode(label), u32be(party.network.self), hashParts('mpc broadcast message v1', message)), message);
}
