import { concat, equalBytes, lengthPrefixed, u32be, utf8 } from '../../../crypto/bytes.js';
import { commit, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../../crypto/commitment.js';
import { openOnce, OVERHEAD, sealOnce } from '../../../crypto/committing-aead.js';
import { SIGNATURE_LENGTH, verify } from '../../../crypto/ed25519.js';
import { dealFeldman, decodeCommitments, isShare, openFeldman, type Commitments, type HeldShare } from '../../../crypto/feldman.js';
import { POINT_LENGTH } from '../../../crypto/group.js';
import { hashParts, hkdf } from '../../../crypto/hash.js';
import { decodeScalar, encodeScalar, randomScalar, SCALAR_LENGTH } from '../../../crypto/scalar.js';
import { bug } from '../../../errors.js';
import { broadcast } from '../broadcast.js';
import { deviation } from '../deviation.js';
import type { ProtocolContext } from '../network.js';
import { pointOf, type Holding } from '../sealed-sum.js';
import { checkCommitments } from '../secure-sum.js';
import { piecesOf, receiveExactly } from './pieces.js';

const KEY_LABEL = 'mpc sealed table key v1';
const HASH_LABEL = 'mpc sealed table v1';
const COMMITMENT_LABEL = 'mpc sealed table commitment v1';
const DEALING_LABEL = 'mpc sealed table dealing v1';
const SHARE_LABEL = 'mpc sealed table share v1';
const KEY_LENGTH = 32;
const HASH_LENGTH = 32;
const MESSAGE_BYTES = 2 ** 17;

/** Who seals a table of tags for whom. */
export interface TableRun {
  /** Place in the roster of the party that has the table: the sender, or the last hop of a mix. */
  readonly dealer: number;
  /** Of the party that is to compare it with its own tags once enough holders agree. */
  readonly recipient: number;
  readonly holding: Holding;
  /** Of the table, which are agreed: the cap, and not how many entries are real. */
  readonly bytes: number;
}

/** What all parties know of a sealed table. */
export interface TableDealing {
  readonly dealer: number;
  readonly recipient: number;
  /** Salt of the commitment that stands in the receipt. */
  readonly nonce: Uint8Array;
  /** Of the sealed table, which the recipient alone has. */
  readonly hash: Uint8Array;
  /** Feldman's, to the key. */
  readonly commitments: Commitments;
}

export interface SealedTable {
  /** Of every party, as they stand in the receipt; empty for all but the dealer. */
  readonly commitments: readonly Uint8Array[];
  readonly dealing: TableDealing;
  /** This party's share of the key; undefined where it holds none. */
  readonly share: bigint | undefined;
  /** The sealed table, for the recipient: `bytes` + 48. */
  readonly sealed: Uint8Array | undefined;
}

/**
 * A table of tags for one recipient, which cannot compare it with anything before `needed` holders bring their shares together.
 *
 * The dealer draws a uniform k, seals the table under KDF(k) with an AEAD that commits to its key, and shares k by Feldman's scheme. It
 * commits to (hash of the sealed table, Feldman's commitments) and opens that, both with echo; then the sealed table goes to the
 * recipient, which holds it against the hash, and to each holder its share, signed. At the end everyone says to everyone that what it
 * was given fits. As A_0 = k·G has one logarithm, and the hash one preimage, one table is fixed from then on: what the dealer sealed, be it
 * a table or not. `sealedSum` is the same for vectors that add up, and `docs/protocols/threshold.md` has the argument.
 *
 * Fewer than `needed` holders, with the recipient, know nothing of the table but its length. NOT hidden from whoever knows the tags anyway:
 * the dealer and the recipient together need no holder.
 *
 * @param table of the dealer, `bytes` long; undefined for all others.
 * @param beforeCommitting awaited right before the first message that depends on the table. Throws DEVIATION, naming the dealer.
 */
export async function sealTable(context: ProtocolContext, run: TableRun, table: Uint8Array | undefined, beforeCommitting?: () => Promise<void>): Promise<SealedTable> {
  const { network, sid } = context;
  const { dealer, recipient, holding, bytes } = run;
  if (dealer === recipient || (table !== undefined) !== (network.self === dealer) || (table !== undefined && table.length !== bytes)) throw bug('a table to seal that is not the dealer’s');
  await beforeCommitting?.();
  const own = table === undefined ? undefined : dealOwn(context, run, table);

  const commitments = await broadcast(context, labelOf(run, 'commit'), own?.commitment ?? new Uint8Array(0), COMMITMENT_LENGTH);
  checkCommitments(context, commitments, [dealer]);
  const openings = await broadcast(context, labelOf(run, 'open'), own?.opening ?? new Uint8Array(0), NONCE_LENGTH + HASH_LENGTH + holding.needed * POINT_LENGTH);
  const dealing = readDealing(context, run, commitments, openings);

  if (own !== undefined) handOut(context, run, dealing, own);
  // In the order in which they are sent: recipient and holder may be one party.
  const sealed = network.self === recipient ? await receiveTable(context, run, dealing) : undefined;
  const share = holding.holders.includes(network.self) ? await takeShare(context, run, dealing, own) : undefined;

  const hash = dealingHash(sid, dealing);
  const confirmed = await broadcast(context, labelOf(run, 'done'), hash, HASH_LENGTH);
  confirmed.forEach((each, party) => {
    if (!equalBytes(each, hash)) throw deviation(context, party, 'confirmed another sealed table than was opened');
  });
  return { commitments, dealing, share, sealed };
}

export interface OpenedTable {
  /** Undefined where fewer than `needed` true shares were given, or where the dealer sealed something that does not open under its own key. */
  readonly table: Uint8Array | undefined;
  /** Points (`pointOf`) of holders of what is not their share. */
  readonly falseHolders: readonly number[];
  /** Whether the shares gave the key, and the table does not open under it: the dealer's doing, by its own signed commitments. */
  readonly isMalformed: boolean;
}

/**
 * Opens a sealed table with the shares of holders, by their points. The caller has held the dealing against the receipt (`isTableDealingOf`).
 * Throws a RangeError where `sealed` is not what the dealing is of: the recipient's own copy was altered.
 */
export function openTable(sid: Uint8Array, dealing: TableDealing, sealed: Uint8Array, shares: readonly HeldShare[]): OpenedTable {
  if (!equalBytes(hashOf(sid, dealing, sealed), dealing.hash)) throw new RangeError('not the table that was sealed');
  const { secret, falseHolders } = openFeldman(dealing.commitments, shares);
  if (secret === undefined) return { table: undefined, falseHolders, isMalformed: false };
  const table = openOnce(keyOf(sid, dealing, secret), boundTo(HASH_LABEL, sid, dealing), sealed);
  return { table, falseHolders, isMalformed: table === undefined };
}

/** Whether a dealing is what its dealer committed to in the session whose receipt holds `commitment`. */
export function isTableDealingOf(commitment: Uint8Array, sid: Uint8Array, dealing: TableDealing): boolean {
  return opens(commitment, COMMITMENT_LABEL, sid, dealing.dealer, contentOf(dealing), dealing.nonce);
}

interface Ends {
  readonly dealer: number;
  readonly recipient: number;
}

interface OwnTable {
  readonly commitment: Uint8Array;
  readonly opening: Uint8Array;
  readonly sealed: Uint8Array;
  readonly shares: ReadonlyMap<number, bigint>;
}

/** The label of a step's messages: two tables of one session, one in each direction, have different ones. */
function labelOf({ dealer, recipient }: Ends, step: string): string {
  return `table/${dealer}>${recipient}/${step}`;
}

function boundTo(purpose: string, sid: Uint8Array, { dealer, recipient }: Ends): Uint8Array {
  return lengthPrefixed(utf8(purpose), sid, u32be(dealer), u32be(recipient));
}

function keyOf(sid: Uint8Array, ends: Ends, secret: bigint): Uint8Array {
  const scalar = encodeScalar(secret);
  const key = hkdf(scalar, sid, boundTo(KEY_LABEL, sid, ends), KEY_LENGTH);
  scalar.fill(0);
  return key;
}

function hashOf(sid: Uint8Array, ends: Ends, sealed: Uint8Array): Uint8Array {
  return hashParts(HASH_LABEL, boundTo(HASH_LABEL, sid, ends), sealed);
}

/** Who is who is in it, so that a commitment to one direction's table does not open as the other's. */
function contentOf({ dealer, recipient, hash, commitments }: Omit<TableDealing, 'nonce'>): Uint8Array {
  return concat(u32be(dealer), u32be(recipient), hash, ...commitments.encodings);
}

function dealingHash(sid: Uint8Array, dealing: TableDealing): Uint8Array {
  return hashParts(DEALING_LABEL, sid, dealing.nonce, contentOf(dealing));
}

function dealOwn({ sid, network }: ProtocolContext, { dealer, recipient, holding }: TableRun, table: Uint8Array): OwnTable {
  const secret = randomScalar();
  const ends = { dealer, recipient };
  const key = keyOf(sid, ends, secret);
  const sealed = sealOnce(key, boundTo(HASH_LABEL, sid, ends), table);
  key.fill(0);
  const { commitments, shares } = dealFeldman(secret, holding.needed, holding.holders.map(pointOf));
  const hash = hashOf(sid, ends, sealed);
  const { commitment, nonce } = commit(COMMITMENT_LABEL, sid, network.self, contentOf({ ...ends, hash, commitments }));
  return { commitment, opening: concat(nonce, hash, ...commitments.encodings), sealed, shares };
}

function readDealing(context: ProtocolContext, { dealer, recipient, holding }: TableRun, commitments: readonly Uint8Array[], openings: readonly Uint8Array[]): TableDealing {
  openings.forEach((each, party) => {
    if (party !== dealer && each.length > 0) throw deviation(context, party, 'opened a sealed table, and has none');
  });
  const opening = openings[dealer] ?? new Uint8Array(0);
  const hashEnd = NONCE_LENGTH + HASH_LENGTH;
  if (opening.length !== hashEnd + holding.needed * POINT_LENGTH) throw deviation(context, dealer, 'opened a sealed table in no proper form');
  const encodings = Array.from({ length: holding.needed }, (_, i) => opening.slice(hashEnd + i * POINT_LENGTH, hashEnd + (i + 1) * POINT_LENGTH));
  const feldman = decodeCommitments(encodings, holding.needed);
  if (feldman === undefined) throw deviation(context, dealer, 'dealt shares under malformed commitments');
  const dealing = { dealer, recipient, nonce: opening.slice(0, NONCE_LENGTH), hash: opening.slice(NONCE_LENGTH, hashEnd), commitments: feldman };
  if (!isTableDealingOf(commitments[dealer] ?? opening, context.sid, dealing)) throw deviation(context, dealer, 'opened another sealed table than it had committed to');
  return dealing;
}

/** Signed, so that a dealer cannot deny a share that does not fit. */
function shareParts(sid: Uint8Array, dealing: TableDealing, holder: number, scalar: Uint8Array): Uint8Array[] {
  return [sid, u32be(holder), dealingHash(sid, dealing), scalar];
}

function handOut(context: ProtocolContext, run: TableRun, dealing: TableDealing, { sealed, shares }: OwnTable): void {
  const { network, sid } = context;
  for (const { from, to } of piecesOf(sealed.length, MESSAGE_BYTES)) network.send(run.recipient, labelOf(run, 'sealed'), sealed.subarray(from, to));
  for (const holder of run.holding.holders) {
    if (holder === network.self) continue;
    const scalar = encodeScalar(shareAt(shares, holder));
    network.send(holder, labelOf(run, 'share'), concat(context.sign(SHARE_LABEL, ...shareParts(sid, dealing, holder, scalar)), scalar));
  }
}

async function receiveTable(context: ProtocolContext, run: TableRun, dealing: TableDealing): Promise<Uint8Array> {
  const sealed = new Uint8Array(run.bytes + OVERHEAD);
  for (const { from, to } of piecesOf(sealed.length, MESSAGE_BYTES)) sealed.set(await receiveExactly(context, run.dealer, labelOf(run, 'sealed'), to - from, 'a sealed table'), from);
  if (!equalBytes(hashOf(context.sid, dealing, sealed), dealing.hash)) throw deviation(context, run.dealer, 'sent another sealed table than it had committed to');
  return sealed;
}

async function takeShare(context: ProtocolContext, run: TableRun, dealing: TableDealing, own: OwnTable | undefined): Promise<bigint> {
  const { network, sid, publicKeys } = context;
  const { dealer } = run;
  if (own !== undefined) return shareAt(own.shares, network.self);
  const message = await receiveExactly(context, dealer, labelOf(run, 'share'), SIGNATURE_LENGTH + SCALAR_LENGTH, 'a share');
  const scalar = message.subarray(SIGNATURE_LENGTH);
  if (!verify(publicKeys[dealer] ?? scalar, message.subarray(0, SIGNATURE_LENGTH), SHARE_LABEL, ...shareParts(sid, dealing, network.self, scalar))) throw deviation(context, dealer, 'sent a share whose signature does not verify');
  const share = decodeScalar(scalar);
  if (share === undefined || !isShare(dealing.commitments, pointOf(network.self), share)) throw deviation(context, dealer, 'dealt a share that does not fit its commitments');
  return share;
}

function shareAt(shares: ReadonlyMap<number, bigint>, holder: number): bigint {
  const share = shares.get(pointOf(holder));
  if (share === undefined) throw bug('a holder was dealt no share');
  return share;
}
