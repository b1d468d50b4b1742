import { expect, it } from 'vitest';
import { parseKey } from '../../../../src/linkage/index.js';
import { MatchedRows, matchingResult } from '../../../../src/session/operations/lists/matched-rows.js';
import { NO_KEY } from '../../../../src/session/operations/lists/no-key.js';
import { matchingJson } from '../../../../src/session/operations/lists/result.js';
import type { MatchingAgreement } from '../../../../src/session/operations/lists/types.js';
import { LongArray } from '../../../../src/long-array.js';
import { fc } from '../../../support/property.js';

const name = fc.oneof(fc.constantFrom('id', 'row', 'rules', 'groups', 'payload', '7', '007', '__proto__', 'a "b"', 'naïve'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }));
const cell = fc.string({ unit: 'grapheme', maxLength: 5 });

/** As much of an agreement as rows of a result need. */
function agreementWith(columns: readonly string[], rules: readonly string[], payload: readonly string[] | undefined): MatchingAgreement {
  const keys = { normalisation: rules.length > 1 ? 'keys/4 near/4' : 'keys/4', rules };
  return { operation: { keys, ...(payload && { payload: { columns: payload, bytes: 10 } }) }, columns: columns.map((each) => ({ ...parseKey('c'), name: each })), limits: { caps: ['a', 'b'].map((party) => ({ name: party, records: 5 })) }, contributors: ['a', 'b'], recipients: ['a'] } as unknown as MatchingAgreement;
}

it('texts of matches are what JSON makes of them, whatever the columns are called', () => {
  const input = fc.record({
    columns: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    payload: fc.option(fc.uniqueArray(name, { minLength: 1, maxLength: 2 }), { nil: undefined }),
    rules: fc.constantFrom(['exact'], ['exact', 'without born']),
    cells: fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 6 }),
    matched: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
  });
  fc.assert(
    fc.property(input, ({ columns, payload, rules, cells, matched }) => {
      const slots = rules.length;
      const itemOf = Uint32Array.from({ length: cells.length * slots }, (_, i) => (i % 5 === 4 ? NO_KEY : i));
      const records = { rows: cells.length, slots, digests: new Uint8Array(0), setHash: new Uint8Array(0), count: itemOf.length, itemOf, cells: (row: number) => (cells[row - 1] ?? []).slice(0, columns.length), texts: [] };
      const agreement = agreementWith(columns, rules, payload);
      const rows = new MatchedRows(agreement, records, Uint8Array.from(matched, Number), (item) => (payload ?? []).map((_, i) => `${item} ${i} é`));
      const { matches } = matchingJson(matchingResult(agreement, rows), false);
      if (!(matches instanceof LongArray)) throw new Error('no matches');
      expect([...matches.texts()]).toEqual(Array.from(matches.members(), (member) => JSON.stringify(member)));
    }),
  );
});

it('the strength of a rule counts rows by their first rule, and each key that two rows share once', () => {
  const rules = ['exact', 'near', 'near'];
  const items = 6;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1, 2, 3, 4, 5, NO_KEY), { maxLength: 30 }), fc.array(fc.boolean(), { minLength: items, maxLength: items }), (values, matched) => {
      const rows = Math.floor(values.length / 3);
      const itemOf = Uint32Array.from(values.slice(0, 3 * rows));
      const records = { rows, slots: 3, digests: new Uint8Array(0), setHash: new Uint8Array(0), count: items, itemOf, cells: () => [], texts: [] };
      const strengths = new MatchedRows(agreementWith(['c'], rules, undefined), records, Uint8Array.from(matched, Number)).strengths();
      const keysOf = (row: number, slots: readonly number[]) => new Set(slots.map((slot) => itemOf[3 * row + slot] ?? NO_KEY).filter((item) => item !== NO_KEY));
      const isFound = (row: number, slots: readonly number[]) => [...keysOf(row, slots)].some((item) => matched[item] === true);
      const all = Array.from({ length: rows }, (_, row) => row);
      const pairs = (slots: readonly number[]) => all.reduce((sum, row) => sum + all.slice(0, row).reduce((own, before) => own + [...keysOf(before, slots)].filter((item) => keysOf(row, slots).has(item)).length, 0), 0);
      expect(strengths.map(({ rule, rows: found, ownPairs }) => [rule, found, ownPairs])).toEqual([
        ['exact', all.filter((row) => isFound(row, [0])).length, pairs([0])],
        ['near', all.filter((row) => !isFound(row, [0]) && isFound(row, [1, 2])).length, pairs([1, 2])],
      ]);
    }),
  );
});
