import * as v from 'valibot';
import { GROUP, isRegion, isScheme, LONGEST_PLACEHOLDER, type KeyColumn } from '../../../linkage/index.js';
import { columnName, integer, name, text } from '../../agreement/schema.js';
import { MAX_CAP } from './caps.js';
import type { MatchingLimits } from './types.js';

export const keyRules = v.strictObject({ normalisation: text(200), rules: v.pipe(v.array(text(200)), v.minLength(1), v.maxLength(64)), placeholders: v.optional(v.pipe(v.array(text(LONGEST_PLACEHOLDER)), v.minLength(1), v.maxLength(64))) });

const groups = v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(GROUP))), v.minLength(1), v.maxLength(16)));

export const columns = v.pipe(
  v.array(
    v.variant('type', [
      v.strictObject({ name: columnName, type: v.picklist(['exact', 'text', 'name', 'email', 'iban', 'plate']), groups }),
      v.strictObject({ name: columnName, type: v.literal('date'), order: v.picklist(['ymd', 'dmy', 'mdy']), groups }),
      v.strictObject({ name: columnName, type: v.picklist(['phone', 'postcode']), region: v.optional(v.pipe(v.string(), v.check(isRegion, 'is no country'))), groups }),
      v.strictObject({ name: columnName, type: v.literal('id'), scheme: v.optional(v.pipe(v.string(), v.check(isScheme, 'is no scheme of numbers that this program checks'))), groups }),
    ]),
  ),
  v.minLength(1),
  v.maxLength(32),
) satisfies v.GenericSchema<unknown, readonly KeyColumn[]>;

export const limits = v.strictObject({
  caps: v.array(v.strictObject({ name, records: integer(0, MAX_CAP) })),
  maxMatches: v.optional(integer(0, MAX_CAP)),
  lastMayTest: v.optional(v.strictObject({ name, keys: integer(1, MAX_CAP * 64) })),
  minUsable: v.optional(integer(0, 100)),
  tellTested: v.optional(v.literal(true)),
}) satisfies v.GenericSchema<unknown, MatchingLimits>;
