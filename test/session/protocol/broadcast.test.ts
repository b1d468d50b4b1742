import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/crypto/bytes.js';
import { sign } from '../../../src/crypto/ed25519.js';
import { broadcast } from '../../../src/session/protocol/broadcast.js';
import { memoryNetwork, type MemoryParty } from '../../../src/testing/memory-network.js';
import { signedEntry, signedMessage } from '../../support/own-party.js';
import { deviationOf, outcomes } from './outcomes.js';

const LABEL = 'news';
const MAX = 100;
const CHEATER = 1;
const HONEST = [0, 2, 3];

function messageOf(party: number): Uint8Array {
  return utf8(`message of ${party}`);
}

/** Three honest parties and one that does as `cheat` says, which gets all that the honest ones sent first. */
async function against(cheat: (cheater: MemoryParty, received: readonly Uint8Array[]) => void, parties = memoryNetwork(4).parties) {
  const honest = outcomes(parties.filter(({ network }) => network.self !== CHEATER).map((party) => broadcast(party, LABEL, messageOf(party.network.self), MAX)));
  const cheater = parties[CHEATER];
  if (cheater === undefined) throw new Error('four parties');
  const received = await Promise.all([0, 1, 2, 3].map(async (from) => (from === CHEATER ? signedMessage(cheater, LABEL, messageOf(CHEATER)) : cheater.network.receive(from, LABEL, 1000))));
  cheat(cheater, received);
  return { cheater, ended: await honest };
}

function entriesOf(cheater: MemoryParty, received: readonly Uint8Array[]): Buffer[] {
  return received.map((bytes, sender) => Buffer.concat([signedEntry(cheater, LABEL, bytes.subarray(64), sender).hash, bytes.subarray(0, 64)]));
}

function sendToAll(cheater: MemoryParty, label: string, message: Uint8Array): void {
  for (const to of HONEST) cheater.network.send(to, label, message);
}

