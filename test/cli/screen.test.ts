import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { printable } from '../../src/cli/terminal/screen.js';

describe('what is printed', () => {
  it.each([
    ['\u001b[2J\u001b[H', '\\u{1b}[2J\\u{1b}[H'],
    ['\u009b31m', '\\u{9b}31m'],
    ['a\rb\bc\u0000', 'a\\u{d}b\\u{8}c\\u{0}'],
    ['pay \u202e001\u202c', 'pay \\u{202e}001\\u{202c}'],
    ['a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
  ])('shows %j as what it is', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it.each(['Müller\tand\nSons', 'عمر حسن', 'می\u200cخواهم', '김민재', '👩‍🚒', '─ │ ┌'])('leaves %j as it is', (text) => {
    expect(printable(text)).toBe(text);
  });

  it('holds no control, whatever goes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
