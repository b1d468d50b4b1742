import * as v from 'valibot';
import { FORMAT, type Agreement, type LinearAgreement, type MatchingAgreement } from './types.js';

/** Records a list: four times what one machine compares in sensible time. */
export const MAX_CAP = 2 ** 24;
/** Payload of one record: a name, a number to call, a few words. */
export const MAX_PAYLOAD_BYTES = 4096;

const integer = (min: number, max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));
export const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max), v.check(isPlain, 'holds control characters'));
/** How names are written is checked apart (crypto/party-name.ts); this only bounds them. */
export const name = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const amount = v.pipe(v.string(), v.regex(/^-?\d{1,50}(\.\d{1,30})?$/));
export const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/));

/** Text that people are to read before they sign must not be able to rearrange itself on their screen. */
function isPlain(value: string): boolean {
  // Of all spaces only the common one: where lines are broken, others are not seen, and could imitate a heading.
  const hasOdd = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]|(?! )\p{Z}/u.test(value);
  return !hasOdd && value === value.normalize('NFC');
}

const emptyCells = v.picklist(['refuse', 'skip', 'zero']);

const terms = {
  format: v.literal(FORMAT),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  purpose: text(2000),
  legalBasis: v.optional(text(2000)),
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

const columnName = text(200);

const linearSchema = v.strictObject({
  ...terms,
  operation: v.variant('name', [
    v.strictObject({ name: v.literal('sum'), emptyCells }),
    v.strictObject({ name: v.literal('average'), emptyCells, digits: integer(0, 30) }),
  ]),
  columns: v.pipe(
    v.array(
      v.strictObject({
        name: columnName,
        type: v.literal('number'),
        decimals: integer(0, 30),
        min: amount,
        max: amount,
      }),
    ),
    v.minLength(1),
    v.maxLength(1000),
  ),
  limits: v.strictObject({ maxRows: integer(1, 10_000_000_000), minContributors: integer(2, 64), allowNoRows: v.optional(v.literal(true)) }),
}) satisfies v.GenericSchema<unknown, LinearAgreement>;

const keyRules = v.strictObject({ normalisation: text(200), rules: v.pipe(v.array(text(200)), v.minLength(1), v.maxLength(64)) });
const payload = v.strictObject({ columns: v.pipe(v.array(columnName), v.minLength(1), v.maxLength(100)), bytes: integer(1, MAX_PAYLOAD_BYTES) });

const matchingSchema = v.strictObject({
  ...terms,
  operation: v.variant('name', [
    v.strictObject({
      name: v.literal('psi'),
      protocol: v.picklist(['voprf', 'dh-count', 'vole']),
      reveals: v.picklist(['matches', 'count']),
      keys: keyRules,
      payload: v.optional(payload),
    }),
    v.strictObject({ name: v.literal('match'), protocol: v.literal('mix'), keys: keyRules }),
  ]),
  columns: v.pipe(
    v.array(
      v.variant('type', [
        v.strictObject({ name: columnName, type: v.picklist(['exact', 'text', 'name']) }),
        v.strictObject({ name: columnName, type: v.literal('date'), order: v.picklist(['ymd', 'dmy', 'mdy']) }),
      ]),
    ),
    v.minLength(1),
    v.maxLength(32),
  ),
  limits: v.strictObject({
    caps: v.array(v.strictObject({ name, records: integer(0, MAX_CAP) })),
    maxMatches: v.optional(integer(0, MAX_CAP)),
    lastMayTest: v.optional(v.strictObject({ name, keys: integer(1, MAX_CAP * 64) })),
    minUsable: v.optional(integer(0, 100)),
  }),
}) satisfies v.GenericSchema<unknown, MatchingAgreement>;

/**
 * The shape that an agreement's operation asks for. Unknown fields are refused everywhere: what is signed must be what was understood.
 */
export function schemaFor(value: unknown): v.GenericSchema<unknown, Agreement> {
  const operation = (value as { operation?: { name?: unknown } | null } | null | undefined)?.operation?.name;
  return operation === 'psi' || operation === 'match' ? matchingSchema : linearSchema;
}
