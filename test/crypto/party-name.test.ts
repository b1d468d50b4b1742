import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { checkPartyName } from '../../src/crypto/party-name.js';
import { MpcError } from '../../src/errors.js';

const isRefused = (name: string) => {
  try {
    checkPartyName(name);
    return false;
  } catch (error) {
    return error instanceof MpcError && error.code === 'USAGE';
  }
};

describe('party names', () => {
  it('takes names as people write them', () => {
    for (const name of ['Police', 'NGO 2', '3M', 'a', 'St. Mary_hospital-2', "Sant'Egidio", 'Sant’Egidio', "'s Heeren Loo", '’t Huis', 'Smith & Sons, Ltd (NL)', 'Müller', 'Ελλάς', '日本赤十字社', 'हिन्दी', 'مستشفى', 'x'.repeat(64)]) {
      expect(checkPartyName(name)).toBe(name.normalize('NFC'));
    }
    expect(checkPartyName('Zoe\u0308')).toBe('Zo\u00eb');
  });

  it('refuses everything else', () => {
    const bad = ['', ' a', 'a ', 'a  b', '.a', '-a', '_a', 'x'.repeat(65), 'a\nb', 'a\tb', 'a\u0000', 'a\u202eb', 'a\u200bb', 'a\u200db', 'a\ufe0f', 'a\u3164', 'a\u00a0b', 'a/b', "'", "''a", "' a", '(a)', ',a', '& a', 'a;b', 'a`b', 'a$b', 'a\\b', 'a<b', 'a*', 'a=b', 'a:b', 'a"b', '\u0308a', 'a\u{1f600}', '\ud800', 'x'.repeat(1e6)];
    for (const name of bad) expect(isRefused(name), JSON.stringify(name.slice(0, 20))).toBe(true);
  });

  it.each([
    ['a/b', '"/" (U+002F)'],
    ['a\u200bb', 'U+200B, which cannot be seen'],
    ['a\u{1f600}', '"\u{1f600}" (U+1F600)'],
    ['a  b', 'two spaces'],
    ['-a', 'begin with'],
    ['x'.repeat(65), '65 characters'],
  ])('says what is in the way in %j', (name, why) => {
    expect(() => checkPartyName(name)).toThrow(why);
  });

  it('gives names that it takes again unchanged', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 10 }), (name) => isRefused(name) || checkPartyName(checkPartyName(name)) === name.normalize('NFC')));
  });
});
