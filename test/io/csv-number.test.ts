import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../src/crypto/decimal.js';
import { exactNumber, plainNumber } from '../../src/io/csv/number.js';

const POINT = { decimalComma: false, thousands: false };

describe('plainNumber', () => {
  const digits = fc.stringMatching(/^[+-]?[0-9]{0,18}([.,][0-9]{0,8})?$/);
  const anything = fc.oneof(digits, fc.string({ maxLength: 8 }), fc.double().map(String), fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String));

  it('says what exactNumber says, or nothing', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 20 }), fc.boolean(), (cell, decimals, decimalComma) => {
        const plain = plainNumber(cell, decimals, decimalComma);
        if (Number.isNaN(plain)) return;
        expect(Number.isSafeInteger(plain)).toBe(true);
        expect(BigInt(plain)).toBe(exactNumber(cell, decimals, { decimalComma, thousands: false }));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes every usual number itself', () => {
    const value = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n });
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 6 }), (scaled, decimals) => {
        expect(BigInt(plainNumber(formatDecimal(scaled, decimals), decimals, false))).toBe(scaled);
      }),
    );
  });
});

describe('exactNumber', () => {
  it.each([
    ['1,234', 123400n],
    ['1,234,567.8', 123456780n],
    ['-12 345', -1234500n],
    ["1'000'000", 100000000n],
    ['1’000', 100000n],
    ['1\u00a0000', 100000n],
    ['1\u202f000.5', 100050n],
    ['1234', 123400n],
  ])('reads %s with thousands', (cell, value) => {
    expect(exactNumber(cell, 2, { decimalComma: false, thousands: true })).toBe(value);
    expect(exactNumber(cell, 2, POINT)).toBe(/^[0-9.]+$/.test(cell) ? value : undefined);
  });

  it.each([
    ['1.234', 123400n],
    ['1.234.567,8', 123456780n],
    ['-12 345,67', -1234567n],
    ["1'000,5", 100050n],
    ['12,5', 1250n],
  ])('reads %s with thousands and a decimal comma', (cell, value) => {
    expect(exactNumber(cell, 2, { decimalComma: true, thousands: true })).toBe(value);
  });

  it.each(['1,23', '12,34,567', '1234,567', '1,234 567', ',123', '1,,234', '0,123', '1,234,', '1.234,5', '1,2345', '(1,234)', '1e3', '1_000', '١٢'])('refuses %s with thousands', (cell) => {
    expect(exactNumber(cell, 2, { decimalComma: false, thousands: true })).toBeUndefined();
  });

  it.each(['1.5', '1.234', '1,2,3', '1.234,5'])('refuses %s with a decimal comma only', (cell) => {
    expect(exactNumber(cell, 2, { decimalComma: true, thousands: false })).toBeUndefined();
  });

  it('does not look at endless cells', () => {
    expect(exactNumber('1'.repeat(10 ** 6), 2, { decimalComma: false, thousands: true })).toBeUndefined();
  });
});
