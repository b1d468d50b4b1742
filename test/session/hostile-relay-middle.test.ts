import { randomBytes as nodeRandomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { expectedKeys } from '../../src/app/expected-keys.js';
import { decideApproval } from '../../src/cli/approval.js';
import { fromHex } from '../../src/crypto/bytes.js';
import { keyFingerprint } from '../../src/crypto/words.js';
import { MpcError } from '../../src/errors.js';
import type { Meeting } from '../../src/session/channel/meeting.js';
import { Mesh } from '../../src/session/channel/mesh.js';
import { roomOfAgreement, roomOfInvite } from '../../src/session/invite.js';
import type { Outcome } from '../../src/session/participation.js';
import { encodePresent, TOKEN_BYTES } from '../../src/session/relay/wire.js';
import { english } from '../../src/texts/en/index.js';
import type { Passing } from '../support/hostile-relay.js';
import { expectExact, expectExactOrClear, expectNothingLeaked, PATIENT, resultOf, sessionsWith, startHostile, untilTried } from '../support/hostile-session.js';
import { castFor, createIdentity, entryByInvite, NAMES, partyOf, playAll, SUM, TOTALS, type Cast, type Play } from '../support/three-parties.js';

/** Every random value that any party of this file draws: what a relay must never see, but for the tokens that are meant for it. */
const drawn = vi.hoisted(() => [] as Uint8Array[]);
vi.mock('../../src/crypto/random.js', async (original) => {
  const { randomBytes } = await original<{ randomBytes: (n: number) => Uint8Array }>();
  return {
    randomBytes: (n: number) => {
      const bytes = randomBytes(n);
      drawn.push(Uint8Array.from(bytes));
      return bytes;
    },
  };
});

// Most of them wait for what the relay withholds.
vi.setConfig({ maxConcurrency: 20 });

const session = sessionsWith(drawn);

describe.concurrent('a relay that recorded an earlier session', () => {
  it('and replays it, payload by payload, into a new session of the same agreement: the new one finishes as if alone', async () => {
    const since = drawn.length;
    const recorded: Passing[] = [];
    let isSecond = false;
    const relay = await startHostile({
      pass: (each, self) => {
        if (!isSecond) {
          recorded.push(each);
          return [each];
        }
        const old = recorded[each.number % recorded.length];
        // The old sender's payload as if from the new sender, and as from its own address, which is back.
        if (old !== undefined) {
          self.raw(each.to, encodePresent(Buffer.from(old.from, 'hex')));
          self.deliver({ ...old, to: each.to });
        }
        return old === undefined ? [each] : [{ ...each, payload: old.payload }, each, { ...each, payload: old.payload }];
      },
    });
    const cast = castFor('keys', relay.url, 2);
    expectExact(await playAll(cast, PATIENT));
    isSecond = true;
    const outcomes = await playAll(cast, PATIENT);
    expectExactOrClear(outcomes);
    for (const outcome of outcomes) expect(resultOf(outcome)).toBe(SUM);
    expectNothingLeaked(relay, cast, drawn.slice(since));
  });
});

/** A party's mesh by hand: what somebody can do who has some of the keys and a relay of his own. */
function meshOf(relay: string, meeting: Meeting, name: string, publicKey?: Uint8Array): Mesh {
  const identity = createIdentity(name);
  return new Mesh({ relay, meeting, identity: publicKey === undefined ? identity : { ...identity, publicKey }, proposes: false, patienceMs: 1_000 });
}

/** Which of the two sides meets the false message first depends on their addresses. */
function expectRefused(outcome: Outcome | MpcError, impostors: readonly Mesh[]): void {
  expect([(outcome as MpcError).message, ...impostors.map(({ suspicion }) => suspicion)].join(' ')).toContain('did not authenticate');
}

describe.concurrent('somebody in the middle, who controls the relay', () => {
  it('and knows the room and the key of greetings, but has keys of his own, gets no handshake with anyone by keys', async () => {
    const { pass, tried } = untilTried('handshake', 2);
    const relay = await startHostile({ pass });
    const cast = castFor('keys', relay.url);
    const [victim, one, two] = cast.identities;
    if (victim === undefined || one === undefined || two === undefined || cast.agreement === undefined) throw new Error('no parties');
    const others = [victim.publicKey];
    const room = roomOfAgreement(fromHex(cast.agreement.id));
    const impostors = [one, two].map(({ name, publicKey }) => meshOf(relay.url, { mode: 'keys', ...room, others }, name, publicKey));
    const outcome = await partyOf(cast, 0, tried);
    expect(outcome).toMatchObject({ code: 'TIMEOUT' });
    expectRefused(outcome, impostors);
    for (const name of NAMES.slice(1)) expect((outcome as MpcError).message).toContain(name);
    for (const impostor of impostors) {
      expect(impostor.parties).toEqual([]);
      impostor.close();
    }
  });

  it('and does not know the agreement is a stranger, and is told of as one', async () => {
    const { pass, tried } = untilTried('hello', 2);
    const relay = await startHostile({ pass });
    const cast = castFor('keys', relay.url);
    const { room } = roomOfAgreement(fromHex(cast.agreement?.id ?? ''));
    const impostor = meshOf(relay.url, { mode: 'keys', room, helloKey: nodeRandomBytes(32), others: cast.identities.map(({ publicKey }) => publicKey) }, 'Mallory');
    const outcome = await partyOf(cast, 0, tried);
    expect(outcome).toMatchObject({ code: 'TIMEOUT' });
    expect((outcome as MpcError).message).toContain('no party to this session');
    impostor.close();
  });

  it('and lacks the invite gets no handshake with anyone by invite, though he knows the room', async () => {
    const since = drawn.length;
    const { pass, tried } = untilTried('handshake', 3);
    const relay = await startHostile({ pass });
    const cast = castFor('invite', relay.url);
    if (cast.invite === undefined) throw new Error('no invite');
    const { room } = roomOfInvite(cast.invite);
    const impostors = [0, 1].map((i) => meshOf(relay.url, { mode: 'invite', room, psk: new Uint8Array(nodeRandomBytes(32)), seats: 3 }, `Mallory ${i}`));
    const outcome = await partyOf(cast, 0, tried);
    expect(outcome).toMatchObject({ code: 'TIMEOUT' });
    expectRefused(outcome, impostors);
    for (const impostor of impostors) {
      // The two impostors share no key either: whoever they see is not the victim.
      expect(impostor.parties).toEqual([]);
      impostor.close();
    }
    expectNothingLeaked(relay, cast, drawn.slice(since));
  });

  it('and was invited can stand between the others, and the words of the session then differ: with --expect-fingerprint it ends before anybody approves', async () => {
    // Each honest party comes into a room of its own, where the two others are the attacker with keys of his own.
    const attack = async (expected: string | undefined) => {
      const relay = await startHostile({ roomOf: (room, number) => `${room} ${Math.floor(number / 3)}` });
      const cast = castFor('invite', relay.url);
      const invite = cast.invite;
      if (invite === undefined) throw new Error('no invite');
      const truth = cast.identities.map(({ publicKey }) => keyFingerprint(publicKey).join(' '));
      const words: string[] = [];
      const verified: boolean[] = [];
      let recorded = 0;
      const approveOf = (own: Uint8Array): NonNullable<Play['approve']> => async (agreement, digest, shown) => {
        if (expected === 'the truth') expectedKeys(agreement, own, truth.filter((each) => each !== keyFingerprint(own).join(' ')));
        const decision = await decideApproval(agreement, digest, {
          named: digest,
          signedAhead: false,
          isOwn: false,
          keysAreVerified: false,
          words: shown,
          remarks: new Map(),
          texts: english,
          prompt: undefined,
          show: () => Promise.resolve(false),
        });
        words.push(shown ?? '');
        verified.push(decision.identitiesVerified);
        return decision;
      };
      const recordRun = () => {
        recorded++;
        return Promise.resolve();
      };
      const ends: (Outcome | MpcError)[] = [];
      for (const [seat, identity] of cast.identities.entries()) {
        const fakes: Cast = {
          identities: cast.identities.map((each, i) => (i === seat ? identity : createIdentity(each.name))),
          entries: cast.identities.map((_, i) => entryByInvite(invite, i === 0)),
        };
        const faking = [0, 1, 2].filter((i) => i !== seat).map((i) => partyOf(fakes, i, { timeoutMs: 60_000 }, 0n));
        const [own] = await Promise.all([partyOf(fakes, seat, { timeoutMs: 60_000, approve: approveOf(identity.publicKey), recordRun }, TOTALS[seat]), ...faking]);
        ends.push(own);
      }
      return { ends, words, verified, recorded };
    };

    const careful = await attack('the truth');
    for (const end of careful.ends) expect(end).toMatchObject({ code: 'FINGERPRINT_MISMATCH', exit: 4 });
    expect(careful.recorded).toBe(0);

    // What the words are for: without comparing them the attack succeeds, and the receipt says that nobody compared.
    const careless = await attack(undefined);
    expect(careless.recorded).toBe(3);
    expect(new Set(careless.words).size).toBe(3);
    for (const each of careless.words) expect(each.split(' ')).toHaveLength(6);
    expect(careless.verified).toEqual([false, false, false]);
    for (const [seat, end] of careless.ends.entries()) {
      expect(end).not.toBeInstanceOf(MpcError);
      if (end instanceof MpcError) continue;
      const own = end.agreement.parties.find(({ name }) => name === NAMES[seat])?.publicKey;
      expect(end.receipt.signatures.find(({ publicKey }) => publicKey === own)?.identitiesVerified).toBe(false);
    }
  });
});

describe('this file', () => {
  it('draws what it looks for: a leak of any random value would be found', async () => {
    const since = drawn.length;
    const { relay, cast } = await session('invite', {}, PATIENT);
    const seeds = drawn.slice(since).filter((bytes) => bytes.length === 32 && !relay.tokens.some((token) => token.equals(bytes)));
    expect(seeds.length).toBeGreaterThan(6);
    relay.seen.push(Buffer.from(seeds[0] ?? []));
    expect(() => expectNothingLeaked(relay, cast, drawn.slice(since))).toThrow('random value');
    expect(relay.tokens.every((token) => token.length === TOKEN_BYTES)).toBe(true);
  });
});
