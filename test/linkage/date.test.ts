import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import type { DateOrder } from '../../src/linkage/column.js';
import { dateKey, readDate } from '../../src/linkage/date.js';

describe('dates', () => {
  it.each<[string, DateOrder, string]>([
    ['1980-12-31', 'ymd', '19801231'],
    ['19801231', 'ymd', '19801231'],
    ['1980/12/31', 'ymd', '19801231'],
    ['1980.2.1', 'ymd', '19800201'],
    [' 1980-12-31 ', 'ymd', '19801231'],
    ['1980-12-31 00:00:00', 'ymd', '19801231'],
    ['1980-12-31T00:00', 'ymd', '19801231'],
    ['１９８０－１２－３１', 'ymd', '19801231'],
    ['١٩٨٠-١٢-٣١', 'ymd', '19801231'],
    ['\u200e1980\u201012\u201031\u200f', 'ymd', '19801231'],
    ['1980-12-31', 'dmy', '19801231'],
    ['19801231', 'mdy', '19801231'],
    ['31/12/1980', 'dmy', '19801231'],
    ['31.12.1980', 'dmy', '19801231'],
    ['1-2-1980', 'dmy', '19800201'],
    ['1-2-1980', 'mdy', '19800102'],
    ['12/31/1980', 'mdy', '19801231'],
    ['31 12 1980', 'dmy', '19801231'],
    ['2000-02-29', 'ymd', '20000229'],
    ['17/02/1990 0:00', 'dmy', '19900217'],
    ['17.2.1990 0:00', 'dmy', '19900217'],
    ['17/02/1990 00:00', 'dmy', '19900217'],
    ['17/02/1990 12:00:00 AM', 'dmy', '19900217'],
    ['2/17/1990 12:00 a.m.', 'mdy', '19900217'],
    ['1990-02-17T00:00:00Z', 'ymd', '19900217'],
    ['1990-02-17T00:00:00.000Z', 'ymd', '19900217'],
    ['1990-02-17 00:00:00+00', 'ymd', '19900217'],
    ['1990-02-17T00:00:00+02:00', 'ymd', '19900217'],
    ['1990-02-17 00:00:00.000', 'ymd', '19900217'],
    ['1990-02-17 00:00:00.0000000 +00:00', 'ymd', '19900217'],
    ['1990-02-17 00:00:00 UTC', 'ymd', '19900217'],
    ['17/02/1990  00:00:00', 'dmy', '19900217'],
    ['17/02/1990 00.00.00', 'dmy', '19900217'],
    ['17.02.1990 00:00 Uhr', 'dmy', '19900217'],
    ['1990-02-17 00', 'ymd', '19900217'],
    ['17.2.1990, 00:00:00', 'dmy', '19900217'],
    ['2/17/1990, 12:00:00 AM', 'mdy', '19900217'],
    ['17/02/1990 0h00', 'dmy', '19900217'],
    ['1990-02-17 00:00:00 +0000 UTC', 'ymd', '19900217'],
    ['19900217T000000Z', 'ymd', '19900217'],
    ['1990-02-17Z', 'ymd', '19900217'],
    ['1990-02-17+01:00', 'ymd', '19900217'],
    ['Sat Feb 17 1990 00:00:00 GMT+0100 (Central European Standard Time)', 'ymd', '19900217'],
    ['Sat, 17 Feb 1990 00:00:00 GMT', 'ymd', '19900217'],
    ['Feb  7 1990 12:00AM', 'mdy', '19900207'],
    ['17-FEB-1990', 'ymd', '19900217'],
    ['17 September 1990', 'dmy', '19900917'],
    ['February 17, 1990', 'ymd', '19900217'],
    ['17. 2. 1990', 'dmy', '19900217'],
    ['17.02.1990.', 'dmy', '19900217'],
    ['17.02.1990 г.', 'dmy', '19900217'],
    ['1990. 02. 17.', 'ymd', '19900217'],
    ['1990年2月17日', 'ymd', '19900217'],
    ['1990년 2월 17일', 'ymd', '19900217'],
    ["'1990-02-17", 'ymd', '19900217'],
    ['="1990-02-17"', 'ymd', '19900217'],
    ['19900217.0', 'ymd', '19900217'],
  ])('%s as %s is %s', (cell, order, expected) => expect(dateKey(cell, order)).toBe(expected));

  it.each<[string, DateOrder, string]>([
    ['', 'ymd', 'not a date'],
    ['31/12/1980', 'ymd', 'not a date'],
    ['31-12-80', 'dmy', 'short year'],
    ['80-12-31', 'ymd', 'not a date'],
    ['1/2/03', 'mdy', 'short year'],
    ['1/2/980', 'dmy', 'not a date'],
    ['1900-02-29', 'ymd', 'no such day'],
    ['2023-02-29', 'ymd', 'no such day'],
    ['1980-04-31', 'ymd', 'no such day'],
    ['1980-13-01', 'ymd', 'no such day'],
    ['1980-00-10', 'ymd', 'no such day'],
    ['19800000', 'ymd', 'no such day'],
    ['0000-01-01', 'ymd', 'no such day'],
    ['31/12/1980', 'mdy', 'no such day'],
    ['1980-12/31', 'ymd', 'not a date'],
    ['1980-12-31T23:00:00Z', 'ymd', 'not a date'],
    ['1980-12', 'ymd', 'not a date'],
    ['31 Dez 1980', 'dmy', 'not a date'],
    ['17-FEB-90', 'dmy', 'short year'],
    ['Feb 30 1990 12:00AM', 'ymd', 'no such day'],
    ['Sat Feb 17 1990 01:00:00 GMT+0100 (Central European Standard Time)', 'ymd', 'not a date'],
    ['1990-02-17 00:00:00 Europe/Berlin', 'ymd', 'not a date'],
    ['平成2年2月17日', 'ymd', 'not a date'],
    ['198012310', 'ymd', 'not a date'],
    ['-1980-12-31', 'ymd', 'not a date'],
    ['17/02/1990 12:00:00 PM', 'dmy', 'not a date'],
    ['17/02/1990 12:00:00', 'dmy', 'not a date'],
    ['17/02/1990 0:01', 'dmy', 'not a date'],
    ['1990-02-16T23:00:00.000Z', 'ymd', 'not a date'],
    ['1990-02-17 00:00:00.001', 'ymd', 'not a date'],
    ['17 02 00', 'dmy', 'short year'],
    [`1990-02-17${' '.repeat(100)}00:00`, 'ymd', 'not a date'],
  ])('%s as %s is no date: %s', (cell, order, problem) => {
    expect(readDate(cell, order)).toMatchObject({ problem });
    expect(dateKey(cell, order)).toBe('');
  });

  it('every day of the calendar, and no other, is read back in all three orders', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }), (y, m, d) => {
        const day = new Date(Date.UTC(y, m - 1, d));
        const exists = day.getUTCMonth() === m - 1 && day.getUTCDate() === d;
        const key = `${y}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}`;
        expect([dateKey(`${y}-${m}-${d}`), dateKey(`${d}.${m}.${y}`, 'dmy'), dateKey(`${m}/${d}/${y}`, 'mdy'), dateKey(key)]).toEqual(Array(4).fill(exists ? key : ''));
      }),
    ));
});
