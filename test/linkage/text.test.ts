import { describe, expect, it } from 'vitest';
import { textKey } from '../../src/linkage/text.js';

describe('text', () => {
  it.each([
    ['Flat 1 11 Derwent Street', 'Flat 11 1 Derwent Street', 'Flat 111, Derwent Street'],
    ['1/12 High St', '11/2 High St', '112 High St'],
    ['12345.0', '123450'],
    ['1.11.1990', '11.1.1990'],
    ['A-1 23', 'A12 3', 'A 123'],
    ['-5', '5'],
    ['\u22125', '5'],
    ['1.5', '15'],
    ['1\u00bd', '112', '11/2'],
    ['5\u00b2', '52'],
    ['\u0661 \u0662', '\u0661\u0662'],
    ['-5 kg', '5 kg'],
    ['\u20ac -5', '\u20ac 5'],
    ['-\u20ac5', '5 \u20ac'],
    ['level -2, block 3', 'level 2, block 3', 'level 2, block -3'],
    ['\uff0d5', '\uff15'],
    ['10\u207b\u2075', '10\u2075'],
    ['(1,200.00)', '1,200.00'],
    ['5-', '5'],
    ['<18', '>18', '18', '\u00b118'],
    ["5'10", '510'],
    ['5\u203210\u2033', '510'],
    ['50\u00b012', '5012'],
  ])('keeps numbers apart: %s', (...cells) => {
    expect(new Set(cells.map(textKey)).size).toBe(cells.length);
  });

  it.each([
    ['St. John\'s, 4b', 'ST JOHNS 4 B', 'stjohns4b'],
    ['1e3', '1E3', '1e3'],
    ['Flat 1, 11', 'FLAT 1/11', 'flat1.11'],
    ['-5', ' - 5 ', '-5'],
    ['Main Street - 5', 'main street 5', 'mainstreet5'],
    ['\u0661\u0662', '12', '12'],
    ['-5', '\u22125', '-5'],
    ['A-5', 'a5', 'a5'],
    ['12-14', '12 -14', '12.14'],
    ['1\u2019000', '1000', '1000'],
    ['\u226418', '<18', '<18'],
    ['- 5 Main Street', '5 main street', '5mainstreet'],
  ])('takes %s for %s', (a, b, key) => {
    expect([textKey(a), textKey(b)]).toEqual([key, key]);
  });

  it.each(['', ' - ', '--', '...'])('is nothing for %j', (cell) => expect(textKey(cell)).toBe(''));
});