describe('broadcast', () => {
  it('gives all parties all messages in the roster’s order, and the same transcript', async () => {
    for (const count of [2, 3, 5]) {
      const { parties, wire } = memoryNetwork(count);
      const messages = parties.map((_, i) => messageOf(i));
      const got = await Promise.all(parties.map((party, i) => broadcast(party, LABEL, messageOf(i), MAX)));
      expect(got).toEqual(parties.map(() => messages));
      expect(new Set(parties.map((party) => Buffer.from(party.transcript.hash).toString('hex'))).size).toBe(1);
      expect(wire.length).toBe(2 * count * (count - 1));
      expect(wire.filter(({ label }) => label === `${LABEL}/echo`).every(({ message }) => message.length === 96 * count)).toBe(true);
    }
  });

  it('takes empty messages and messages of exactly the greatest length', async () => {
    const { parties } = memoryNetwork(2);
    const [a, b] = [new Uint8Array(0), new Uint8Array(MAX).fill(7)];
    expect(await Promise.all(parties.map((party, i) => broadcast(party, LABEL, i === 0 ? a : b, MAX)))).toEqual([[a, b], [a, b]]);
  });

  it('makes another transcript of other messages, labels, order or session', async () => {
    const hashAfter = async (steps: [string, string][], sid = new Uint8Array(32)) => {
      const { parties } = memoryNetwork(2, { sid });
      for (const [label, text] of steps) await Promise.all(parties.map((party) => broadcast(party, label, utf8(text), MAX)));
      return Buffer.from(parties[0]?.transcript.hash ?? []).toString('hex');
    };
    const hashes = [
      await hashAfter([]),
      await hashAfter([['a', 'x']]),
      await hashAfter([['a', 'y']]),
      await hashAfter([['b', 'x']]),
      await hashAfter([['a', 'x'], ['b', 'x']]),
      await hashAfter([['b', 'x'], ['a', 'x']]),
      await hashAfter([['a', 'x']], new Uint8Array(32).fill(1)),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(await hashAfter([['a', 'x']])).toBe(hashes[1]);
  });
});

describe('in a broadcast with a party that cheats', () => {
  it('a party that follows the protocol with a program of its own is not taken for one', async () => {
    const { ended } = await against((cheater, received) => {
      sendToAll(cheater, LABEL, received[CHEATER] ?? new Uint8Array(0));
      sendToAll(cheater, `${LABEL}/echo`, Buffer.concat(entriesOf(cheater, received)));
    });
    expect(ended).toEqual(HONEST.map(() => [0, 1, 2, 3].map(messageOf)));
  });

  it('who sends different messages to different parties is named by every honest party', async () => {
    for (const victims of [[0], [0, 2], [3]]) {
      const { ended } = await against((cheater, received) => {
        for (const to of HONEST) cheater.network.send(to, LABEL, victims.includes(to) ? signedMessage(cheater, LABEL, utf8('something else')) : (received[CHEATER] ?? new Uint8Array(0)));
        // It echoes to each what that one has from it: only the honest ones' echoes give it away.
        for (const to of HONEST) {
          const entries = entriesOf(cheater, received);
          if (victims.includes(to)) {
            const { hash, signature } = signedEntry(cheater, LABEL, utf8('something else'));
            entries[CHEATER] = Buffer.concat([hash, signature]);
          }
          cheater.network.send(to, `${LABEL}/echo`, Buffer.concat(entries));
        }
      });
      for (const end of ended) expect(deviationOf(end)).toEqual({ party: 'South', message: expect.stringContaining('different messages to different parties in the step "news"') as string });
    }
  });

  it.each([
    ['a signature of its own', (cheater: MemoryParty) => signedEntry(cheater, LABEL, utf8('forged'), 0)],
    ['the framed party’s signature on its true message', (cheater: MemoryParty, received: readonly Uint8Array[]) => ({ hash: signedEntry(cheater, LABEL, utf8('forged'), 0).hash, signature: received[0]?.subarray(0, 64) ?? new Uint8Array(64) })],
    ['zeros', () => ({ hash: Buffer.alloc(32), signature: new Uint8Array(64) })],
  ])('who forges an echo to frame another, with %s, is named, and never the framed one', async (_, forge) => {
    const { ended } = await against((cheater, received) => {
      sendToAll(cheater, LABEL, received[CHEATER] ?? new Uint8Array(0));
      const entries = entriesOf(cheater, received);
      const { hash, signature } = forge(cheater, received);
      entries[0] = Buffer.concat([hash, signature]);
      sendToAll(cheater, `${LABEL}/echo`, Buffer.concat(entries));
    });
    for (const end of ended) expect(deviationOf(end)).toEqual({ party: 'South', message: expect.stringContaining('claimed to have received from North what that party did not sign') as string });
  });

  it('who frames another with what that one signed elsewhere (another session, step, or seat) is named', async () => {
    const old = memoryNetwork(4);
    const secretKeys = old.parties.map(({ secretKey }) => secretKey);
    const [framed] = old.parties;
    if (framed === undefined) throw new Error('four parties');
    const elsewhere = [
      () => signedEntry(framed, LABEL, utf8('elsewhere')),
      (sid: Uint8Array) => signedEntry({ ...framed, sid }, 'other news', utf8('elsewhere')),
      (sid: Uint8Array) => signedEntry({ ...framed, sid }, LABEL, utf8('elsewhere'), 2),
    ];
    for (const entry of elsewhere) {
      const { ended } = await against((cheater, received) => {
        sendToAll(cheater, LABEL, received[CHEATER] ?? new Uint8Array(0));
        const entries = entriesOf(cheater, received);
        const { hash, signature } = entry(cheater.sid);
        entries[0] = Buffer.concat([hash, signature]);
        sendToAll(cheater, `${LABEL}/echo`, Buffer.concat(entries));
      }, memoryNetwork(4, { secretKeys }).parties);
      expect(ended.map((end) => deviationOf(end).party)).toEqual(['South', 'South', 'South']);
    }
  });

  const session = memoryNetwork(1);
  const other = session.parties[0] as MemoryParty;
  it.each<[string, (cheater: MemoryParty) => Uint8Array]>([
    ['no signature', () => utf8('too short')],
    ['a signature with a bit changed', (cheater) => signedMessage(cheater, LABEL, messageOf(CHEATER)).map((byte, i) => (i === 0 ? byte ^ 1 : byte))],
    ['a message with a bit changed', (cheater) => signedMessage(cheater, LABEL, messageOf(CHEATER)).map((byte, i) => (i === 64 ? byte ^ 1 : byte))],
    ['another key’s signature', (cheater) => signedMessage({ ...cheater, sign: (label, ...parts) => sign(other.secretKey, label, ...parts) }, LABEL, messageOf(CHEATER))],
    ['a signature made for another session', (cheater) => signedMessage({ ...cheater, sid: other.sid }, LABEL, messageOf(CHEATER))],
    ['a signature made for another step', (cheater) => signedMessage(cheater, 'other news', messageOf(CHEATER))],
    ['more bytes than are allowed', (cheater) => signedMessage(cheater, LABEL, new Uint8Array(MAX + 1))],
  ])('who sends %s is named by every honest party', async (_, message) => {
    const { ended } = await against((cheater) => sendToAll(cheater, LABEL, message(cheater)));
    expect(ended.map((end) => deviationOf(end).party)).toEqual(['South', 'South', 'South']);
  });

  it('who sends another’s signed message as its own is named', async () => {
    const { ended } = await against((cheater, received) => sendToAll(cheater, LABEL, received[0] ?? new Uint8Array(0)));
    expect(ended.map((end) => deviationOf(end).party)).toEqual(['South', 'South', 'South']);
  });

  it('who sends an echo of another length is named', async () => {
    for (const [length, cut] of [[4 * 96 - 1, -1], [0, -4 * 96], [4 * 96 + 1, 1]] as const) {
      const { ended } = await against((cheater, received) => {
        sendToAll(cheater, LABEL, received[CHEATER] ?? new Uint8Array(0));
        const echo = Buffer.concat([...entriesOf(cheater, received), Buffer.alloc(1)]).subarray(0, 4 * 96 + cut);
        expect(echo.length).toBe(length);
        sendToAll(cheater, `${LABEL}/echo`, echo);
      });
      expect(ended.map((end) => deviationOf(end).party)).toEqual(['South', 'South', 'South']);
    }
  });

  it('nobody gets any message out of a step that failed', async () => {
    const { parties } = memoryNetwork(4);
    const before = parties.map((party) => Buffer.from(party.transcript.hash).toString('hex'));
    const { ended } = await against((cheater, received) => {
      sendToAll(cheater, LABEL, received[CHEATER] ?? new Uint8Array(0));
      sendToAll(cheater, `${LABEL}/echo`, Buffer.alloc(4 * 96));
    }, parties);
    expect(ended.every((end) => end instanceof Error)).toBe(true);
    expect(parties.map((party) => Buffer.from(party.transcript.hash).toString('hex'))).toEqual(before);
  });
});
