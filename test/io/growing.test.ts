import { describe, expect, it } from 'vitest';
import { randomBytes } from '../../src/crypto/random.js';
import { DigestTable } from '../../src/io/linkage/digest-table.js';
import { TextReader, TextStore } from '../../src/io/linkage/growing.js';
import { fc } from '../support/property.js';

describe('texts in one buffer', () => {
  it('come back as they were, whatever their letters', () => {
    const text = fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.string({ unit: 'grapheme' }), fc.constant('Zoë'), fc.constant('a\u{1f600}b'));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (texts) => {
        const store = new TextStore();
        for (const each of texts) store.push(each);
        const { data } = store;
        const reader = new TextReader(data);
        expect(texts.map((_, i) => reader.at(i))).toEqual(texts);
        expect(Buffer.from(data.bytes.subarray(0, data.ends.at(-1) ?? 0)).toString('hex')).toBe(Buffer.from(texts.join(''), 'utf8').toString('hex'));
      }),
    );
  });

  it('come back in any order, also where many are decoded together', () => {
    const store = new TextStore();
    const texts = Array.from({ length: 8000 }, (_, i) => (i % 3000 === 2999 ? `é${i}` : `${i} `.repeat(i % 5)));
    for (const each of texts) store.push(each);
    const steps = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -9000, max: 9000 })), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(steps, (each) => {
        const reader = new TextReader(store.data);
        let at = 0;
        for (const step of each) {
          at = (at + step + 9000 * 8) % texts.length;
          expect(reader.at(at)).toBe(texts[at]);
        }
      }),
      { numRuns: 50 },
    );
    const reader = new TextReader(store.data);
    expect(texts.map((_, i) => reader.at(i))).toEqual(texts);
  });
});

describe('the table of digests', () => {
  it('gives each digest the same number, whether its slots were looked at before or not', () => {
    const words = new Uint32Array(randomBytes(32 * 3000).slice().buffer);
    words.copyWithin(8 * 2000, 0, 8 * 1000);
    const [plain, touched] = [new DigestTable(), new DigestTable()];
    for (let at = 0; at < words.length; at += 8 * 500) {
      touched.touch(words.subarray(at, at + 8 * 500), 500);
      for (let i = at; i < at + 8 * 500; i += 8) expect(touched.add(words, i)).toBe(plain.add(words, i));
    }
    expect(plain.count).toBe(2000);
    expect(touched.digests).toEqual(plain.digests);
  });
});
