import { describe, expect, it } from 'vitest';
import { u32be } from '../../src/crypto/bytes.js';
import { hashParts } from '../../src/crypto/hash.js';
import { randomBytes } from '../../src/crypto/random.js';
import { fingerprintWords } from '../../src/crypto/words.js';
import type { Network } from '../../src/session/protocol/network.js';
import { agreeOnSession, announceNonce } from '../../src/session/session-nonces.js';
import { memoryNetwork } from '../../src/testing/memory-network.js';

const ABOUT = new Uint8Array(32).fill(7);
const NAMES = ['North', 'South', 'Harbour'];
const sidOf = (nonces: readonly Uint8Array[]) => hashParts('test', ABOUT, ...nonces);
/** Attacks that search are kept small: two words of the six, 22 bits, and one, 11. */
const short = (hash: Uint8Array, words: number) => fingerprintWords(hash, words).join(' ');

const honest = async (network: Network) => agreeOnSession(network, NAMES.slice(0, network.count), ABOUT, sidOf);

/** As `network`, with what it sends put in the place of what an honest party would. */
function tampering(network: Network, tamper: (to: number, label: string, message: Uint8Array) => Uint8Array): Network {
  return { self: network.self, count: network.count, send: (to, label, message) => network.send(to, label, tamper(to, label, message)), receive: async (from, label, maxBytes) => network.receive(from, label, maxBytes) };
}

async function played(...parties: readonly ((network: Network) => Promise<unknown>)[]): Promise<unknown[]> {
  const session = memoryNetwork(parties.length);
  return Promise.all(
    session.parties.map(async ({ network }, i) => {
      try {
        return await parties[i]?.(network);
      } catch (error) {
        return error;
      } finally {
        network.leave();
      }
    }),
  );
}

describe('the nonces of a session', () => {
  it('give all the same identifier, and another each time', async () => {
    const first = (await played(honest, honest, honest)) as { sid: Uint8Array }[];
    const second = (await played(honest, honest, honest)) as { sid: Uint8Array }[];
    expect(first.map(({ sid }) => sid)).toEqual(Array(3).fill(first[0]?.sid));
    expect(second[0]?.sid).not.toEqual(first[0]?.sid);
  });

  it('are refused where one is opened that was not committed to: who speaks last no longer chooses the identifier', async () => {
    // Under the old rule, nonces without commitments, the last searches until the words are what it wants.
    const wanted = short(randomBytes(32), 1);
    const theirs = randomBytes(32);
    let own = randomBytes(32);
    let tries = 1;
    while (short(sidOf([theirs, own]), 1) !== wanted) {
      own = randomBytes(32);
      tries += 1;
    }
    expect(short(sidOf([theirs, own]), 1)).toBe(wanted);
    expect(tries).toBeLessThan(2 ** 17);

    const last = async (network: Network) => honest(tampering(network, (_, label, message) => (label === 'nonce' ? randomBytes(32) : message)));
    const [north] = await played(honest, last);
    expect(north).toMatchObject({ code: 'DEVIATION', party: 'South', message: expect.stringContaining('opened another nonce than it had committed to') as string });
  });

  it('are opened by nobody before all have said that they hold the same commitments', async () => {
    const opened: string[] = [];
    const silent = async (network: Network) => {
      announceNonce(network, ABOUT);
      await network.receive(0, 'nonce-commit', 32);
      await network.receive(0, 'nonce-echo', 32);
      network.send(0, 'nonce-echo', randomBytes(32));
      await network.receive(0, 'nonce', 32).then(() => opened.push('nonce'), () => undefined);
    };
    const [north] = await played(honest, silent);
    expect(north).toMatchObject({ code: 'DEVIATION' });
    expect(opened).toEqual([]);
  });

  it('end the session where a party commits to one thing before one, and another before another', async () => {
    const twoFaced = async (network: Network) => honest(tampering(network, (to, label, message) => (label === 'nonce-commit' && to === 1 ? randomBytes(32) : message)));
    for (const end of (await played(honest, honest, twoFaced)).slice(0, 2)) expect(end).toMatchObject({ code: 'DEVIATION' });
  });

  it('hold for their sender and their agreement alone: a copied commitment opens for nobody', async () => {
    let copied: Uint8Array | undefined;
    const copying = async (network: Network) => {
      const commitment = await network.receive(0, 'nonce-commit', 32);
      copied = commitment;
      network.send(0, 'nonce-commit', commitment);
      const echo = await network.receive(0, 'nonce-echo', 32);
      network.send(0, 'nonce-echo', echo);
      network.send(0, 'nonce', await network.receive(0, 'nonce', 32));
    };
    const [north] = await played(honest, copying);
    expect(copied).toHaveLength(32);
    expect(north).toMatchObject({ code: 'DEVIATION', party: 'South' });
  });
});

