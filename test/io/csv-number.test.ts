import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../src/crypto/decimal.js';
import { exactNumber, hasTwoReadings, plainNumber, type Evidence } from '../../src/io/csv/number.js';

const none = (): Evidence => ({ hasDecimals: false });

const POINT = { decimalComma: false, thousands: false, markIsDecimal: false };

describe('plainNumber', () => {
  const digits = fc.stringMatching(/^[+-]?[0-9]{0,18}([.,][0-9]{0,8})?$/);
  const anything = fc.oneof(digits, fc.string({ maxLength: 8 }), fc.double().map(String), fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String));

  it('says what exactNumber says, or nothing', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 20 }), fc.boolean(), (cell, decimals, decimalComma) => {
        const plain = plainNumber(cell, decimals, decimalComma, none());
        if (Number.isNaN(plain)) return;
        expect(Number.isSafeInteger(plain)).toBe(true);
        expect(BigInt(plain)).toBe(exactNumber(cell, decimals, { decimalComma, thousands: false, markIsDecimal: false }));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes every usual number itself', () => {
    const value = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n });
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 6 }), (scaled, decimals) => {
        const text = formatDecimal(scaled, decimals);
        if (!hasTwoReadings(text, POINT, none())) expect(BigInt(plainNumber(text, decimals, false, none()))).toBe(scaled);
      }),
    );
  });
});

describe('a number that is two', () => {
  it.each(['2.500', '12.000', '-900.000', '+1.234'])('%s, until another shows what the point is', (cell) => {
    expect(hasTwoReadings(cell, POINT, none())).toBe(true);
    expect(hasTwoReadings(cell.replace('.', ','), { ...POINT, decimalComma: true }, none())).toBe(true);
    expect(hasTwoReadings(cell, { ...POINT, markIsDecimal: true }, none())).toBe(false);
    expect(plainNumber(cell, 3, false, none())).toBeNaN();
  });

  it.each(['12.5', '0.500', '012.500', '1234.500', '1.2345', '1.23'])('%s shows it', (cell) => {
    const [slow, fast] = [none(), none()];
    expect(hasTwoReadings(cell, POINT, slow)).toBe(false);
    plainNumber(cell, 4, false, fast);
    expect([slow.hasDecimals, fast.hasDecimals]).toEqual([true, true]);
  });

  it.each(['900', '15400', '-1'])('%s shows nothing', (cell) => {
    const evidence = none();
    expect(hasTwoReadings(cell, POINT, evidence)).toBe(false);
    plainNumber(cell, 4, false, evidence);
    expect(evidence.hasDecimals).toBe(false);
  });

  it('is told apart alike by the fast reader and the exact one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?[0-9]{1,5}([.,][0-9]{1,5})?$/), fc.boolean(), (cell, decimalComma) => {
        const [slow, fast] = [none(), none()];
        const format = { ...POINT, decimalComma };
        const isTwo = hasTwoReadings(cell, format, slow);
        const isPlain = !Number.isNaN(plainNumber(cell, 6, decimalComma, fast));
        if (exactNumber(cell, 6, format) !== undefined) expect([isPlain, fast.hasDecimals]).toEqual([!isTwo, slow.hasDecimals]);
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
    ['1\u2009000', 100000n],
    ['12,34,567', 123456700n],
    ['-1,23,456.7', -12345670n],
    ['1\u00a0000', 100000n],
    ['1\u202f000.5', 100050n],
    ['1234', 123400n],
  ])('reads %s with thousands', (cell, value) => {
    expect(exactNumber(cell, 2, { decimalComma: false, thousands: true, markIsDecimal: false })).toBe(value);
    expect(exactNumber(cell, 2, POINT)).toBe(/^[0-9.]+$/.test(cell) ? value : undefined);
  });

  it.each([
    ['1\u02bc234,5', 123450n],
    ['1.234', 123400n],
    ['1.234.567,8', 123456780n],
    ['-12 345,67', -1234567n],
    ["1'000,5", 100050n],
    ['12,5', 1250n],
  ])('reads %s with thousands and a decimal comma', (cell, value) => {
    expect(exactNumber(cell, 2, { decimalComma: true, thousands: true, markIsDecimal: false })).toBe(value);
  });

  it.each(['1,23', '1,23,45', '123,45,678', '12,345,67', '1234,567', '1,234 567', ',123', '1,,234', '0,123', '1,234,', '1.234,5', '1,2345', '(1,234)', '1e3', '1_000', '١٢'])('refuses %s with thousands', (cell) => {
    expect(exactNumber(cell, 2, { decimalComma: false, thousands: true, markIsDecimal: false })).toBeUndefined();
  });

  it.each(['1.5', '1.234', '1,2,3', '1.234,5'])('refuses %s with a decimal comma only', (cell) => {
    expect(exactNumber(cell, 2, { decimalComma: true, thousands: false, markIsDecimal: false })).toBeUndefined();
  });

  it('does not look at endless cells', () => {
    expect(exactNumber('1'.repeat(10 ** 6), 2, { decimalComma: false, thousands: true, markIsDecimal: false })).toBeUndefined();
  });
});
