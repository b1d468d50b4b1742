import { describe, expect, it } from 'vitest';
import { concat, u32be, utf8 } from '../../../../src/crypto/bytes.js';
import { encodePoint, GENERATOR, type Point } from '../../../../src/crypto/group.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { encodeScalar, ORDER, randomScalar } from '../../../../src/crypto/scalar.js';
import { proveLogarithm } from '../../../../src/crypto/schnorr.js';
import { memoryNetwork, type MemoryParty } from '../../../../src/testing/memory-network.js';
import { hashToPoint, OwnReceiver, OwnSender, packed, pointIn, pointsIn, rowsOf, type Entry } from '../../../support/own-mixer.js';
import { deviationOf } from '../outcomes.js';
import { playMatch, rolesFor, type Cheat, type Ended } from './mix-support.js';

/** Six entries, in two blocks of three. */
const ROLES = rolesFor(3, [2, 2, 2], 2);
const ITEMS = [['a', 'b', 'z'], ['a', 'x'], ['b'], ['b', 'c']];
const [FIRST, MIDDLE, LAST] = [1, 2, 3];
const RECEIVER = 0;
const NAMES = ['North', 'South', 'Harbour', 'West'];
const NOT_A_POINT = new Uint8Array(32).fill(255);
const IDENTITY = new Uint8Array(32);
const withRow = (bytes: Uint8Array, at: number, row: Uint8Array) => concat(bytes.subarray(0, at * row.length), row, bytes.subarray((at + 1) * row.length));

type SenderClass = new (party: MemoryParty, roles: typeof ROLES, items: readonly string[]) => OwnSender;

async function withSender(seat: number, Cheater: SenderClass, session = memoryNetwork(4)): Promise<Ended[]> {
  return playMatch(ROLES, ITEMS, { [seat]: (party) => new Cheater(party, ROLES, ITEMS[seat] ?? []) }, session);
}

async function withReceiver(Cheater: new (party: MemoryParty, roles: typeof ROLES, items: readonly string[]) => OwnReceiver): Promise<Ended[]> {
  return playMatch(ROLES, ITEMS, { [RECEIVER]: (party) => new Cheater(party, ROLES, ITEMS[RECEIVER] ?? []) });
}

/** A sender that alters what it sends in one step, the n-th message of that step to each party. */
function altering(step: string, nth: number, alter: (message: Uint8Array) => Uint8Array): SenderClass {
  return class extends OwnSender {
    readonly #sent = new Map<string, number>();

    override send(to: number, label: string, message: Uint8Array): void {
      const key = `${to} ${label}`;
      const count = this.#sent.get(key) ?? 0;
      this.#sent.set(key, count + 1);
      super.send(to, label, label === step && count === nth ? alter(message) : message);
    }
  };
}

/** Those at these seats name the cheater, with these words. */
function expectNamed(ended: readonly Ended[], cheater: number, words: string, at: readonly number[]): void {
  expect(at.map((seat) => deviationOf(ended[seat]))).toEqual(at.map(() => ({ party: NAMES[cheater], message: expect.stringContaining(words) as string })));
}