describe('commitments of another session', () => {
  it('are good for nothing: neither one’s own, under another agreement, nor another party’s, whose nonce is known by now', async () => {
    const seen: { commitment?: Uint8Array; nonce?: Uint8Array } = {};
    const recording = async (network: Network) =>
      honest({
        ...tampering(network, (_, __, message) => message),
        receive: async (from, label, maxBytes) => {
          const message = await network.receive(from, label, maxBytes);
          if (label === 'nonce-commit') seen.commitment = message;
          if (label === 'nonce') seen.nonce = message;
          return message;
        },
      });
    await played(honest, recording);
    const { commitment = ABOUT, nonce = ABOUT } = seen;
    const replaying = async (network: Network) => honest(tampering(network, (_, label, message) => (label === 'nonce-commit' ? commitment : label === 'nonce' ? nonce : message)));
    const [north] = await played(honest, replaying);
    expect(north).toMatchObject({ code: 'DEVIATION' });

    // With its echo put right, too: the seat in the roster is in the commitment.
    const echoing = async (network: Network) => {
      network.send(0, 'nonce-commit', commitment);
      await network.receive(0, 'nonce-commit', 32);
      network.send(0, 'nonce-echo', await network.receive(0, 'nonce-echo', 32));
      network.send(0, 'nonce', nonce);
      await network.receive(0, 'nonce', 32);
    };
    expect((await played(honest, echoing))[0]).toMatchObject({ code: 'DEVIATION', party: 'South', message: expect.stringContaining('opened another nonce') as string });
  });

  it('of one’s own can be used again under the same agreement, and then the identifier is another: the others’ nonces are fresh', async () => {
    const own = randomBytes(32);
    const again = async (network: Network) => agreeOnSession(network, NAMES.slice(0, network.count), ABOUT, sidOf, { nonce: own, commitment: send(network, own) });
    const send = (network: Network, nonce: Uint8Array) => {
      const commitment = hashParts('mpc session nonce v1', ABOUT, u32be(network.self), nonce);
      network.send(0, 'nonce-commit', commitment);
      return commitment;
    };
    const [first] = (await played(honest, again)) as { sid: Uint8Array }[];
    const [second] = (await played(honest, again)) as { sid: Uint8Array }[];
    expect(first?.sid).toHaveLength(32);
    expect(second?.sid).not.toEqual(first?.sid);
  });

  it('of another length, as nonces and echoes of one, are refused', async () => {
    for (const label of ['nonce-commit', 'nonce-echo', 'nonce']) {
      const short = async (network: Network) => honest(tampering(network, (_, each, message) => (each === label ? message.subarray(1) : message)));
      expect((await played(honest, short))[0]).toMatchObject({ code: 'DEVIATION', party: 'South' });
    }
  });
});

