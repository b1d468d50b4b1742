import * as v from 'valibot';
import { fromHex, toHex, u32be } from '../../crypto/bytes.js';
import { verify } from '../../crypto/ed25519.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { MpcError } from '../../errors.js';
import { canonicalJson } from '../agreement/canonical.js';
import { MAX_RECEIPT_BYTES, type Receipt } from '../receipt.js';
import { parseReceiptValue, verifyReceiptValue, type VerifiedReceipt } from '../receipt-verify.js';

export const REVEAL_FORMAT = 'mpc-reveal-receipt/1';
export const APPROVAL_LABEL = 'mpc reveal approval v1';
export const OPENED_LABEL = 'mpc reveal opened v1';

/** What a holder signs: that the result of this session, as it is shared in this epoch, may be opened to its recipients. */
export function approvalParts({ digest, session }: Receipt, epoch: number, state: Uint8Array): Uint8Array[] {
  return [fromHex(digest), fromHex(session), u32be(epoch), state];
}

/** What a recipient signs: that it opened the result of this session. Nothing of the result is in it. */
export function openedParts({ digest, session }: Receipt, place: number, epoch: number, state: Uint8Array): Uint8Array[] {
  return [fromHex(digest), fromHex(session), u32be(place), u32be(epoch), state];
}

/** Who opened a sealed result, and with whose approval: what one party saw of it, bound to the receipt of the session. */
export interface RevealReceipt {
  readonly format: typeof REVEAL_FORMAT;
  /** Of the session that sealed the result. */
  readonly receipt: Receipt;
  readonly epoch: number;
  /** Hash of what the holders have in common. */
  readonly state: string;
  readonly approvals: readonly { readonly name: string; readonly signature: string }[];
  readonly opened: readonly { readonly name: string; readonly signature: string }[];
}

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)));
const signatures = v.pipe(v.array(v.strictObject({ name: v.string(), signature: hex(64) })), v.maxLength(64));
const schema = v.strictObject({ format: v.literal(REVEAL_FORMAT), receipt: v.unknown(), epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), state: hex(32), approvals: signatures, opened: signatures });

type Signatures = readonly { readonly name: string; readonly signature: Uint8Array }[];

export function revealReceiptText(receipt: Receipt, revealed: { epoch: number; state: Uint8Array; approvals: Signatures; opened: Signatures }): string {
  const asHex = (each: Signatures) => each.map(({ name, signature }) => ({ name, signature: toHex(signature) }));
  const document: RevealReceipt = { format: REVEAL_FORMAT, receipt, epoch: revealed.epoch, state: toHex(revealed.state), approvals: asHex(revealed.approvals), opened: asHex(revealed.opened) };
  return `${canonicalJson(document)}\n`;
}

export interface VerifiedReveal {
  readonly reveal: RevealReceipt;
  readonly session: VerifiedReceipt;
}

/** Checks the session's receipt inside, and every signature. Needs no network and no data. Throws RECEIPT_INVALID. */
export function verifyReveal(bytes: Uint8Array): VerifiedReveal {
  if (bytes.length > MAX_RECEIPT_BYTES) throw invalid('it is longer than 4 MiB');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalid('it is not JSON');
  }
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) throw invalid(`${v.getDotPath(parsed.issues[0]) ?? 'the document'} is not as the format asks`);
  const receipt = parseReceiptValue(parsed.output.receipt);
  const reveal: RevealReceipt = { ...parsed.output, receipt };
  if (canonicalJson(reveal) !== Buffer.from(bytes).toString('utf8').trimEnd()) throw invalid('its bytes are not in canonical form: it was edited or re-formatted');
  const session = verifyReceiptValue(receipt);
  const { agreement } = receipt;
  const { threshold, recipients } = agreement;
  const isOriginal = reveal.epoch === 0;
  if (threshold === undefined || reveal.approvals.length < (isOriginal ? threshold.needed : 2)) throw invalid('too few holders approved it');
  if (isOriginal && !reveal.approvals.every(({ name }) => threshold.holders.includes(name))) throw invalid('somebody who holds no share approved it');
  if (reveal.opened.length === 0 || !reveal.opened.every(({ name }) => recipients.includes(name))) throw invalid('no recipient says that it opened it');
  checkSignatures(receipt, reveal.approvals, APPROVAL_LABEL, () => approvalParts(receipt, reveal.epoch, fromHex(reveal.state)));
  checkSignatures(receipt, reveal.opened, OPENED_LABEL, (place) => openedParts(receipt, place, reveal.epoch, fromHex(reveal.state)));
  return { reveal, session };
}

function checkSignatures({ agreement }: Receipt, signatures: RevealReceipt['approvals'], label: string, partsOf: (place: number) => Uint8Array[]): void {
  const seen = new Set<string>();
  for (const { name, signature } of signatures) {
    const place = agreement.parties.findIndex((party) => party.name === name);
    const key = agreement.parties[place]?.publicKey;
    if (key === undefined || seen.has(name) || !verify(decodePublicKey(key), fromHex(signature), label, ...partsOf(place))) throw invalid(`a signature on it is not one of ${name}`);
    seen.add(name);
  }
}

function invalid(why: string): MpcError {
  return new MpcError('RECEIPT_INVALID', `This is not a valid receipt of an opening: ${why}.`, 'Ask another party of that opening for its copy.');
}