describe('keys of a match against several lists', () => {
  class Keys extends OwnSender {
    /** X, S and a proof of each, in another order than in the message. */
    parts(): [Uint8Array, Uint8Array, Uint8Array, Uint8Array] {
      const honest = super.keys();
      return [honest.slice(0, 32), honest.slice(96, 128), honest.slice(32, 96), honest.slice(128, 192)];
    }
  }

  type Parts = [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const prove = ({ party, self }: Keys, label: string, secret: bigint, point: Uint8Array, seat = self) => proveLogarithm({ label: `mpc match ${label} v1`, sid: party.sid, party: seat }, secret, point);

  it.each<[string, (keys: Keys) => Parts]>([
    ['a wrong proof of its decryption key', (keys) => keys.parts().with(2, randomBytes(64)) as Parts],
    ['a wrong proof of its exponent', (keys) => keys.parts().with(3, randomBytes(64)) as Parts],
    ['the proofs in each other’s place', (keys) => [...keys.parts().slice(0, 2), ...keys.parts().slice(2).reverse()] as Parts],
    ['the identity as its exponent', (keys) => [keys.parts()[0], IDENTITY, keys.parts()[2], prove(keys, 'exponent', 0n, IDENTITY)]],
    ['the identity as its decryption key', (keys) => [IDENTITY, keys.parts()[1], prove(keys, 'decryption key', 0n, IDENTITY), keys.parts()[3]]],
    ['bytes that are no point', (keys) => keys.parts().with(0, NOT_A_POINT) as Parts],
    ['a proof made for another party', (keys) => keys.parts().with(3, prove(keys, 'exponent', keys.s, keys.parts()[1], keys.self + 1)) as Parts],
  ])('who publishes %s is named by all', async (_, of) => {
    class Cheater extends Keys {
      override keys(): Uint8Array {
        const [X, S, ofX, ofS] = of(this);
        return concat(X, ofX, S, ofS);
      }
    }
    expectNamed(await withSender(MIDDLE, Cheater), MIDDLE, 'a key without a proof that it knows it', [0, 1, 3]);
  });

  it('the first, which has no decryption key, is named if it publishes one', async () => {
    class Cheater extends OwnSender {
      override keys(): Uint8Array {
        return concat(super.keys(), super.keys());
      }
    }
    expectNamed(await withSender(FIRST, Cheater), FIRST, 'sent keys of the wrong length', [0, 2, 3]);
  });

  it('who publishes its keys of another session, or none, is named by all', async () => {
    class Replaying extends OwnSender {
      override keys(): Uint8Array {
        return new OwnSender({ ...this.party, sid: randomBytes(32) }, this.roles, []).keys();
      }
    }
    expectNamed(await withSender(MIDDLE, Replaying), MIDDLE, 'a key without a proof that it knows it', [0, 1, 3]);
    class Silent extends OwnSender {
      override keys(): Uint8Array {
        return new Uint8Array(0);
      }
    }
    expectNamed(await withSender(LAST, Silent), LAST, 'sent keys of the wrong length', [0, 1, 2]);
  });

  it('who publishes the negative of another’s key, so that the sum is its own, is named by all', async () => {
    let show: (X: Point) => void = () => undefined;
    const shown = new Promise<Point>((resolve) => (show = resolve));
    class Victim extends OwnSender {
      override keys(): Uint8Array {
        show(GENERATOR.multiply(this.x));
        return super.keys();
      }
    }
    class Rogue extends Keys {
      #stolen = GENERATOR;
      override async play(): Promise<void> {
        this.#stolen = await shown;
        await super.play();
      }
      override keys(): Uint8Array {
        const [X, S, , proof] = this.parts();
        const cancelling = encodePoint(pointIn(X).subtract(this.#stolen));
        return concat(cancelling, proveLogarithm({ label: 'mpc match decryption key v1', sid: this.party.sid, party: this.self }, this.x, cancelling), S, proof);
      }
    }
    const ended = await playMatch(ROLES, ITEMS, { [MIDDLE]: (party) => new Victim(party, ROLES, []), [LAST]: (party) => new Rogue(party, ROLES, []) });
    expectNamed(ended, LAST, 'a key without a proof that it knows it', [0, 1]);
  });

  it('two that choose keys which cancel each other are found out', async () => {
    const x = randomScalar();
    class One extends OwnSender {
      override readonly x: bigint = x;
    }
    class Other extends OwnSender {
      override readonly x: bigint = ORDER - x;
    }
    const ended = await playMatch(ROLES, ITEMS, { [MIDDLE]: (party) => new One(party, ROLES, []), [LAST]: (party) => new Other(party, ROLES, []) });
    expectNamed(ended, LAST, 'a key that cancels those of others', [0, 1]);
  });

  it('who publishes different keys to different parties is named by the echo, before anything is encrypted', async () => {
    class TwoFaced extends OwnSender {
      override async play(): Promise<void> {
        const signed = (message: Uint8Array) => {
          const hash = hashParts('mpc broadcast message v1', message);
          return concat(this.party.sign('mpc broadcast v1', this.party.sid, utf8('match/keys'), u32be(this.self), hash), message);
        };
        const [one, other] = [this.keys(), new OwnSender(this.party, this.roles, []).keys()];
        for (const to of [0, 1, 3]) this.send(to, 'match/keys', signed(to === 3 ? other : one));
        for (const from of [0, 1, 3]) await this.receive(from, 'match/keys');
        for (const from of [0, 1, 3]) await this.receive(from, 'match/keys/echo');
      }
    }
    const session = memoryNetwork(4);
    expectNamed(await withSender(MIDDLE, TwoFaced, session), MIDDLE, 'different messages to different parties in the step "match/keys"', [0, 1, 3]);
    expect(session.wire.some(({ label }) => label.startsWith('match/commit'))).toBe(false);
  });
});

describe('lists that are submitted', () => {
  /** South's victim: Harbour, whose ciphertexts West gets to see, which it never does in a real session. */
  async function against(forge: (west: OwnSender, stolen: Awaited<ReturnType<OwnSender['list']>>) => Promise<Awaited<ReturnType<OwnSender['list']>>>): Promise<Ended[]> {
    let show: (list: Awaited<ReturnType<OwnSender['list']>>) => void = () => undefined;
    const shown = new Promise<Awaited<ReturnType<OwnSender['list']>>>((resolve) => (show = resolve));
    class Victim extends OwnSender {
      override async list(): ReturnType<OwnSender['list']> {
        const list = await super.list();
        show(list);
        return list;
      }
    }
    class Forger extends OwnSender {
      override async list(): ReturnType<OwnSender['list']> {
        return forge(this, await shown);
      }
    }
    const cheats: Record<number, Cheat> = { [MIDDLE]: (party) => new Victim(party, ROLES, ['b']), [LAST]: (party) => new Forger(party, ROLES, []) };
    return playMatch(ROLES, ITEMS, cheats);
  }

  it('who copies another’s ciphertexts with their proof is named', async () => {
    expectNamed(await against((_, stolen) => Promise.resolve(stolen)), LAST, 'without a proof that it knows how', [FIRST]);
  });

  it('who submits a multiple of another’s ciphertext, or re-randomises it, is named', async () => {
    const scaled = await against(async (west, { c1, c2 }) => {
      const [m1, m2] = [c1, c2].map((column) => packed(pointsIn(column).map((point) => point.multiply(3n)))) as [Uint8Array, Uint8Array];
      return { c1: m1, c2: m2, proof: await west.prove(concat(...[1, 2].map(() => encodeScalar(randomScalar()))), m1, m2) };
    });
    expectNamed(scaled, LAST, 'without a proof that it knows how', [FIRST]);
    const blended = await against(async (west, { c1, c2 }) => {
      // It knows how much it added, and nothing else.
      const added = [randomScalar(), randomScalar()];
      const m1 = packed(pointsIn(c1).map((point, i) => point.add(GENERATOR.multiply(added[i] ?? 1n))));
      const m2 = packed(pointsIn(c2).map((point, i) => point.add(west.keyFrom(0).multiply(added[i] ?? 1n))));
      return { c1: m1, c2: m2, proof: await west.prove(concat(...added.map(encodeScalar)), m1, m2) };
    });
    expectNamed(blended, LAST, 'without a proof that it knows how', [FIRST]);
  });

  it.each<[string, number, (message: Uint8Array) => Uint8Array, string]>([
    ['another column than it committed to', 1, (message) => withRow(message, 1, encodePoint(GENERATOR)), 'something else than it had committed to'],
    ['another proof', 0, (message) => concat(message.subarray(0, 32), randomBytes(64)), 'something else than it had committed to'],
    ['one entry less', 1, (message) => message.subarray(32), 'elements in the step "match/list" of the wrong length'],
    ['one entry more', 2, (message) => concat(message, message), 'at most 64 are allowed'],
    ['no proof', 0, (message) => message.subarray(0, 32), 'the proof of its list of the wrong length'],
  ])('who submits %s is named', async (_, nth, alter, words) => {
    expectNamed(await withSender(LAST, altering('match/list', nth, alter)), LAST, words, [FIRST]);
  });

  it.each<[string, 'c1' | 'c2', Uint8Array]>([
    ['the identity as c1', 'c1', IDENTITY],
    ['the identity as c2', 'c2', IDENTITY],
    ['no point as c1', 'c1', NOT_A_POINT],
    ['no point as c2', 'c2', NOT_A_POINT],
  ])('who commits to %s is named', async (_, column, bad) => {
    class Cheater extends OwnSender {
      override async list(): ReturnType<OwnSender['list']> {
        const list = await super.list();
        const bent = { ...list, [column]: withRow(list[column], 1, bad) };
        // The right proof for the c2 that it sends: only the point itself is wrong.
        if (column === 'c1') return bent;
        const r = [randomScalar(), randomScalar()];
        const c1 = packed(r.map((each) => GENERATOR.multiply(each)));
        return { c1, c2: bent.c2, proof: await this.prove(concat(...r.map(encodeScalar)), c1, bent.c2) };
      }
    }
    expectNamed(await withSender(LAST, Cheater), LAST, 'not a point of the group', [FIRST]);
  });

  it('an encryption of the identity is an entry like any other: it stops nothing and tells nobody anything', async () => {
    class Nothing extends OwnSender {
      override plaintexts(): Point[] {
        return [GENERATOR.subtract(GENERATOR), hashToPoint(this.party.sid, 'z')];
      }
    }
    expect((await withSender(MIDDLE, Nothing))[RECEIVER]).toEqual(['a', 'b', 'z']);
  });
});

describe('the questions', () => {
  it.each<[string, (questions: Uint8Array) => Uint8Array, string]>([
    ['the same question twice', (questions) => concat(questions.subarray(0, 64), questions.subarray(32, 64)), 'the same element twice'],
    ['the identity', (questions) => withRow(questions, 2, IDENTITY), 'not a point of the group'],
    ['what is no point', (questions) => withRow(questions, 2, NOT_A_POINT), 'not a point of the group'],
    ['more than its cap', (questions) => concat(questions, encodePoint(GENERATOR)), 'at most 96 are allowed'],
    ['less than its cap', (questions) => questions.subarray(32), 'of the wrong length'],
  ])('a receiver that asks %s is named by all senders, and answered by none', async (_, alter, words) => {
    class Cheater extends OwnReceiver {
      override questions(): Uint8Array {
        return alter(super.questions());
      }
    }
    expectNamed(await withReceiver(Cheater), RECEIVER, words, [FIRST, MIDDLE, LAST]);
  });

  it('a receiver that asks one sender something else than the others is named by that one', async () => {
    class Cheater extends OwnReceiver {
      override questionsTo(to: number, questions: Uint8Array): Uint8Array {
        return to === MIDDLE ? withRow(questions, 0, encodePoint(GENERATOR)) : questions;
      }
    }
    expectNamed(await withReceiver(Cheater), RECEIVER, 'something else than it had committed to', [MIDDLE]);
  });

  it.each([FIRST, MIDDLE])('sender %i is named by all after it if it answers with another key, for all questions or one', async (seat) => {
    class AnotherKey extends OwnSender {
      override async answer(question: Uint8Array): ReturnType<OwnSender['answer']> {
        const { answer, proof } = await super.answer(question);
        return { answer: packed(pointsIn(answer).map((point) => point.multiply(2n))), proof };
      }
    }
    class OneOther extends OwnSender {
      override async answer(question: Uint8Array): ReturnType<OwnSender['answer']> {
        const { answer, proof } = await super.answer(question);
        return { answer: withRow(answer, 1, packed(pointsIn(answer).slice(1, 2).map((point) => point.add(GENERATOR)))), proof };
      }
    }
    /** Errors that cancel in the plain sum: the weights are random, and each pair has its own. */
    class Cancelling extends OwnSender {
      override async answer(question: Uint8Array): ReturnType<OwnSender['answer']> {
        const { answer, proof } = await super.answer(question);
        const [one, two, three] = pointsIn(answer) as [Point, Point, Point];
        return { answer: packed([one.add(GENERATOR), two.subtract(GENERATOR), three]), proof };
      }
    }
    const witnesses = [RECEIVER, MIDDLE, LAST].filter((each) => each === RECEIVER || each > seat);
    for (const Cheater of [AnotherKey, OneOther, Cancelling]) expectNamed(await withSender(seat, Cheater), seat, 'answered with another key than its own', witnesses);
  });

  it.each<[string, number, (message: Uint8Array) => Uint8Array, string]>([
    ['the identity', 0, (message) => withRow(message, 0, IDENTITY), 'not a point of the group'],
    ['too few answers', 0, (message) => message.subarray(32), 'of the wrong length'],
    ['too many', 0, (message) => concat(message, message), 'at most 96 are allowed'],
    ['no proof', 1, () => new Uint8Array(0), 'of the wrong length'],
    ['the same answer twice', 0, (message) => withRow(message, 0, message.slice(32, 64)), 'the same element twice'],
  ])('a sender that answers with %s is named', async (_, nth, alter, words) => {
    expectNamed(await withSender(LAST, altering('match/answer', nth, alter)), LAST, words, [RECEIVER]);
  });
});

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
