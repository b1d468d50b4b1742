import * as v from 'valibot';
import { toHex, utf8 } from '../../crypto/bytes.js';
import { randomBytes } from '../../crypto/random.js';
import { instantOf, MAX_AGREEMENT_BYTES } from '../agreement/canonical.js';
import { canonicalJson } from '../documents/canonical-json.js';
import { canonicalHash, SignedDocument } from '../documents/signed-document.js';
import { english } from '../../texts/en/index.js';
import { prefaceOf, type Clause, type DescribeOptions } from '../agreement/describe.js';
import { hex, instant, name, text } from '../agreement/schema.js';
import type { Receipt } from '../receipt.js';
import { invalid } from '../agreement/invalid.js';

export const OPENING_FORMAT = 'mpc-opening/1';

/**
 * An agreement that follows an earlier one: to open the sealed result of one session to fewer than the agreement's recipients, or for another purpose. Holders
 * approve it by its digest, and give their shares only to those recipients.
 */
export interface Opening {
  readonly format: typeof OPENING_FORMAT;
  /** 128 random bits: two openings with the same words are still different, and no digest can be guessed. */
  readonly id: string;
  /** Digest of the agreement to which the result belongs. */
  readonly agreement: string;
  /** The session in which the result was sealed. */
  readonly session: string;
  /** Some of that agreement's recipients, in its order. */
  readonly recipients: readonly string[];
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
  /** UTC, to the second. */
  readonly created: string;
}

export const openingSchema = v.strictObject({
  format: v.literal(OPENING_FORMAT),
  id: hex(16),
  agreement: hex(32),
  session: hex(32),
  recipients: v.pipe(v.array(name), v.minLength(1), v.maxLength(64)),
  purpose: text(2000),
  legalBasis: v.optional(text(2000)),
  created: instant,
}) satisfies v.GenericSchema<unknown, Opening>;

const OPENING = new SignedDocument({ format: OPENING_FORMAT, schema: openingSchema, maxBytes: MAX_AGREEMENT_BYTES, invalid, edited: 'its bytes are not in canonical form: it was edited or re-formatted after it was made', endsStrictly: true });

/** The agreement under which an opening is done: one of its own, or that of the session. */
export interface Target {
  /** 64 hex digits, which the holders approve. */
  readonly digest: string;
  /** Names, in the agreement's order. */
  readonly recipients: readonly string[];
  readonly opening: Opening | undefined;
}

/** Throws AGREEMENT_INVALID if the opening does not belong to this session. */
export function targetOf(receipt: Receipt, opening?: Opening): Target {
  if (opening === undefined) return { digest: receipt.digest, recipients: receipt.agreement.recipients, opening };
  checkOpening(opening, receipt);
  return { digest: openingDigest(opening), recipients: opening.recipients, opening };
}

/** SHA-256 of the canonical bytes, 64 lower-case hex digits. */
export function openingDigest(opening: Opening): string {
  return toHex(canonicalHash(opening));
}

export function openingBytes(opening: Opening): Uint8Array {
  return utf8(canonicalJson(opening));
}

/** Makes an opening agreement. Throws AGREEMENT_INVALID if recipients are not among the session's, or texts are unfit for signing. */
export function makeOpening(receipt: Receipt, terms: { recipients: readonly string[]; purpose: string; legalBasis?: string | undefined }, now: number): Opening {
  const opening = {
    format: OPENING_FORMAT,
    id: toHex(randomBytes(16)),
    agreement: receipt.digest,
    session: receipt.session,
    recipients: receipt.agreement.recipients.filter((each) => terms.recipients.includes(each)),
    purpose: terms.purpose,
    ...(terms.legalBasis === undefined ? {} : { legalBasis: terms.legalBasis }),
    created: `${new Date(now).toISOString().slice(0, 19)}Z`,
  };
  const checked = validate(opening);
  const stranger = terms.recipients.find((each) => !receipt.agreement.recipients.includes(each));
  if (stranger !== undefined) throw invalid(`${stranger} is no recipient by the agreement of the session, and cannot become one`);
  checkOpening(checked, receipt);
  return checked;
}

/** Reads an opening agreement. Its bytes must be the canonical form of their content. Throws AGREEMENT_INVALID. */
export function parseOpening(bytes: Uint8Array): Opening {
  const opening = validate(OPENING.json(bytes));
  OPENING.checkCanonical(opening, bytes);
  return opening;
}

/** Whether these are the bytes of an opening agreement of any version, valid or not, rather than of another document. */
export function looksLikeOpening(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_AGREEMENT_BYTES && /"format":"mpc-opening\/\d{1,4}"/.test(Buffer.from(bytes).toString('latin1'));
}

function validate(value: unknown): Opening {
  const opening = OPENING.check(value);
  instantOf(opening.created);
  return opening;
}

function checkOpening(opening: Opening, { session, digest, agreement }: Receipt): void {
  if (opening.session !== session || opening.agreement !== digest) throw invalid('it opens the result of another session than the share or receipt is of');
  if (agreement.threshold === undefined) throw invalid('the result of that session was not sealed');
  const inOrder = agreement.recipients.filter((each) => opening.recipients.includes(each));
  if (canonicalJson(inOrder) !== canonicalJson(opening.recipients)) throw invalid('its recipients are not some of those of the session’s agreement, each once, in their order');
}

/** In plain words, English unless other texts are given. */
export function describeOpening(opening: Opening, { texts = english, isContinued = false }: Pick<DescribeOptions, 'texts' | 'isContinued'> = {}): Clause[] {
  const { opening: { headings, onlyThese, ofSession }, agreement: { legalBasis } } = texts;
  return [
    ...(isContinued ? [] : prefaceOf(texts)),
    { heading: headings.purpose, lines: [opening.purpose, ...(opening.legalBasis === undefined ? [] : [legalBasis(opening.legalBasis)])] },
    { heading: headings.learns, lines: [onlyThese(opening.recipients), ofSession(opening.session, opening.agreement)] },
    { heading: headings.written, lines: [opening.created] },
    { heading: headings.digest, lines: [openingDigest(opening)] },
  ];
}
