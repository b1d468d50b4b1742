import { describe, expect, it } from 'vitest';
import { concat, equalBytes, toHex } from '../../../../src/crypto/bytes.js';
import { encodePoint, GENERATOR, type Point } from '../../../../src/crypto/group.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { encodeScalar, invertScalar, multiplyScalars, randomScalar } from '../../../../src/crypto/scalar.js';
import { receiveElements, sendElements } from '../../../../src/session/protocol/matching/elements.js';
import { encryptList } from '../../../../src/session/protocol/matching/mix-encryption.js';
import { encryptionsOfNothing, mix } from '../../../../src/session/protocol/matching/mixing-step.js';
import { hashItems } from '../../../../src/session/protocol/matching/mix-items.js';
import { blindItems } from '../../../../src/session/protocol/matching/mix-queries.js';
import { TableMaker, tagsOf } from '../../../../src/session/protocol/matching/mix-tags.js';
import { memoryNetwork, type MemoryParty } from '../../../../src/testing/memory-network.js';
import { OwnReceiver, OwnSender, packed, pointsIn, rowsOf, type Entry } from '../../../support/own-mixer.js';
import { playMatch, rolesFor } from './mix-support.js';
import { digests, batch as group, evenness } from './support.js';

const [party, other] = memoryNetwork(2).parties as [MemoryParty, MemoryParty];
const indexOf = (rows: readonly Uint8Array[], row: Uint8Array) => rows.findIndex((each) => equalBytes(each, row));

function expectEven(counts: readonly number[]): void {
  const { statistic, limit } = evenness(counts);
  expect(statistic).toBeLessThan(limit);
}

