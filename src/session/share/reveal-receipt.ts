import * as v from 'valibot';
import { fromHex, toHex, u32be } from '../../crypto/bytes.js';
import { verify } from '../../crypto/ed25519.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { MpcError } from '../../errors.js';
import { documentText, SignedDocument } from '../documents/signed-document.js';
import { MAX_RECEIPT_BYTES, type Receipt } from '../receipt.js';
import { parseReceiptValue, verifyReceiptValue, type VerifiedReceipt } from '../receipt-verify.js';
import { openingSchema, targetOf, type Opening, type Target } from './opening.js';
import { hex, name } from '../agreement/schema.js';

export const REVEAL_FORMAT = 'mpc-reveal-receipt/1';
export const APPROVAL_LABEL = 'mpc reveal approval v1';
export const OPENED_LABEL = 'mpc reveal opened v1';
export const NONCE_BYTES = 32;

/** One party in one attempt: the nonce is drawn when the attempt begins. */
export interface Attendant {
  /** In the roster, from 0. */
  readonly seat: number;
  readonly nonce: Uint8Array;
}

/** What is opened: the agreement, the session, and the current sharing. */
export interface Opened {
  readonly target: Pick<Target, 'digest'>;
  readonly session: string;
  readonly epoch: number;
  readonly state: Uint8Array;
}

/**
 * What is signed under `APPROVAL_LABEL`, by a holder: that the result may be opened to the target's recipients; and under `OPENED_LABEL`, by a recipient: that
 * it opened the result, with nothing of the result in it. Both are statements by one party to one other, in the attempt in which these two have these nonces: a
 * signature is useless in another attempt, or towards a third party.
 */
export function saidParts({ target, session, epoch, state }: Opened, by: Attendant, to: Attendant): Uint8Array[] {
  return [fromHex(target.digest), fromHex(session), u32be(epoch), state, u32be(by.seat), by.nonce, u32be(to.seat), to.nonce];
}

export interface Said {
  readonly name: string;
  /** The signer's nonce, in the attempt in which it signed. */
  readonly nonce: string;
  readonly signature: string;
}

/** Who opened a sealed result, and with whose approval, as one party was told, bound to the receipt of the session. */
export interface RevealReceipt {
  readonly format: typeof REVEAL_FORMAT;
  /** The receipt of the session that sealed the result. */
  readonly receipt: Receipt;
  /** The agreement under which this opening was done, if it is not the session's. */
  readonly opening?: Opening | undefined;
  /** The party to which the receipt belongs, with its nonce in the attempt. */
  readonly by: { readonly name: string; readonly nonce: string };
  readonly epoch: number;
  /** Hash of what the holders have in common. */
  readonly state: string;
  readonly approvals: readonly Said[];
  readonly opened: readonly Said[];
}

const said = v.pipe(v.array(v.strictObject({ name, nonce: hex(NONCE_BYTES), signature: hex(64) })), v.maxLength(64));
export const attemptEntries = {
  receipt: v.unknown(),
  opening: v.optional(openingSchema),
  by: v.strictObject({ name, nonce: hex(NONCE_BYTES) }),
  epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(2 ** 31)),
  state: hex(32),
  approvals: said,
};
const REVEAL = new SignedDocument({ format: REVEAL_FORMAT, schema: v.strictObject({ format: v.literal(REVEAL_FORMAT), ...attemptEntries, opened: said }), maxBytes: MAX_RECEIPT_BYTES, invalid });

/** The contents of a receipt: what a party holds at the end of an opening. */
export interface RevealFacts {
  readonly by: { readonly name: string; readonly nonce: Uint8Array };
  readonly epoch: number;
  readonly state: Uint8Array;
  readonly approvals: readonly { readonly name: string; readonly nonce: Uint8Array; readonly signature: Uint8Array }[];
  readonly opened: RevealFacts['approvals'];
}

export function saidAsHex(each: RevealFacts['approvals']): Said[] {
  return each.map(({ name, nonce, signature }) => ({ name, nonce: toHex(nonce), signature: toHex(signature) }));
}

export function revealReceiptText(receipt: Receipt, opening: Opening | undefined, { by, epoch, state, approvals, opened }: RevealFacts): string {
  const document: RevealReceipt = {
    format: REVEAL_FORMAT,
    receipt,
    ...(opening === undefined ? {} : { opening }),
    by: { name: by.name, nonce: toHex(by.nonce) },
    epoch,
    state: toHex(state),
    approvals: saidAsHex(approvals),
    opened: saidAsHex(opened),
  };
  return documentText(document);
}

/** A checked receipt of an opening. */
export interface VerifiedReveal {
  readonly reveal: RevealReceipt;
  readonly session: VerifiedReceipt;
}

/** Checks the session's receipt inside, and every signature. It needs no network and no data. Throws RECEIPT_INVALID. */
export function verifyReveal(bytes: Uint8Array): VerifiedReveal {
  const document = REVEAL.read(bytes);
  const reveal: RevealReceipt = { ...document, receipt: parseReceiptValue(document.receipt) };
  REVEAL.checkCanonical(reveal, bytes);
  const session = verifyReceiptValue(reveal.receipt);
  const target = checkAttempt(reveal, invalid);
  if (reveal.opened.length === 0 || !reveal.opened.every(({ name }) => target.recipients.includes(name))) throw invalid('no recipient says that it opened it');
  checkSaid(reveal, target, reveal.opened, OPENED_LABEL, invalid);
  return { reveal, session };
}

export type Invalid = (why: string) => MpcError;

/** Checks the common part of receipts of openings and of releases: enough holders told this party, in this attempt, that they approve. */
export function checkAttempt(attempt: Omit<RevealReceipt, 'format' | 'opened'>, fail: Invalid): Target {
  const { receipt, epoch, approvals, by } = attempt;
  const { threshold, parties } = receipt.agreement;
  let target: Target;
  try {
    target = targetOf(receipt, attempt.opening);
  } catch (error) {
    throw fail(error instanceof MpcError ? error.message : 'its opening agreement is malformed');
  }
  if (threshold === undefined || approvals.length < (epoch === 0 ? threshold.needed : 2)) throw fail('too few holders approved it');
  if (epoch === 0 && !approvals.every(({ name }) => threshold.holders.includes(name))) throw fail('somebody who holds no share approved it');
  if (!parties.some(({ name }) => name === by.name)) throw fail('it is of somebody who is no party');
  checkSaid(attempt, target, approvals, APPROVAL_LABEL, fail);
  return target;
}

function checkSaid({ receipt, epoch, state, by }: Omit<RevealReceipt, 'format' | 'opened'>, target: Target, all: readonly Said[], label: string, fail: Invalid): void {
  const { parties } = receipt.agreement;
  const what = { target, session: receipt.session, epoch, state: fromHex(state) };
  const to = { seat: parties.findIndex(({ name }) => name === by.name), nonce: fromHex(by.nonce) };
  const seen = new Set<string>();
  for (const { name, nonce, signature } of all) {
    const seat = parties.findIndex((party) => party.name === name);
    const key = parties[seat]?.publicKey;
    const isGood = key !== undefined && verify(decodePublicKey(key), fromHex(signature), label, ...saidParts(what, { seat, nonce: fromHex(nonce) }, to));
    if (!isGood || seen.has(name)) throw fail(`a signature on it is not one of ${name}`);
    seen.add(name);
  }
}

function invalid(why: string): MpcError {
  return new MpcError('RECEIPT_INVALID', `This is not a valid receipt of an opening: ${why}.`, 'Ask another party of that opening for its copy.');
}
