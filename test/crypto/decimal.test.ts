import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { averageOf, divideHalfEven, formatDecimal, parseDecimal } from '../../src/crypto/decimal.js';

const scaled = fc.bigInt({ min: -(2n ** 128n), max: 2n ** 128n });
const positions = fc.integer({ min: 0, max: 12 });

describe('parseDecimal', () => {
  it.each([
    ['0', 2, 0n],
    ['-0', 2, 0n],
    ['+7', 2, 700n],
    ['12.5', 2, 1250n],
    ['-0.05', 2, -5n],
    ['007.10', 2, 710n],
    ['1.2300000', 2, 123n],
    ['5.000', 0, 5n],
    ['340282366920938463463374607431768211456', 0, 2n ** 128n],
  ])('reads %s with %i decimals', (text, decimals, value) => {
    expect(parseDecimal(text, decimals)).toBe(value);
  });

  it.each(['', '-', '+', '.', '.5', '5.', '1e3', '1E3', ' 1', '1 ', '1,5', '1.2.3', '--1', '+-1', '0x10', '1_0', '١', 'NaN', 'Infinity', '1\n'])(
    'refuses %j',
    (text) => {
      expect(parseDecimal(text, 6)).toBeUndefined();
    },
  );

  it('refuses digits beyond the decimals, and zeros only are fine', () => {
    expect(parseDecimal('1.234', 2)).toBeUndefined();
    expect(parseDecimal('1.230', 2)).toBe(123n);
    expect(parseDecimal('1.2301', 2)).toBeUndefined();
    expect(parseDecimal('0.1', 0)).toBeUndefined();
  });

  it('refuses more than 64 characters', () => {
    expect(parseDecimal('1'.repeat(64), 0)).toBe(BigInt('1'.repeat(64)));
    expect(parseDecimal('1'.repeat(65), 0)).toBeUndefined();
  });
});

describe('formatDecimal', () => {
  it.each([
    [-5n, 2, '-0.05'],
    [0n, 2, '0.00'],
    [0n, 0, '0'],
    [-12n, 0, '-12'],
    [123456n, 3, '123.456'],
    [100n, 2, '1.00'],
  ])('prints %s with %i decimals', (value, decimals, text) => {
    expect(formatDecimal(value, decimals)).toBe(text);
  });

  it('is undone by parseDecimal', () => {
    fc.assert(
      fc.property(scaled, positions, (value, decimals) => {
        const text = formatDecimal(value, decimals);
        expect(parseDecimal(text, decimals)).toBe(value);
        expect(text.startsWith('-')).toBe(value < 0n);
        expect((text.split('.')[1] ?? '').length).toBe(decimals);
      }),
    );
  });

  it('keeps the value when decimals are added', () => {
    fc.assert(
      fc.property(scaled, positions, positions, (value, decimals, more) => {
        expect(parseDecimal(formatDecimal(value, decimals), decimals + more)).toBe(value * 10n ** BigInt(more));
      }),
    );
  });
});

describe('divideHalfEven', () => {
  it.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [-1n, 2n, 0n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [-2n, 3n, -1n],
    [15n, 10n, 2n],
    [25n, 10n, 2n],
  ])('%s / %s = %s', (numerator, denominator, quotient) => {
    expect(divideHalfEven(numerator, denominator)).toBe(quotient);
  });

  it('is the nearest integer, and the even one of two', () => {
    fc.assert(
      fc.property(scaled, fc.bigInt({ min: 1n, max: 2n ** 64n }), (numerator, denominator) => {
        const quotient = divideHalfEven(numerator, denominator);
        const error = 2n * (numerator - quotient * denominator);
        const distance = error < 0n ? -error : error;
        expect(distance <= denominator).toBe(true);
        if (distance === denominator) expect(quotient % 2n).toBe(0n);
      }),
    );
  });

  it('meets halves often enough to matter', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: 1n, max: 1000n }), (odd, half) => {
        const quotient = divideHalfEven((2n * odd + 1n) * half, 2n * half);
        expect(quotient).toBe(odd % 2n === 0n ? odd : odd + 1n);
      }),
    );
  });

  it.each([0n, -1n])('refuses the denominator %s', (denominator) => {
    expect(() => divideHalfEven(1n, denominator)).toThrow(/Internal error/);
  });
});

describe('averageOf', () => {
  it.each([
    [1000n, 3n, 2, 6, '3.33333333'],
    [-1000n, 3n, 2, 6, '-3.33333333'],
    [2000n, 3n, 2, 6, '6.66666667'],
    [5n, 2n, 0, 0, '2'],
    [5n, 2n, 0, 6, '2.500000'],
    [0n, 7n, 2, 6, '0.00000000'],
    [-1n, 10n ** 9n, 2, 6, '0.00000000'],
  ])('%s / %s', (sum, count, decimals, extra, text) => {
    expect(averageOf(sum, count, decimals, extra)).toBe(text);
  });

  it('is exact when the division is', () => {
    fc.assert(
      fc.property(scaled, fc.bigInt({ min: 1n, max: 10n ** 9n }), positions, (value, count, decimals) => {
        expect(averageOf(value * count, count, decimals, 6)).toBe(formatDecimal(value * 10n ** 6n, decimals + 6));
      }),
    );
  });
});