describe('words that two people read out to each other', () => {
  /** Two words, 22 bits, stand for the six: what a search of 2^11 and more steps on each side decides. */
  const wordsOf = (sid: Uint8Array) => short(sid, 2);
  /** The two sessions that a man in the middle holds, with Alice and with Bob: other keys stand in each. */
  const rosters = [hashParts('roster with Alice'), hashParts('roster with Bob')] as const;

  it('a man in the middle finds beforehand where they are a hash of the roster: he chooses both', () => {
    const [alice, bob] = [randomBytes(32), randomBytes(32)];
    const rosterWords = (...keys: Uint8Array[]) => wordsOf(hashParts('roster', ...keys));
    // Keys are known before any session: a search that nobody sees, of 2^11 keys on each side for 22 bits, of 2^66 for 132.
    const shownToAlice = new Map<string, Uint8Array>();
    for (let i = 0; i < 2 ** 13; i++) {
      const fakeBob = hashParts('fake Bob', u32be(i));
      shownToAlice.set(rosterWords(alice, fakeBob), fakeBob);
    }
    let found: string | undefined;
    for (let i = 0; i < 2 ** 13 && found === undefined; i++) {
      const words = rosterWords(hashParts('fake Alice', u32be(i)), bob);
      if (shownToAlice.has(words)) found = words;
    }
    expect(found).toBeDefined();
  });

  type Rule = (network: Network, about: Uint8Array) => Promise<string>;

  /** Nonces without commitments, as the program had them. */
  const plainly: Rule = async (network, about) => {
    const own = randomBytes(32);
    for (let party = 0; party < network.count; party++) if (party !== network.self) network.send(party, 'nonce', own);
    const nonces = await Promise.all(Array.from({ length: network.count }, async (_, party) => (party === network.self ? own : network.receive(party, 'nonce', 32))));
    return wordsOf(hashParts('test', about, ...nonces));
  };
  const committed: Rule = async (network, about) => {
    const { sid } = await agreeOnSession(network, NAMES.slice(0, network.count), about, (nonces) => hashParts('test', about, ...nonces));
    return wordsOf(sid);
  };

  /**
   * He is the second party of both sessions. In each he does what the rule asks until he has seen the other's nonce, and keeps his own back. When he has both,
   * he searches for two of his own under which the words are the same. What Alice and Bob hold in the end, or undefined where one refused.
   */
  async function attack(rule: Rule): Promise<{ ends: (string | undefined)[]; hasFound: boolean }> {
    const sessions = rosters.map((about) => ({ about, ...memoryNetwork(2) }));
    const ends = Promise.all(sessions.map(async ({ about, parties }) => rule(parties[0]?.network as Network, about).catch(() => undefined)));
    const theirs = await Promise.all(
      sessions.map(async ({ about, parties }) => {
        const network = parties[1]?.network as Network;
        if (rule === committed) {
          announceNonce(network, about);
          await network.receive(0, 'nonce-commit', 32);
          network.send(0, 'nonce-echo', await network.receive(0, 'nonce-echo', 32));
        }
        return network.receive(0, 'nonce', 32);
      }),
    );
    const candidates = new Map<string, Uint8Array>();
    const sidIn = (seat: 0 | 1, own: Uint8Array) => hashParts('test', rosters[seat], theirs[seat] as Uint8Array, own);
    for (let i = 0; i < 2 ** 13; i++) {
      const own = hashParts('his nonce', u32be(i));
      candidates.set(wordsOf(sidIn(0, own)), own);
    }
    let found: readonly [Uint8Array, Uint8Array] | undefined;
    for (let i = 0; i < 2 ** 14 && found === undefined; i++) {
      const own = hashParts('his other nonce', u32be(i));
      const first = candidates.get(wordsOf(sidIn(1, own)));
      if (first !== undefined) found = [first, own];
    }
    sessions.forEach(({ parties }, seat) => parties[1]?.network.send(0, 'nonce', found?.[seat as 0 | 1] ?? randomBytes(32)));
    const held = await ends;
    for (const { parties } of sessions) for (const { network } of parties) network.leave();
    return { ends: held, hasFound: found !== undefined };
  }

  it('a man in the middle who speaks last makes the same where nonces are not committed to, and where they are he is refused by both', async () => {
    const { ends: old, hasFound } = await attack(plainly);
    expect(hasFound).toBe(true);
    expect(old[0]).toBeDefined();
    expect(old[0]).toBe(old[1]);

    const now = await attack(committed);
    expect(now.hasFound).toBe(true);
    expect(now.ends).toEqual([undefined, undefined]);
  });

  it('he cannot wait in one session for what the other shows: nobody opens to him before he has committed', async () => {
    const { parties } = memoryNetwork(2);
    const [north, south] = [parties[0]?.network as Network, parties[1]?.network as Network];
    const bob = honest(north).catch((error: unknown) => error);
    await south.receive(0, 'nonce-commit', 32);
    let opened = false;
    const waiting = south.receive(0, 'nonce-echo', 32).then(() => (opened = true), () => undefined);
    // All that Bob could do without him is done.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(opened).toBe(false);
    for (const { network } of parties) network.leave();
    await waiting;
    expect(await bob).toMatchObject({ code: 'PEER_LEFT' });
  });
});
