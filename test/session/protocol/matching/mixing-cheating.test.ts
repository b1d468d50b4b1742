import { describe, it } from 'vitest';
import { concat } from '../../../../src/crypto/bytes.js';
import { encodePoint, GENERATOR, type Point } from '../../../../src/crypto/group.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { OwnSender, rowsOf, type Entry } from '../../../support/own-mixer.js';
import { altering, expectNamed, IDENTITY, LAST, MIDDLE, NOT_A_POINT, RECEIVER, withRow, withSender, type SenderClass } from './mix-cheats.js';

describe('mixing: what is found out', () => {
  it.each<[string, number, (message: Uint8Array) => Uint8Array, string]>([
    ['drops an entry', 1, (message) => message.subarray(32), 'of the wrong length'],
    ['adds an entry', 4, (message) => concat(message, encodePoint(GENERATOR)), 'at most 96 are allowed'],
    ['hands an entry on twice as it is', 4, (message) => withRow(message, 0, message.slice(32, 64)), 'the same element twice'],
    ['hands on the identity', 2, (message) => withRow(message, 2, IDENTITY), 'not a point of the group'],
    ['hands on what is no point', 1, (message) => withRow(message, 2, NOT_A_POINT), 'not a point of the group'],
    ['hands on the negative encoding of a point', 5, (message) => withRow(message, 0, message.slice(0, 32).map((byte, i) => (i === 0 ? byte | 1 : byte))), 'not a point of the group'],
  ])('who %s is named by the next', async (_, nth, alter, words) => {
    expectNamed(await withSender(MIDDLE, altering('match/mix', nth, alter)), MIDDLE, words, [LAST]);
  });

  /** Sends what `order` names, block by block: the head of one block, and the entries of one. */
  const inOrderOf = (order: readonly (readonly [head: number, entries: number])[]): SenderClass =>
    class extends OwnSender {
      readonly #blocks: (readonly Entry[])[] = [];

      override sendBlock(next: number, index: number, block: readonly Entry[]): void {
        this.#blocks.push(block);
        if (index + 1 < this.roles.blocks) return;
        for (const [head, entries] of order) super.sendBlock(next, head, this.#blocks[entries] ?? []);
      }
    };

  it.each<[string, SenderClass, string]>([
    ['its blocks out of order', inOrderOf([[1, 1], [0, 0]]), 'another block than was due'],
    ['a block twice', inOrderOf([[0, 0], [0, 0]]), 'another block than was due'],
    ['the entries of a block again as the next', inOrderOf([[0, 0], [1, 0]]), 'the same element twice'],
    ['a block too few', inOrderOf([[0, 0]]), 'it sent "match/mixed" where "match/mix" was due'],
    ['a block too many', inOrderOf([[0, 0], [1, 1], [1, 1]]), 'it sent "match/mix" where "match/mixed" was due'],
    ['a block without entries', inOrderOf([[0, 0], [1, 7]]), 'of the wrong length'],
    ['a head of the wrong length', altering('match/mix', 3, (head) => head.subarray(1)), 'the head of a block of the wrong length'],
  ])('who hands on %s is named by the next', async (_, Cheater, words) => {
    expectNamed(await withSender(MIDDLE, Cheater), MIDDLE, words, [LAST]);
  });

  it.each<[string, (own: OwnSender, index: number) => Uint8Array]>([
    ['another session', (own, index) => new OwnSender({ ...own.party, sid: randomBytes(32) }, own.roles, []).head(own.self, index)],
    ['another sender', (own, index) => own.head(own.self + 1, index)],
    ['a pool of another number of blocks', (own, index) => new OwnSender(own.party, { ...own.roles, blocks: 3 }, []).head(own.self, index)],
  ])('who hands on a block of %s is named by the next', async (_, of) => {
    class Cheater extends OwnSender {
      override send(to: number, label: string, message: Uint8Array): void {
        super.send(to, label, label === 'match/mix' && message.length === 32 ? of(this, 0) : message);
      }
    }
    expectNamed(await withSender(MIDDLE, Cheater), MIDDLE, 'another block than was due', [LAST]);
  });

  it.each<[string, number, (message: Uint8Array) => Uint8Array, string]>([
    ['another table than was committed to', 1, (tags) => withRow(tags, 0, randomBytes(16)), 'another table of tags than it had committed to'],
    ['the table in another order', 1, (tags) => concat(...rowsOf(tags, 16).reverse()), 'another table of tags than it had committed to'],
    ['a shorter table', 1, (tags) => tags.subarray(16), 'of the wrong length'],
    ['a longer table', 1, (tags) => concat(tags, tags), 'at most 96 are allowed'],
  ])('who delivers %s is named', async (_, nth, alter, words) => {
    expectNamed(await withSender(LAST, altering('match/table', nth, alter)), LAST, words, [RECEIVER]);
  });

  it('who commits to a table with a tag twice is named, whatever the receiver asked', async () => {
    class Repeating extends OwnSender {
      override table(points: readonly Point[]): Uint8Array {
        const tags = super.table(points);
        return withRow(tags, 0, tags.slice(16, 32));
      }
    }
    expectNamed(await withSender(LAST, Repeating), LAST, 'the same element twice', [RECEIVER]);
  });

  it('nobody but the last may commit to a table', async () => {
    class Eager extends OwnSender {
      override async broadcast(label: string, message: Uint8Array): Promise<Uint8Array[]> {
        return super.broadcast(label, label === 'match/mixed' ? randomBytes(32) : message);
      }
    }
    expectNamed(await withSender(MIDDLE, Eager), MIDDLE, 'a commitment of the wrong length', [0, 1, 3]);
  });
});
