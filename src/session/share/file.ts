import * as v from 'valibot';
import { parseJsonAs } from '../../json-as.js';
import { fromHex, toHex, utf8 } from '../../crypto/bytes.js';
import { decodeCommitments, isShare, type Commitments } from '../../crypto/feldman.js';
import { POINT_LENGTH } from '../../crypto/group.js';
import { hkdf } from '../../crypto/hash.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { randomBytes } from '../../crypto/random.js';
import { decodeScalar, encodeScalar } from '../../crypto/scalar.js';
import { MpcError } from '../../errors.js';
import { canonicalJson } from '../documents/canonical-json.js';
import { canonicalHash, isDocumentSignature, SignedDocument, signDocument } from '../documents/signed-document.js';
import { seatsOf } from '../operations/seats.js';
import { isDealingOf, pointOf, type Dealing } from '../protocol/dealing.js';
import { MAX_RECEIPT_BYTES, type Receipt } from '../receipt.js';
import { parseReceiptValue, verifyReceiptValue } from '../receipt-verify.js';
import { sealingOf } from './sealing.js';
import { name } from '../agreement/schema.js';

export const SHARE_FORMAT = 'mpc-share/1';
export const MAX_SHARE_BYTES = 256 * 1024 * 1024;
const SIGNATURE_LABEL = 'mpc share file v1';
/** The scalars of 64 dealers in hex, with the overhead of JSON and the tag. */
const MAX_ENCRYPTED_SHARES = 64 * (2 * 32 + 3) + 2 + 16;

/** The current sharing of a dealer's key: Feldman's commitments as dealt, or as they are after re-sharing. */
export interface HeldDealing extends Dealing {
  readonly current: Commitments;
}

/** What every holder of one result knows. It is public among the parties. */
export interface SharedState {
  readonly receipt: Receipt;
  /** 0 as dealt, and one more after each re-sharing. Shares of different epochs do not fit together. */
  readonly epoch: number;
  readonly needed: number;
  /** Names of the holders, in the agreement's order. */
  readonly holders: readonly string[];
  readonly dealings: readonly HeldDealing[];
}

/** One holder's share of a sealed result. */
export interface Share extends SharedState {
  readonly holder: string;
  /** This holder's share of each dealer's key, in the order of `dealings`. Secret. */
  readonly shares: readonly bigint[];
}

export type SecretKeyOfIdentity = { readonly secretKey: Uint8Array };

/** The expression has no repeated group: on a long text, such a group would overflow the stack. */
const hexOf = (maxBytes: number) => v.pipe(v.string(), v.maxLength(2 * maxBytes), v.regex(/^[0-9a-f]*$/), v.check((text) => text.length % 2 === 0, 'is no whole number of bytes'));
const hex = hexOf(64);
/** Points of a commitment vector: one for each needed holder. */
const points = v.pipe(v.array(hex), v.maxLength(64));
const stateEntries = {
  receipt: v.unknown(),
  epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  needed: v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(64)),
  holders: v.pipe(v.array(name), v.maxLength(64)),
  dealings: v.pipe(v.array(v.strictObject({ dealer: name, nonce: hex, sealed: v.string(), commitments: points, current: points })), v.maxLength(64)),
};
const stateSchema = v.strictObject(stateEntries);
const shareSchema = v.strictObject({
  format: v.literal(SHARE_FORMAT),
  ...stateEntries,
  holder: name,
  shares: v.optional(points),
  encrypted: v.optional(v.strictObject({ nonce: hex, ciphertext: hexOf(MAX_ENCRYPTED_SHARES) })),
  signature: hex,
});
type ShareDocument = v.InferOutput<typeof shareSchema>;
const SHARE = new SignedDocument({ format: SHARE_FORMAT, schema: shareSchema, maxBytes: MAX_SHARE_BYTES + MAX_RECEIPT_BYTES, invalid, edited: 'its bytes are not in canonical form: it was altered' });

function stateDocument(state: SharedState): v.InferOutput<typeof stateSchema> {
  const { agreement } = state.receipt;
  return {
    receipt: state.receipt,
    epoch: state.epoch,
    needed: state.needed,
    holders: [...state.holders],
    dealings: state.dealings.map(({ dealer, nonce, sealed, commitments, current }) => ({
      dealer: agreement.parties[dealer]?.name ?? '',
      nonce: toHex(nonce),
      sealed: Buffer.from(sealed).toString('base64'),
      commitments: commitments.encodings.map(toHex),
      current: current.encodings.map(toHex),
    })),
  };
}

