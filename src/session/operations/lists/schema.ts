import * as v from 'valibot';
import { GROUP, isRegion, isScheme, LONGEST_PLACEHOLDER, type KeyColumn } from '../../../linkage/index.js';
import { columnName, integer, name, text } from '../../agreement/schema.js';
import { MAX_CAP } from './caps.js';
import type { MatchingLimits } from './types.js';

export const keyRules = v.strictObject({ normalisation: text(200), rules: v.pipe(v.array(text(200)), v.minLength(1), v.maxLength(64)), placeholders: v.optional(v.pipe(v.array(text(LONGEST_PLACEHOLDER)), v.minLength(1), v.maxLength(64))) });

const groups = v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(GROUP))), v.minLength(1), v.maxLength(16), v.description('The keys that the column belongs to, where there are several of which any may agree.')));

export const columns = v.pipe(
  v.array(
    v.variant('type', [
      v.strictObject({ name: columnName, type: v.picklist(['exact', 'text', 'name', 'email', 'iban', 'plate']), groups }),
      v.strictObject({ name: columnName, type: v.literal('date'), order: v.picklist(['ymd', 'dmy', 'mdy']), groups }),
      v.strictObject({ name: columnName, type: v.picklist(['phone', 'postcode']), region: v.optional(v.pipe(v.string(), v.check(isRegion, 'is no country'), v.description('The country in whose way cells are written, as ISO 3166-1 has it.'))), groups }),
      v.strictObject({ name: columnName, type: v.literal('id'), scheme: v.optional(v.pipe(v.string(), v.check(isScheme, 'is no scheme of numbers that this program checks'), v.description('What check digits follow, such as nl.bsn.'))), groups }),
    ]),
  ),
  v.minLength(1),
  v.maxLength(32),
) satisfies v.GenericSchema<unknown, readonly KeyColumn[]>;

export const limits = v.strictObject({
  caps: v.array(v.strictObject({ name, records: integer(0, MAX_CAP) })),
  maxMatches: v.optional(integer(0, MAX_CAP)),
  lastMayTest: v.optional(v.pipe(v.strictObject({ name, keys: integer(1, MAX_CAP * 64) }), v.description('In a match against several lists, the party that mixes last, and how many keys it can test. It stands here if that party can test more keys than the recipient.'))),
  minUsable: v.optional(v.pipe(integer(0, 100), v.description('Rows in a hundred that must make keys; 50 if it is missing.'))),
  tellTested: v.optional(v.pipe(v.literal(true), v.description('Recipients also learn how many rows each list has, and how many of them make keys.'))),
}) satisfies v.GenericSchema<unknown, MatchingLimits>;
