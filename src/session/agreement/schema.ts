import * as v from 'valibot';
import { FORMAT, type OwnTerms } from './types.js';

export const integer = (min: number, max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));
export const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max), v.check(isPlain, 'holds control characters'));
/** Spelling of names is checked elsewhere (crypto/party-name.ts). This schema bounds their length, and keeps them from rearranging a screen. */
export const name = text(256);
export const columnName = text(200);
/** `bytes` bytes in lower-case hex digits. */
export const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)));
export const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/));

export const day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/));

/** Text that people read before they sign must not be able to rearrange itself on their screen. */
function isPlain(value: string): boolean {
  // Only the common space is allowed: other spaces are invisible at line breaks, and could imitate a heading.
  const hasOdd = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]|(?! )\p{Z}/u.test(value);
  return !hasOdd && value === value.normalize('NFC');
}

const terms = {
  format: v.literal(FORMAT),
  id: hex(16),
  purpose: text(2000),
  legalBasis: v.optional(text(2000)),
  reference: v.optional(text(200)),
  contacts: v.optional(v.pipe(v.array(v.strictObject({ name, contact: text(300) })), v.minLength(1), v.maxLength(64))),
  retainUntil: v.optional(day),
  parties: v.pipe(v.array(v.strictObject({ name, publicKey: v.pipe(v.string(), v.maxLength(100)) })), v.minLength(2), v.maxLength(64)),
  contributors: v.pipe(v.array(name), v.minLength(1)),
  recipients: v.pipe(v.array(name), v.minLength(1)),
  threshold: v.optional(v.strictObject({ needed: integer(2, 64), holders: v.array(name) })),
  meeting: v.picklist(['known keys', 'invite']),
  relay: v.pipe(v.string(), v.maxLength(500)),
  created: instant,
  expires: instant,
  runs: integer(1, 100_000),
};

/** The schemas of an operation's own terms. Each refuses unknown fields: the signed terms must be the terms that were understood. */
export type OwnSchema<A extends OwnTerms = OwnTerms> = { readonly [K in keyof OwnTerms]: v.GenericSchema<unknown, A[K]> };

/** The schema of a whole agreement, from the schemas of its operation's own terms. */
export function agreementSchema({ operation, columns, limits }: OwnSchema) {
  return v.strictObject({ ...terms, operation, columns, limits });
}

/** The members of every agreement, whatever its operation. */
export const generalSchema = v.looseObject({ operation: v.looseObject({ name: v.string() }) });
