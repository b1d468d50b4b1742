import { describe, expect, it } from 'vitest';
import { concat, u32be, utf8 } from '../../../../src/crypto/bytes.js';
import { encodePoint, GENERATOR, type Point } from '../../../../src/crypto/group.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { encodeScalar, ORDER, randomScalar } from '../../../../src/crypto/scalar.js';
import { proveLogarithm } from '../../../../src/crypto/schnorr.js';
import { memoryNetwork } from '../../../../src/testing/memory-network.js';
import { hashToPoint, OwnReceiver, OwnSender, packed, pointIn, pointsIn } from '../../../support/own-mixer.js';
import { playMatch, type Cheat, type Ended } from './mix-support.js';
import { altering, expectNamed, FIRST, IDENTITY, ITEMS, LAST, MIDDLE, NOT_A_POINT, RECEIVER, ROLES, withReceiver, withRow, withSender } from './mix-cheats.js';

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
