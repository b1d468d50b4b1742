import { describe, expect, it } from 'vitest';
import { ProgramNumbers } from '../../src/app/program/numbers.js';
import type { CsvSource } from '../../src/io/csv/index.js';

/** The cells of one column as the program sees them; throws what the end of the file does. */
function read(cells: readonly string[], style: Omit<CsvSource, 'file'> = {}): string[] {
  const numbers = new ProgramNumbers({ ...style, file: 'pay.csv' });
  const texts = cells.map((cell, i) => numbers.plain(cell, i + 2, 'pay').text);
  numbers.throwIfUnsettled();
  return texts;
}

describe('numbers of a program', () => {
  it.each([
    [['2.500', '12.000', '900'], {}, '--thousands --decimal-comma', '--decimal-point'],
    [['900', '-1.000'], {}, '--thousands --decimal-comma', '--decimal-point'],
    [['2,500', '12,000', '900'], { decimalComma: true }, '--thousands', '--no-thousands'],
    [['5.000 %'], {}, '--thousands --decimal-comma', '--decimal-point'],
  ])('%j are two each', (cells, style, one, other) => {
    expect(() => read(cells, style)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringMatching(/line \d, column "pay": the number can be read in two ways/) as unknown, next: expect.stringContaining(one) as unknown }));
    expect(() => read(cells, style)).toThrow(expect.objectContaining({ next: expect.stringContaining(other) as unknown }));
  });

  it.each([
    [['2.500', '12.5'], {}, ['2.500', '12.5']],
    [['2.500', '0.125'], {}, ['2.500', '0.125']],
    [['2.500', '900'], { decimalPoint: true }, ['2.500', '900']],
    [['2.500', '12.000,5'], { decimalComma: true, thousands: true }, ['2500', '12000.5']],
    [['2,500', '1,234,567.25'], { thousands: true }, ['2500', '1234567.25']],
    [['2,500'], { decimalComma: true, thousands: false }, ['2.500']],
    [[' 12,5 % '], { decimalComma: true }, ['12.5 %']],
    [['12.5', 'x', ''], { decimalComma: true }, ['12.5', 'x', '']],
  ])('%j with %j are %j', (cells, style, texts) => expect(read(cells, style)).toEqual(texts));
});
