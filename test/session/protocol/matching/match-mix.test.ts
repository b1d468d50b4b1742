import { fc } from '../../../support/property.js';
import { describe, expect, it } from 'vitest';
import { hashParts } from '../../../../src/crypto/hash.js';
import { opens } from '../../../../src/crypto/commitment.js';
import { PlainGroup } from '../../../../src/crypto/batch/plain-group.js';
import { SodiumGroup } from '../../../../src/crypto/batch/sodium-group.js';
import { toHex } from '../../../../src/crypto/bytes.js';
import { MpcError } from '../../../../src/errors.js';
import { blocksFor, blocksOf } from '../../../../src/session/protocol/matching/mix-blocks.js';
import { matchMix } from '../../../../src/session/protocol/matching/match-mix.js';
import { matchesIn, receiveTable, sendTable } from '../../../../src/session/protocol/matching/mix-tags.js';
import { memoryNetwork } from '../../../../src/testing/memory-network.js';
import { OwnReceiver, OwnSender } from '../../../support/own-mixer.js';
import { failureOf } from '../outcomes.js';
import { playMatch, rolesFor, takeMatch } from './mix-support.js';
import { digests, batch as group, shapeOf } from './support.js';

const names = (...of: number[]) => of.map((n) => `name ${n}`);

describe('a match against several lists', () => {
  it('tells the receiver which of its items stand on some list, and the senders nothing', async () => {
    const [asked, ...lists] = [['a', 'b', 'c', 'd'], ['b', 'x'], ['c', 'b'], ['y']];
    expect(await playMatch(rolesFor(4, [3, 2, 1]), [asked, ...lists])).toEqual([['b', 'c'], undefined, undefined, undefined]);
  });

  it.each([
    [[], [], []],
    [[], [1], [2]],
    [[1], [], []],
    [[1], [1], []],
    [[1], [], [1]],
    [[1, 2, 3], [1, 2, 3], [1, 2, 3]],
    [[1, 2, 3], [4], [5, 6, 7]],
    [[3, 1], [1, 2, 3, 4], [3]],
  ])('is exact for %j against %j and %j', async (asked, ...lists) => {
    const [ended] = await playMatch(rolesFor(3, [4, 3], 3), [names(...asked), ...lists.map((list) => names(...list))]);
    expect(ended).toEqual(names(...asked.filter((n) => lists.some((list) => list.includes(n)))));
  });

  it.each([2, 3, 5])('is exact for %i lists that overlap at random', async (k) => {
    const set = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(set, fc.array(set, { minLength: k, maxLength: k }), async (asked, lists) => {
        const [ended, ...others] = await playMatch(rolesFor(4, Array.from({ length: k }, () => 4), k), [names(...asked), ...lists.map((list) => names(...list))]);
        expect(ended).toEqual(names(...asked.filter((n) => lists.some((list) => list.includes(n)))));
        expect(others.every((each) => each === undefined)).toBe(true);
      }),
      { numRuns: 4 },
    );
  });

  it('whatever the places of receiver and senders in the roster, with witnesses and with one who mixes and has no list', async () => {
    const roles = { receiver: { seat: 3, cap: 2 }, senders: [{ seat: 4, cap: 2 }, { seat: 0, cap: 1 }, { seat: 2, cap: 0 }], blocks: 2 };
    const session = memoryNetwork(5);
    expect(await playMatch(roles, [['a'], undefined, [], ['a', 'b'], ['c', 'b']], {}, session)).toEqual([undefined, undefined, undefined, ['a', 'b'], undefined]);
    const hashes = session.parties.map(({ transcript }) => toHex(transcript.hash));
    expect(new Set(hashes).size).toBe(1);
    // A witness says nothing but that it has nothing to say.
    expect(session.wire.filter(({ from, label }) => from === 1 && !label.endsWith('/echo')).every(({ message }) => message.length === 64)).toBe(true);
  });

  it('goes with parties whose program was written from the page', async () => {
    const roles = rolesFor(3, [2, 2, 2], 2);
    const items = [['a', 'b', 'z'], ['a'], ['a', 'b'], ['c', 'd']];
    for (const seat of [1, 2, 3]) {
      const [ended] = await playMatch(roles, items, { [seat]: (party) => new OwnSender(party, roles, items[seat] ?? []) });
      expect(ended).toEqual(['a', 'b']);
    }
    const [ended] = await playMatch(roles, items, { 0: (party) => new OwnReceiver(party, roles, items[0] ?? []) });
    expect(ended).toEqual(['a', 'b']);
  });

  it('goes on the plain group as on the fast one', async () => {
    const { parties } = memoryNetwork(3);
    const roles = rolesFor(1, [1, 1]);
    const ended = await Promise.all(parties.map(async (party, i) => matchMix(party, i === 1 ? new PlainGroup() : group, roles, digests(['a']))));
    expect(matchesIn(ended[2]?.table?.tags ?? new Uint8Array(0), ended[0]?.tags ?? new Uint8Array(0))).toEqual(Uint8Array.of(1));
  });

  it('sends the same messages of the same sizes for all true sizes', async () => {
    const shapes = await Promise.all(
      [[[], [], []], [['a'], ['a'], ['a', 'b']], [['a', 'b'], ['a', 'b', 'c'], ['c', 'd']]].map(async (items) => {
        const session = memoryNetwork(3);
        await playMatch(rolesFor(2, [3, 2]), items, {}, session);
        return shapeOf(session.wire);
      }),
    );
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
    expect(shapes[0]).toContain('1>2 match/mix 160');
  });

  it('commits to sets that can be shown later, and to the table before anything is asked', async () => {
    const { parties, wire } = memoryNetwork(3);
    const roles = rolesFor(2, [2, 2]);
    const ended = await Promise.all(parties.map(async (party) => matchMix(party, group, roles, digests(['b', 'a']))));
    const ascending = Uint8Array.from(Buffer.concat(['a', 'b'].map((item) => digests([item])).sort((a, b) => Buffer.compare(a, b))));
    ended.forEach(({ commitments, nonce }, party) => {
      expect(commitments).toEqual(ended[0]?.commitments);
      expect(opens(commitments[party] ?? new Uint8Array(0), 'mpc match set v2', parties[party]?.sid ?? new Uint8Array(0), party, hashParts('mpc set v1', ascending), nonce ?? new Uint8Array(0))).toBe(true);
    });
    expect(new Set(ended[0]?.commitments.map(toHex)).size).toBe(3);
    const positions = (label: string) => wire.flatMap((sent, i) => (sent.label === label ? [i] : []));
    expect(Math.max(...positions('match/mixed'))).toBeLessThan(Math.min(...positions('match/answer')));
    expect(Math.max(...positions('match/hand-in'))).toBeLessThan(Math.min(...positions('match/list'), ...positions('match/questions')));
    // The first stage alone delivers nothing.
    expect(positions('match/table')).toEqual([]);
    sendTable(parties[2] as (typeof parties)[0], roles, ended[2]?.table as NonNullable<(typeof ended)[0]['table']>);
    expect(matchesIn(await receiveTable(parties[0] as (typeof parties)[0], roles, ended[0]?.tableCommitment ?? new Uint8Array(0)), ended[0]?.tags ?? new Uint8Array(0))).toEqual(Uint8Array.of(1, 1));
  });

  it('says how far it is, by caps and not by true sizes, and asks before the first message that depends on data', async () => {
    const { parties, wire } = memoryNetwork(3);
    const roles = rolesFor(3, [2, 3]);
    const seen = parties.map((): string[] => []);
    await Promise.all(
      parties.map(async (party, i) =>
        takeMatch(party, roles, [], {
          beforeCommitting: () => {
            expect(wire.filter(({ from }) => from === i).every(({ label }) => label.startsWith('match/keys'))).toBe(true);
            seen[i]?.push('committing');
            return Promise.resolve();
          },
          onProgress: (step, done, total) => seen[i]?.push(`${step} ${done} of ${total}`),
        }),
      ),
    );
    expect(seen).toEqual([['blinding 3 of 3', 'committing', 'unblinding 3 of 3'], ['encrypting 2 of 2', 'committing', 'checking 3 of 3', 'mixing 5 of 5', 'answering 3 of 3'], ['encrypting 3 of 3', 'committing', 'mixing 5 of 5', 'answering 3 of 3']]);
  });

  it('cuts the pool into blocks of at least 1024 entries, whose sizes differ by at most one', () => {
    expect([1, 2047, 2048, 5000, 136_000, 2 ** 24].map(blocksFor)).toEqual([1, 1, 2, 4, 64, 256]);
    for (const entries of [2048, 5000, 136_001, 2 ** 24]) {
      const blocks = blocksOf(entries, blocksFor(entries));
      const sizes = blocks.map(({ from, to }) => to - from);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1024);
      expect([blocks[0]?.from, blocks.at(-1)?.to]).toEqual([0, entries]);
    }
  });

  it('hands a block on before the next comes, and never has more than four on the way that were not taken', async () => {
    const session = memoryNetwork(4);
    const roles = rolesFor(2, [4, 4, 4], 6);
    expect((await playMatch(roles, [names(1, 5), names(1), names(2), names(3)], {}, session))[0]).toEqual(names(1));
    const between = (from: number, to: number) => session.wire.flatMap(({ from: sender, to: taker, label, message }, i) => (sender === from && taker === to && label === 'match/mix' && message.length === 32 ? [i] : []));
    const [fromFirst, fromMiddle] = [between(1, 2), between(2, 3)];
    expect([fromFirst.length, fromMiddle.length]).toEqual([6, 6]);
    expect(fromMiddle[0]).toBeLessThan(fromFirst[5] ?? 0);
    const taken = session.wire.flatMap(({ from, label }, i) => (from === 2 && label === 'match/mix/taken' ? [i] : []));
    expect(taken).toHaveLength(2);
    taken.forEach((at, i) => expect(at).toBeLessThan(fromFirst[4 + i] ?? 0));
  });

  it('ends for all when one leaves, whoever it is', async () => {
    for (const seat of [0, 1, 2, 3]) {
      const ended = await playMatch(rolesFor(1, [1, 1, 1]), [['a'], ['a'], [], []], { [seat]: () => ({ play: () => Promise.resolve() }) });
      for (const [i, end] of ended.entries()) if (i !== seat) expect(failureOf(end, 'PEER_LEFT').party).toBeDefined();
    }
  });

  it('ends at once where the group is stopped, whatever it is at', async () => {
    for (const step of ['encrypting', 'mixing', 'answering']) {
      const stop = new AbortController();
      const stoppable = new SodiumGroup({ threads: 0, signal: stop.signal });
      const { parties } = memoryNetwork(3);
      const reason = new MpcError('INTERRUPTED', 'stopped', '');
      const onProgress = (at: string) => {
        if (at === step) stop.abort(reason);
      };
      const ended = await Promise.allSettled(
        parties.map(async (party, i) => matchMix(party, i === 1 ? stoppable : group, rolesFor(1, [1, 1]), digests(['a']), i === 1 ? { onProgress } : {}).finally(() => party.network.leave())),
      );
      expect(ended[1]).toEqual({ status: 'rejected', reason });
      expect(ended[0]?.status).toBe('rejected');
    }
  });

  it.each<[string, ReturnType<typeof rolesFor>, number]>([
    ['one sender', rolesFor(1, [1]), 0],
    ['a receiver that is a sender', { receiver: { seat: 0, cap: 1 }, senders: [{ seat: 0, cap: 1 }, { seat: 1, cap: 1 }], blocks: 1 }, 0],
    ['no entries at all', rolesFor(1, [0, 0]), 0],
    ['a receiver without items', rolesFor(0, [1, 1]), 0],
    ['half an entry', rolesFor(1, [0.5, 1]), 0],
    ['no blocks', rolesFor(1, [1, 1], 0), 0],
    ['more blocks than entries', rolesFor(1, [1, 1], 3), 0],
    ['more items than the cap', rolesFor(1, [3, 1]), 2],
  ])('is a bug with %s', async (_, roles, seat) => {
    const { parties } = memoryNetwork(3);
    const bug = await matchMix(parties[seat] as (typeof parties)[0], group, roles, digests(['a', 'b'])).catch((error: unknown) => error);
    expect((bug as MpcError).code).toBe('BUG');
  });
});
