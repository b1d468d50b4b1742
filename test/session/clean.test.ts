import { describe, expect, it } from 'vitest';
import { cleaned } from '../../src/session/clean.js';
import { fc } from '../support/property.js';

/** Texts of others in errors: reasons of a relay, of a party that ended the session, of a proxy. */
describe('text of others', () => {
  it.each([
    ['\u001b[2J\u001b[H mpc: all is well', '[2J [H mpc: all is well'],
    ['a\r\nNorth approved\n', 'a North approved'],
    ['pay \u202e001\u202c', 'pay  001'],
    ['\u200b\u200e\ufeffname\u2028x\u2029', 'name x'],
    ['\u009b31mred\u0007', '31mred'],
    ['a\ud800b', 'a b'],
    ['private \ue000 use', 'private   use'],
  ])('%j is shown as %j', (text, shown) => {
    expect(cleaned(text, 100)).toBe(shown);
  });

  it.each(['Müller & Söhne', 'عمر حسن', '김민재', 'Ωmega — 5 €', 'no such room'])('%s stays as it is', (text) => {
    expect(cleaned(text, 100)).toBe(text);
  });

  it('is of bounded length, and says that it was cut', () => {
    expect(cleaned('x'.repeat(100), 100)).toBe('x'.repeat(100));
    expect(cleaned('x'.repeat(1_000_000), 100)).toBe(`${'x'.repeat(99)}…`);
  });

  it('moves no cursor and turns no line around, whatever comes, and is never longer than it may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 200 }), (text, most) => {
        const shown = cleaned(text, most);
        expect(shown).not.toMatch(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u);
        expect(shown.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
