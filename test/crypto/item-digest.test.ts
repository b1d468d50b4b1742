import { blake3 } from '@noble/hashes/blake3.js';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { lengthPrefixed, toHex, utf8 } from '../../src/crypto/bytes.js';
import { ItemBatch, digestItem, digestItems, encodeItem, itemPrefix } from '../../src/crypto/item-digest.js';

const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 4 });

describe('items', () => {
  it('are encoded as the page says', () => {
    expect(toHex(encodeItem('exact', ['é', '']))).toBe(`0000000b${toHex(utf8('mpc item v1'))}00000005${toHex(utf8('exact'))}00000002c3a900000000`);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), texts, (rule, parts) => {
      expect(toHex(encodeItem(rule, parts))).toBe(toHex(lengthPrefixed(...['mpc item v1', rule, ...parts].map(utf8))));
    }));
  });

  it('differ where rules, parts or their bounds do', () => {
    const items = [['a', 'bc'], ['ab', 'c'], ['abc'], ['abc', ''], ['', 'abc'], ['a', 'b', 'c']];
    expect(new Set([...items.map((parts) => toHex(digestItem('exact', parts))), toHex(digestItem('exac', ['t', 'abc'])), toHex(digestItem('exact2', ['abc']))])).toHaveLength(items.length + 2);
  });

  it('come out of a batch as one by one, whatever was in it before', () => {
    const batch = new ItemBatch();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('exact', 'без', 'x'.repeat(300)), texts), { maxLength: 30 }), (items) => {
        batch.clear();
        for (const [rule, parts] of items) batch.add(itemPrefix(rule), parts);
        expect(batch.count).toBe(items.length);
        expect(toHex(digestItems(batch.bytes, batch.offsets, batch.count))).toBe(items.map(([rule, parts]) => toHex(blake3(encodeItem(rule, parts)))).join(''));
      }),
    );
  });

  it('grow a batch beyond its first memory', () => {
    const batch = new ItemBatch();
    const long = 'ü'.repeat(50_000);
    for (let i = 0; i < 3000; i++) batch.add(itemPrefix('exact'), [i === 1500 ? long : `id ${i}`]);
    const digests = digestItems(batch.bytes, batch.offsets, batch.count);
    for (const i of [0, 1499, 1500, 1501, 2999]) expect(toHex(digests.subarray(i * 32, i * 32 + 32))).toBe(toHex(digestItem('exact', [i === 1500 ? long : `id ${i}`])));
  });

  // A fixed point for other implementations.
  it('of one example are these bytes', () => {
    expect(toHex(digestItem('exact', ['NL123456789']))).toMatchInlineSnapshot(`"95640f07c1556f8626d9ac53fc02ffbf3232236d9bc16af73c787c2356be74ed"`);
  });
});
