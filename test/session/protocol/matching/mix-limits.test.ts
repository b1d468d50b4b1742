import { describe, expect, it } from 'vitest';
import { GENERATOR, type Point } from '../../../../src/crypto/group.js';
import { randomScalar } from '../../../../src/crypto/scalar.js';
import { hashToPoint, OwnReceiver, OwnSender, type Entry } from '../../../support/own-mixer.js';
import { playMatch, rolesFor, type Ended } from './mix-support.js';

const ROLES = rolesFor(3, [2, 2, 2]);
const ITEMS = [['a', 'b', 'z'], ['a', 'x'], ['b'], ['b', 'c']];
const [FIRST, MIDDLE, LAST] = [1, 2, 3];
const RECEIVER = 0;

async function withSender(seat: number, Cheater: typeof OwnSender): Promise<Ended[]> {
  return playMatch(ROLES, ITEMS, { [seat]: (party) => new Cheater(party, ROLES, ITEMS[seat] ?? []) });
}

/** docs/protocols/match.md and the approval text say all of this; these tests keep them honest. */
describe('what a match against several lists does not promise', () => {
  it('a mixer can put others in the place of entries, and the receiver does not find what was there', async () => {
    class Replacing extends OwnSender {
      override mix(pool: readonly Entry[]): Entry[] {
        return pool.map(() => super.mixOne([GENERATOR.multiply(randomScalar()), GENERATOR.multiply(randomScalar())]));
      }
    }
    for (const seat of [FIRST, MIDDLE]) expect(await withSender(seat, Replacing)).toEqual([[], undefined, undefined, undefined]);
  });

  it('a mixer can hand on an entry twice, re-randomised, in the place of another', async () => {
    class Doubling extends OwnSender {
      override mix(pool: readonly Entry[]): Entry[] {
        return pool.map(() => super.mixOne(pool[0] as Entry));
      }
    }
    const [ended] = await withSender(MIDDLE, Doubling);
    expect((ended as string[]).length).toBeLessThan(2);
  });

  it('the one that mixes first, together with the receiver, learns whose list a match is on', async () => {
    // South marks Harbour's entries by the factor 5; the receiver looks for both.
    class Marking extends OwnSender {
      override mix(pool: readonly Entry[]): Entry[] {
        return super.mix(pool.map((entry, i) => (i === 2 || i === 3 ? (entry.map((point) => point.multiply(5n)) as unknown as Entry) : entry)));
      }
    }
    class Reading extends OwnReceiver {
      override async play(): Promise<string[]> {
        await super.play();
        return this.items.flatMap((item, i) => [...(this.has(this.points[i] as Point) ? [`${item} elsewhere`] : []), ...(this.has((this.points[i] as Point).multiply(5n)) ? [`${item} at Harbour`] : [])]);
      }
    }
    const ended = await playMatch(ROLES, ITEMS, { [FIRST]: (party) => new Marking(party, ROLES, ['a', 'x']), [RECEIVER]: (party) => new Reading(party, ROLES, ['a', 'b', 'z']) });
    expect(ended).toEqual([['a elsewhere', 'b elsewhere', 'b at Harbour'], undefined, undefined, undefined]);
  });

  it('one that mixes later, together with the receiver, learns in how many lists a match stands, and not whose', async () => {
    class Marking extends OwnSender {
      override mix(pool: readonly Entry[]): Entry[] {
        return super.mix(pool.map((entry, i) => entry.map((point) => point.multiply(BigInt(i + 2))) as unknown as Entry));
      }
    }
    class Counting extends OwnReceiver {
      override async play(): Promise<string[]> {
        await super.play();
        return this.items.map((item, i) => `${item} ${[2, 3, 4, 5, 6, 7].filter((mark) => this.has((this.points[i] as Point).multiply(BigInt(mark)))).length}`);
      }
    }
    const ended = await playMatch(ROLES, ITEMS, { [MIDDLE]: (party) => new Marking(party, ROLES, ['b']), [RECEIVER]: (party) => new Counting(party, ROLES, ['a', 'b', 'z']) });
    expect(ended).toEqual([['a 1', 'b 2', 'z 0'], undefined, undefined, undefined]);
  });

  it.each([
    ['one for each entry of its list', 2, ['a']],
    ['and none where it has no list: the advice to let a party with a cap of 0 mix last', 0, []],
  ] as const)('the one that mixes last can try names of its own, %s', async (_, cap, expected) => {
    const guesses = ['a', 'q'].slice(0, cap);
    const roles = rolesFor(3, [2, 2, cap], 3);
    const found: string[] = [];
    class Trying extends OwnSender {
      override plaintexts(): Point[] {
        return guesses.map((guess, i) => hashToPoint(this.party.sid, guess).multiply(BigInt(i + 2)));
      }
      override lastPoints(pool: readonly Entry[]): Point[] {
        const points = super.lastPoints(pool);
        guesses.forEach((guess, i) => {
          if (points.some((point) => points.some((other) => other.equals(point.multiply(BigInt(i + 2)))))) found.push(guess);
        });
        return points;
      }
    }
    const ended = await playMatch(roles, [...ITEMS.slice(0, 3), []], { [LAST]: (party) => new Trying(party, roles, []) });
    expect(ended[RECEIVER]).toEqual(['a', 'b']);
    expect(found).toEqual(expected);
  });

  it('the last together with one in the middle tests as many names as both their caps, and learns not whose', async () => {
    const found: string[] = [];
    const guesses = ['a', 'q', 'x', 'y'];
    const factor = (guess: string) => BigInt(guesses.indexOf(guess) + 2);
    // Each hands in two of the guesses, in the place of names of its own.
    class Guessing extends OwnSender {
      override plaintexts(): Point[] {
        return (this.party.network.self === LAST ? guesses.slice(0, 2) : guesses.slice(2)).map((guess) => hashToPoint(this.party.sid, guess).multiply(factor(guess)));
      }
      override lastPoints(pool: readonly Entry[]): Point[] {
        const points = super.lastPoints(pool);
        for (const guess of guesses) if (points.some((point) => points.some((other) => other.equals(point.multiply(factor(guess)))))) found.push(guess);
        return points;
      }
    }
    await playMatch(ROLES, ITEMS, { [MIDDLE]: (party) => new Guessing(party, ROLES, ITEMS[MIDDLE] ?? []), [LAST]: (party) => new Guessing(party, ROLES, ITEMS[LAST] ?? []) });
    expect(found).toEqual(['a', 'x']);
  });

  it('the one that mixes first learns nothing from an entry that becomes the identity where two items are the same: nothing stops', async () => {
    // From Harbour's entry it takes H(b): the identity where Harbour has b.
    for (const guess of ['b', 'q']) {
      class Probing extends OwnSender {
        override mix(pool: readonly Entry[]): Entry[] {
          return super.mix(pool.map(([c1, c2], i): Entry => (i === 2 || i === 3 ? [c1, c2.subtract(hashToPoint(this.party.sid, guess))] : [c1, c2])));
        }
      }
      expect((await withSender(FIRST, Probing)).filter((end) => end instanceof Error)).toEqual([]);
    }
  });
});
