import * as v from 'valibot';
import { FORMAT, type Agreement } from './types.js';

const integer = (min: number, max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max));
const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max), v.check(isPlain, 'holds control characters'));
/** How names are written is checked apart (crypto/party-name.ts); this only bounds them. */
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const amount = v.pipe(v.string(), v.regex(/^-?\d{1,50}(\.\d{1,30})?$/));
const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/));

/** Text that people are to read before they sign must not be able to rearrange itself on their screen. */
function isPlain(value: string): boolean {
  // Of all spaces only the common one: where lines are broken, others are not seen, and could imitate a heading.
  const hasOdd = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]|(?! )\p{Z}/u.test(value);
  return !hasOdd && value === value.normalize('NFC');
}

const emptyCells = v.picklist(['refuse', 'skip', 'zero']);

/** Unknown fields are refused everywhere: what is signed must be what was understood. */
export const agreementSchema = v.strictObject({
  format: v.literal(FORMAT),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  purpose: text(2000),
  legalBasis: v.optional(text(2000)),
  operation: v.variant('name', [
    v.strictObject({ name: v.literal('sum'), emptyCells }),
    v.strictObject({ name: v.literal('average'), emptyCells, digits: integer(0, 30) }),
  ]),
  columns: v.pipe(
    v.array(
      v.strictObject({
        name: text(200),
        type: v.literal('number'),
        decimals: integer(0, 30),
        min: amount,
        max: amount,
      }),
    ),
    v.minLength(1),
    v.maxLength(1000),
  ),
  parties: v.pipe(v.array(v.strictObject({ name, publicKey: v.pipe(v.string(), v.maxLength(100)) })), v.minLength(2), v.maxLength(64)),
  contributors: v.pipe(v.array(name), v.minLength(1)),
  recipients: v.pipe(v.array(name), v.minLength(1)),
  threshold: v.optional(v.strictObject({ needed: integer(2, 64), holders: v.array(name) })),
  limits: v.strictObject({ maxRows: integer(1, 10_000_000_000), minContributors: integer(2, 64) }),
  meeting: v.picklist(['known keys', 'invite']),
  relay: v.pipe(v.string(), v.maxLength(500)),
  created: instant,
  expires: instant,
  runs: integer(1, 100_000),
}) satisfies v.GenericSchema<unknown, Agreement>;