/** The most bytes of `encodeState` for this session: with 64 commitments a dealing, as dealt and as they are now. */
export function maxStateBytes({ agreement }: Receipt): number {
  const sealed = sealingOf(agreement).length(agreement);
  return MAX_RECEIPT_BYTES + agreement.contributors.length * (Math.ceil((sealed * 4) / 3) + 2 * 64 * (2 * POINT_LENGTH + 3) + 2_000) + 10_000;
}

/** The bytes of what all holders know. A holder gives them to a recipient. */
export function encodeState(state: SharedState): Uint8Array {
  return utf8(canonicalJson(stateDocument(state)));
}

/** SHA-256 of what two holders must have in common for their shares to fit together. */
export function stateHash(state: SharedState): Uint8Array {
  const { receipt, ...rest } = stateDocument(state);
  const { session, digest } = receipt as Receipt;
  return canonicalHash({ session, digest, ...rest });
}

/** Reads a state that a holder sent, and checks it against the receipt that this party trusts. Undefined if anything is wrong. */
export function decodeState(bytes: Uint8Array, trusted: Receipt): SharedState | undefined {
  try {
    const state = readState(parseJsonAs(stateSchema, bytes, { maxBytes: maxStateBytes(trusted) }));
    return state.receipt.session === trusted.session && canonicalJson(state.receipt.commitments) === canonicalJson(trusted.commitments) ? state : undefined;
  } catch {
    return undefined;
  }
}

function readReceipt(value: unknown): Receipt {
  try {
    return verifyReceiptValue(parseReceiptValue(value)).receipt;
  } catch (error) {
    throw error instanceof MpcError && error.code === 'RECEIPT_INVALID' ? invalid('the receipt in it does not verify') : error;
  }
}

/** Throws SHARE_INVALID unless everything in the document follows from its receipt. */
function readState(document: v.InferOutput<typeof stateSchema>): SharedState {
  const receipt = readReceipt(document.receipt);
  const { agreement } = receipt;
  if (agreement.threshold === undefined) throw invalid('its agreement has no threshold');
  const inOrder = agreement.parties.map((party) => party.name).filter((each) => document.holders.includes(each));
  if (canonicalJson(inOrder) !== canonicalJson(document.holders) || document.needed > inOrder.length) throw invalid('its holders are not some of the agreement’s parties, in their order');
  const isOriginal = document.epoch === 0;
  if (isOriginal && (document.needed !== agreement.threshold.needed || canonicalJson(document.holders) !== canonicalJson(agreement.threshold.holders))) throw invalid('its holders are not those of its agreement');
  if (canonicalJson(document.dealings.map((each) => each.dealer)) !== canonicalJson(sealingOf(agreement).dealers(agreement))) throw invalid('it does not have one dealing of each dealer');
  return { receipt, epoch: document.epoch, needed: document.needed, holders: document.holders, dealings: document.dealings.map((each) => readDealing(receipt, document.needed, isOriginal, each)) };
}

function readDealing(receipt: Receipt, needed: number, isOriginal: boolean, document: ShareDocument['dealings'][number]): HeldDealing {
  const { agreement } = receipt;
  const [dealer = -1] = seatsOf(agreement, [document.dealer]);
  const commitments = decodeCommitments(document.commitments.map(fromHex), agreement.threshold?.needed ?? 0);
  const current = decodeCommitments(document.current.map(fromHex), needed);
  if (commitments === undefined || current === undefined) throw invalid('its commitments are malformed');
  const dealing = { dealer, nonce: fromHex(document.nonce), sealed: new Uint8Array(Buffer.from(document.sealed, 'base64')), commitments, current };
  if (!isDealingOf(fromHex(receipt.commitments[dealer] ?? ''), fromHex(receipt.session), dealing)) throw invalid(`what it holds of ${document.dealer} is not what that party committed to in the receipt`);
  if (!sealingOf(agreement).isSealed(agreement, dealing.sealed)) throw invalid('a sealed value in it is malformed');
  // Whatever was re-shared since, the shares must be of the same key.
  if (document.current[0] !== document.commitments[0]) throw invalid('its current commitments are not to the dealt keys');
  if (isOriginal && canonicalJson(document.current) !== canonicalJson(document.commitments)) throw invalid('its commitments were changed without a re-sharing');
  return dealing;
}

/**
 * The bytes of a share file, signed by its holder. With `encrypt`, the shares themselves are encrypted under a key that only the holder's identity gives: the
 * file alone reveals nothing.
 */