describe('what a match against several lists hides by chance', () => {
  it('the table is the same in distribution whichever list holds a match, and whether one does or several', () => {
    const points = Array.from({ length: 4 }, () => randomBytes(32));
    const match = points[0] as Uint8Array;
    // Entries 0 and 1 are of one list, 2 and 3 of the other.
    for (const owners of [[0], [1], [2], [3], [0, 2], [1, 3]]) {
      const pool = points.map((point, i) => (owners.includes(i) ? match : i === 0 ? randomBytes(32) : point));
      const counts = [0, 0, 0, 0];
      for (let run = 0; run < 2000; run++) {
        const table = new TableMaker(party, 4);
        table.add(concat(...pool.slice(0, 2)));
        table.add(concat(...pool.slice(2)));
        const tags = rowsOf(table.finish().tags, 16);
        expect(new Set(tags.map(toHex)).size).toBe(4);
        const at = indexOf(tags, tagsOf(party.sid, match));
        counts[at] = (counts[at] ?? 0) + 1;
      }
      expectEven(counts);
    }
  });

  it('a mixing step puts every entry in every place alike, and none of them looks like what it was', async () => {
    const [x, s, rest] = [randomScalar(), randomScalar(), randomScalar()];
    const secrets = { exponent: encodeScalar(s), product: encodeScalar(multiplyScalars(x, s)) };
    const messages = await hashItems(group, party.sid, digests(['a', 'b', 'c']));
    const r = [1n, 2n, 3n];
    const joint = GENERATOR.multiply(x).add(GENERATOR.multiply(rest));
    const entries = { c1: packed(r.map((each) => GENERATOR.multiply(each))), c2: packed(pointsIn(messages).map((point, i) => point.add(joint.multiply(r[i] ?? 1n)))) };
    const due = pointsIn(messages).map((point) => encodePoint(point.multiply(s)));
    const counts = new Map<string, number>();
    const seen = new Set<string>();
    const runs = 600;
    for (let run = 0; run < runs; run++) {
      const blank = await encryptionsOfNothing(group, encodePoint(GENERATOR.multiply(rest)), 3);
      const mixed = await mix(group, secrets, blank, entries);
      const plain = rowsOf(await group.subtract(mixed.c2, await group.scale(encodeScalar(rest), mixed.c1)), 32);
      const order = plain.map((each) => indexOf(due, each)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
      for (const row of [...rowsOf(mixed.c1, 32), ...rowsOf(mixed.c2, 32)]) seen.add(toHex(row));
    }
    expect([...counts.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210']);
    expectEven([...counts.values()]);
    expect(seen.size).toBe(runs * 6);
  });

  it('every entry is in every block alike, whose it may be, and with every other entry alike', async () => {
    // The blocks of the four entries of two lists, in the order a, b of the one and c, d of the other.
    const roles = rolesFor(4, [2, 2, 0], 2);
    const names = ['a', 'b', 'c', 'd'];
    const counts = new Map<string, number>();
    for (let run = 0; run < 120; run++) {
      let came: Point[] = [];
      class Seeing extends OwnSender {
        override lastPoints(pool: readonly Entry[]): Point[] {
          came = super.lastPoints(pool);
          return came;
        }
      }
      class Asking extends OwnReceiver {
        override async play(): Promise<string[]> {
          await super.play();
          const blocks = this.points.map((point) => (came.findIndex((each) => each.equals(point)) < 2 ? 0 : 1)).join('');
          counts.set(blocks, (counts.get(blocks) ?? 0) + 1);
          return [];
        }
      }
      await playMatch(roles, [names, ['a', 'b'], ['c', 'd'], []], { 0: (each) => new Asking(each, roles, names), 3: (each) => new Seeing(each, roles, []) });
    }
    expect([...counts.keys()].sort()).toEqual(['0011', '0101', '0110', '1001', '1010', '1100']);
    expectEven([...counts.values()]);
  });

  it('a list is encrypted in random order, under fresh randomness', async () => {
    const joint = randomScalar();
    const key = encodePoint(GENERATOR.multiply(joint));
    const item = await hashItems(group, party.sid, digests(['a']));
    const counts = [0, 0, 0];
    const seen = new Set<string>();
    for (let run = 0; run < 300; run++) {
      const { entries } = await encryptList(party, group, key, digests(['a']), 3, {});
      const at = indexOf(rowsOf(await group.subtract(entries.c2, await group.scale(encodeScalar(joint), entries.c1)), 32), item);
      counts[at] = (counts[at] ?? 0) + 1;
      for (const row of rowsOf(entries.c1, 32)) seen.add(toHex(row));
    }
    expectEven(counts);
    expect(seen.size).toBe(900);
  });

  it('questions are in random order, each with a factor of its own', async () => {
    const item = await hashItems(group, party.sid, digests(['a']));
    const counts = [0, 0, 0];
    const seen = new Set<string>();
    for (let run = 0; run < 300; run++) {
      const { points, blinds, order } = await blindItems(group, party.sid, digests(['a']), 3);
      const at = order.indexOf(0);
      counts[at] = (counts[at] ?? 0) + 1;
      for (const row of rowsOf(points, 32)) seen.add(toHex(row));
      const inverse = encodeScalar(invertScalar(BigInt(`0x${toHex(blinds.slice(32 * at, 32 * at + 32).reverse())}`)));
      expect(await group.scale(inverse, points.slice(32 * at, 32 * at + 32))).toEqual(item);
    }
    expectEven(counts);
    expect(seen.size).toBe(900);
  });

  it('an item is another point in another session', async () => {
    const points = await Promise.all([randomBytes(32), randomBytes(32)].map(async (sid) => hashItems(group, sid, digests(['a']))));
    expect(points[0]).not.toEqual(points[1]);
  });
});

describe('elements on the wire', () => {
  it.each([0, 1, 4095, 4096, 4097, 8192, 10_000])('%i of them come in as few messages as it takes', async (count) => {
    const elements = randomBytes(16 * count);
    sendElements(party.network, 1, 'test', elements, 16);
    expect(await receiveElements(other, 0, 'test', count, 16)).toEqual(elements);
  });
});
