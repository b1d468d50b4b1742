import { describe, expect, it } from 'vitest';
import { ByAddress, FEW, goesFirst } from '../../../src/session/relay/by-address.js';
import { fc } from '../../support/property.js';

interface Item {
  readonly id: number;
  readonly address: string;
  readonly since: number;
}

/** What goes first, by looking at all. */
function firstOf(items: readonly Item[]): Item | undefined {
  const countOf = (address: string): number => items.filter((item) => item.address === address).length;
  const most = Math.max(0, ...items.map(({ address }) => countOf(address)));
  return items.find(({ address }) => most <= FEW || countOf(address) === most);
}

describe('items by network address', () => {
  it('go in the order that looking at all of them gives', () => {
    const step = fc.record({ adds: fc.boolean(), address: fc.constantFrom('a', 'b', 'c'), which: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let now = 0;
        const kept = new ByAddress<number>(() => now);
        let items: Item[] = [];
        for (const { adds, address, which } of steps) {
          now += 1;
          if (adds) {
            kept.add(address, now);
            items.push({ id: now, address, since: now });
          } else {
            const gone = items[which % Math.max(1, items.length)];
            kept.delete(gone?.id ?? -1);
            items = items.filter((item) => item !== gone);
          }
          const { first } = kept;
          const expected = firstOf(items);
          const of = (item: Item | undefined): Item[] => items.filter(({ address: other }) => other === item?.address);
          const excess = of(expected).length > FEW ? of(expected).length : 0;
          const owner = items.find(({ id }) => id === first?.item);
          expect([first?.excess ?? 0, first?.since, kept.size]).toEqual([excess, owner?.since, items.length]);
          // Where two addresses have as many, the oldest of either may go.
          if (excess === 0) expect(owner).toBe(expected);
          else expect([of(owner).length, of(owner)[0]]).toEqual([excess, owner]);
        }
      }),
    );
  });

  it('of colleagues behind one address do not go before those of somebody with thousands of networks', () => {
    let now = 0;
    const kept = new ByAddress<string>(() => now);
    for (let i = 0; i < 4_096; i += 1) kept.add(`2001:db8:0:${i}::/64`, `${i}`);
    now = 1;
    for (let i = 0; i < FEW; i += 1) kept.add('192.0.2.1', `colleague ${i}`);
    expect(kept.first).toEqual({ item: '0', excess: 0, since: 0 });
    for (let i = 0; i <= FEW; i += 1) kept.add('192.0.2.2', `many ${i}`);
    expect(kept.first?.item).toBe('many 0');
  });

  it('keep their place when they come again', () => {
    let now = 0;
    const kept = new ByAddress<string>(() => now);
    for (const item of ['a', 'b', 'a']) {
      kept.add(item, item);
      now += 1;
    }
    expect([kept.first?.item, kept.first?.since, kept.size]).toEqual(['a', 0, 2]);
  });

  it('are compared with others by excess, and then by age', () => {
    const at = (since: number, excess = 0) => ({ item: since, since, excess });
    expect(goesFirst(at(1), at(0, 9))).toEqual(at(0, 9));
    expect(goesFirst(at(1), at(2))).toEqual(at(1));
    expect(goesFirst(at(3), at(2))).toEqual(at(2));
    expect([goesFirst(undefined, at(2)), goesFirst(at(2), undefined), goesFirst(undefined, undefined)]).toEqual([at(2), at(2), undefined]);
  });
});