export async function encodeShare(share: Share, identity: SecretKeyOfIdentity, encrypt: boolean): Promise<Uint8Array> {
  const scalars = share.shares.map((each) => toHex(encodeScalar(each)));
  const open = { format: SHARE_FORMAT, ...stateDocument(share), holder: share.holder };
  const body = encrypt ? { ...open, encrypted: await sealShares(scalars, identity, open) } : { ...open, shares: scalars };
  return utf8(canonicalJson({ ...body, signature: signDocument(identity.secretKey, SIGNATURE_LABEL, canonicalHash(body)) }));
}

function shareKey(identity: SecretKeyOfIdentity): Uint8Array {
  return hkdf(identity.secretKey, utf8('mpc share file v1'), 'encryption key', 32);
}

async function sealShares(scalars: readonly string[], identity: SecretKeyOfIdentity, open: unknown): Promise<{ nonce: string; ciphertext: string }> {
  const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
  const nonce = randomBytes(24);
  return { nonce: toHex(nonce), ciphertext: toHex(xchacha20poly1305(shareKey(identity), nonce, canonicalHash(open)).encrypt(utf8(canonicalJson(scalars)))) };
}

/** A share file with a valid signature and valid contents. Its shares may still be encrypted. */
export interface SealedShareFile extends SharedState {
  readonly holder: string;
  readonly isEncrypted: boolean;
  /** Decrypts the shares and checks them against the commitments. Throws SHARE_INVALID, or IDENTITY_LOCKED for another identity. */
  open(identity: SecretKeyOfIdentity): Promise<Share>;
}

/** Reads a share file and checks all that can be checked without the holder's secret key. Throws SHARE_INVALID. */
export function parseShare(bytes: Uint8Array): SealedShareFile {
  const document = SHARE.read(bytes);
  SHARE.checkCanonical(document, bytes);
  const { signature, ...body } = document;
  const { format, holder, shares, encrypted, ...stateOnly } = body;
  const state = readState(stateOnly);
  const party = state.receipt.agreement.parties.find((each) => each.name === holder);
  if (party === undefined || !state.holders.includes(holder)) throw invalid('its holder holds no share');
  if (!isDocumentSignature(decodePublicKey(party.publicKey), signature, SIGNATURE_LABEL, canonicalHash(body))) throw invalid(`it does not bear the signature of ${holder}: it was altered`);
  // A holder took part in the session and signed it, so a receipt without its signature comes from somebody else.
  if (!state.receipt.signatures.some((each) => each.publicKey === party.publicKey)) throw invalid(`the receipt in it does not bear the signature of ${holder}`);
  if ((shares === undefined) === (encrypted === undefined)) throw invalid('it has no shares, or has them twice');
  const open = { format, ...stateOnly, holder };
  return {
    ...state,
    holder,
    isEncrypted: encrypted !== undefined,
    open: async (identity) => {
      const scalars = (shares ?? (await openShares(encrypted ?? { nonce: '', ciphertext: '' }, identity, open))).map((each) => decodeScalar(fromHex(each)));
      return { ...state, holder, shares: checkedShares(state, holder, scalars) };
    },
  };
}

async function openShares({ nonce, ciphertext }: { nonce: string; ciphertext: string }, identity: SecretKeyOfIdentity, open: unknown): Promise<string[]> {
  const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
  try {
    return parseJsonAs(points, xchacha20poly1305(shareKey(identity), fromHex(nonce), canonicalHash(open)).decrypt(fromHex(ciphertext)), { maxBytes: MAX_ENCRYPTED_SHARES });
  } catch {
    throw new MpcError('IDENTITY_LOCKED', 'The share was encrypted for another identity than this one.', 'Use the identity of the session; after a rotation the old one is kept as identity-OLDKEY.json.');
  }
}

function checkedShares({ dealings, receipt }: SharedState, holder: string, scalars: readonly (bigint | undefined)[]): bigint[] {
  const [seat = -1] = seatsOf(receipt.agreement, [holder]);
  if (scalars.length !== dealings.length) throw invalid('it does not have a share of each dealing');
  return scalars.map((scalar, i) => {
    const current = dealings[i]?.current;
    if (scalar === undefined || current === undefined || !isShare(current, pointOf(seat), scalar)) throw invalid('a share in it does not fit its commitments');
    return scalar;
  });
}

function invalid(why: string): MpcError {
  return new MpcError('SHARE_INVALID', `This is not a good share file: ${why}.`, 'Restore it from your back-up. As long as enough other holders have theirs, nothing is lost.');
}
