import { describe, expect, it } from 'vitest';
import { concat, lengthPrefixed, toHex, u32be, utf8 } from '../../../../src/crypto/bytes.js';
import { OVERHEAD, sealOnce } from '../../../../src/crypto/committing-aead.js';
import { commit } from '../../../../src/crypto/commitment.js';
import { dealFeldman } from '../../../../src/crypto/feldman.js';
import { hashParts, hkdf } from '../../../../src/crypto/hash.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { encodeScalar, ORDER, randomScalar } from '../../../../src/crypto/scalar.js';
import { broadcast } from '../../../../src/session/protocol/broadcast.js';
import type { Network, ProtocolContext } from '../../../../src/session/protocol/network.js';
import { isTableDealingOf, openTable, sealTable, type SealedTable, type TableRun } from '../../../../src/session/protocol/matching/sealed-table.js';
import { memorySession, type Sent, type TestParty } from '../../../support/memory-network.js';
import { signedMessage } from '../../../support/own-party.js';
import { subsetsOf } from '../../../support/subsets.js';
import { deviationOf, outcomes } from '../outcomes.js';

/** North deals, South receives; all five hold, and three open. */
const RUN: TableRun = { dealer: 0, recipient: 1, holding: { needed: 3, holders: [0, 1, 2, 3, 4] }, bytes: 16 * 100 };
const NAMES = ['North', 'South', 'Harbour', 'West', 'East'];

interface Tamper {
  readonly party: number;
  /** What goes out in the place of a message of this party; undefined sends nothing. */
  readonly send: (sent: Sent, signed: (label: string, message: Uint8Array) => Uint8Array) => Uint8Array | undefined;
}

async function play(run: TableRun, table: Uint8Array, tamper?: Tamper) {
  const session = memorySession(5);
  const ended = await outcomes(
    session.parties.map(async (party, i) => {
      try {
        return await sealTable(tamper?.party === i ? cheating(party, tamper) : party, run, i === run.dealer ? table : undefined);
      } finally {
        party.network.leave();
      }
    }),
  );
  return { ...session, ended };
}

/** A party whose messages are changed on their way, and whose broadcasts it can sign anew. Its echoes are those of its own program. */
function cheating(party: TestParty, { send }: Tamper): ProtocolContext {
  const signed = (label: string, message: Uint8Array) => signedMessage(party, label, message);
  const { network } = party;
  const over: Network = {
    self: network.self,
    count: network.count,
    send: (to, label, message) => {
      const changed = send({ from: network.self, to, label, message }, signed);
      if (changed !== undefined) network.send(to, label, changed);
    },
    receive: async (from, label, maxBytes) => network.receive(from, label, maxBytes),
  };
  return { ...party, network: over };
}

function all(ended: readonly (SealedTable | Error)[]): SealedTable[] {
  return ended.map((each) => {
    if (each instanceof Error) throw each;
    return each;
  });
}

const at = <T>(list: readonly T[], place: number): T => list[place] ?? ((): never => { throw new Error('no such place'); })();
const heldBy = (tables: readonly SealedTable[], places: readonly number[]) => places.map((place) => ({ x: place + 1, share: at(tables, place).share ?? 0n }));
const flipped = (bytes: Uint8Array, place: number) => bytes.map((byte, i) => (i === place ? byte ^ 1 : byte));

describe('a sealed table', () => {
  it('is opened by every three of five holders, and by no two', async () => {
    const table = randomBytes(RUN.bytes);
    const { ended, parties } = await play(RUN, table);
    const tables = all(ended);
    const { sid } = at(parties, 0);
    const { dealing, sealed = new Uint8Array(0) } = at(tables, 1);
    expect(sealed).toHaveLength(RUN.bytes + OVERHEAD);
    for (const size of [3, 4, 5]) for (const places of subsetsOf([0, 1, 2, 3, 4], size)) expect(openTable(sid, dealing, sealed, heldBy(tables, places))).toEqual({ table, falseHolders: [], isMalformed: false });
    for (const places of subsetsOf([0, 1, 2, 3, 4], 2)) expect(openTable(sid, dealing, sealed, heldBy(tables, places)).table).toBeUndefined();
    expect(new Set(parties.map(({ transcript }) => toHex(transcript.hash))).size).toBe(1);
    for (const each of tables) {
      expect(each.dealing).toEqual(dealing);
      expect(each.commitments.map((commitment) => commitment.length)).toEqual([32, 0, 0, 0, 0]);
      expect(isTableDealingOf(at(each.commitments, 0), sid, each.dealing)).toBe(true);
    }
  });

  it('goes to the recipient alone, sealed, and shares go to holders alone', async () => {
    const run = { ...RUN, recipient: 4, holding: { needed: 2, holders: [2, 3] } };
    const table = randomBytes(run.bytes);
    const { ended, wire, parties } = await play(run, table);
    const tables = all(ended);
    expect(tables.map(({ sealed, share }) => [sealed !== undefined, share !== undefined])).toEqual([[false, false], [false, false], [false, true], [false, true], [true, false]]);
    const bytes = Buffer.concat(wire.map(({ message }) => Buffer.from(message)));
    for (let i = 0; i < run.bytes; i += 16) expect(bytes.includes(Buffer.from(table.subarray(i, i + 16)))).toBe(false);
    const carrying = (what: Uint8Array) => wire.filter(({ message }) => Buffer.from(message).includes(Buffer.from(what))).map(({ to }) => to);
    expect(new Set(carrying(at(tables, 4).sealed?.subarray(100, 200) ?? new Uint8Array(1)))).toEqual(new Set([4]));
    for (const holder of [2, 3]) expect(carrying(encodeScalar(at(tables, holder).share ?? 0n))).toEqual([holder]);
    expect(openTable(at(parties, 0).sid, at(tables, 4).dealing, at(tables, 4).sealed ?? table, heldBy(tables, [2, 3])).table).toEqual(table);
  });

  it('may be long, and sealing the same table twice gives nothing that shows it', async () => {
    const run = { ...RUN, bytes: 16 * 20_000, holding: { needed: 2, holders: [2, 3] } };
    const table = randomBytes(run.bytes);
    const [one, two] = await Promise.all([play(run, table), play(run, table)]);
    const [a, b] = [all(one.ended), all(two.ended)];
    expect(openTable(at(one.parties, 0).sid, at(a, 1).dealing, at(a, 1).sealed ?? table, heldBy(a, [2, 3])).table).toEqual(table);
    expect(at(a, 1).sealed).not.toEqual(at(b, 1).sealed);
    // What is of one session opens nothing in another.
    expect(() => openTable(at(one.parties, 0).sid, at(b, 1).dealing, at(b, 1).sealed ?? table, heldBy(b, [2, 3]))).toThrow(RangeError);
    expect(isTableDealingOf(at(at(b, 0).commitments, 0), at(one.parties, 0).sid, at(b, 0).dealing)).toBe(false);
  });

  it('names holders of false shares, opens with the true ones, and takes no other sealed table, recipient or dealer', async () => {
    const table = randomBytes(RUN.bytes);
    const { ended, parties } = await play(RUN, table);
    const tables = all(ended);
    const { sid } = at(parties, 0);
    const { dealing, sealed = table, commitments } = at(tables, 1);
    const shares = heldBy(tables, [0, 1, 2, 3]).map((each, i) => (i === 2 ? { ...each, share: (each.share + 1n) % ORDER } : each));
    expect(openTable(sid, dealing, sealed, shares)).toEqual({ table, falseHolders: [3], isMalformed: false });
    expect(openTable(sid, dealing, sealed, shares.slice(1))).toEqual({ table: undefined, falseHolders: [3], isMalformed: false });
    for (const altered of [flipped(sealed, 0), flipped(sealed, 500), sealed.slice(1), concat(sealed, sealed)]) expect(() => openTable(sid, dealing, altered, heldBy(tables, [0, 1, 2]))).toThrow(RangeError);
    for (const change of [{ dealer: 2 }, { recipient: 2 }]) {
      expect(() => openTable(sid, { ...dealing, ...change }, sealed, heldBy(tables, [0, 1, 2]))).toThrow(RangeError);
      expect(isTableDealingOf(at(commitments, 0), sid, { ...dealing, ...change })).toBe(false);
    }
  });

  it('waits for what is to be done before anything leaves', async () => {
    const { parties, wire } = memorySession(5);
    const seen: number[] = [];
    await Promise.all(parties.map(async (party, i) => sealTable(party, RUN, i === 0 ? randomBytes(RUN.bytes) : undefined, () => {
      seen.push(wire.filter(({ from }) => from === i).length);
      return Promise.resolve();
    })));
    expect(seen).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('against honest parties, when a table is sealed', () => {
  const step = (name: string) => `table/0>1/${name}`;

  /** The party cheats: the witnesses name it, and no honest party ends well. */
  async function expectNamed(tamper: Tamper, words: string, witnesses: readonly number[]): Promise<void> {
    const { ended } = await play(RUN, randomBytes(RUN.bytes), tamper);
    for (const place of witnesses) expect(deviationOf(ended[place]), NAMES[place]).toEqual({ party: NAMES[tamper.party], message: expect.stringContaining(words) as string });
    ended.forEach((each, place) => {
      if (place !== tamper.party) expect(each, NAMES[place]).toBeInstanceOf(Error);
    });
  }
  const north = (name: string, change: (message: Uint8Array, signed: (label: string, message: Uint8Array) => Uint8Array, to: number) => Uint8Array | undefined): Tamper => ({
    party: 0,
    send: ({ label, message, to }, signed) => (label === step(name) ? change(message, signed, to) : message),
  });

  it('a dealer that sends the recipient another sealed table than it committed to, or a shorter one, is named by it', async () => {
    const other = sealOnce(randomBytes(32), new Uint8Array(0), randomBytes(RUN.bytes));
    for (const instead of [() => other, (message: Uint8Array) => flipped(message, 700)]) await expectNamed(north('sealed', instead), 'sent another sealed table than it had committed to', [1]);
    await expectNamed(north('sealed', (message) => message.slice(1)), 'a sealed table of the wrong length', [1]);
  });

  it('a dealer that deals a share that does not fit, or takes one back, is named by that holder', async () => {
    await expectNamed(north('share', (message, _, to) => (to === 3 ? flipped(message, 70) : message)), 'whose signature does not verify', [3]);
    await expectNamed(north('share', (message, _, to) => (to === 3 ? message.slice(0, -1) : message)), 'a share of the wrong length', [3]);
    // A share that was made for another holder, signed for that one.
    const shares = new Map<number, Uint8Array>();
    const swap: Tamper['send'] = ({ label, message, to }) => {
      if (label !== step('share')) return message;
      shares.set(to, message);
      return to === 4 ? shares.get(3) : message;
    };
    await expectNamed({ party: 0, send: swap }, 'whose signature does not verify', [4]);
  });

  it('a dealer that opens another commitment, malformed ones, or two different ones, is named', async () => {
    const opened = (change: (content: Uint8Array) => Uint8Array, only?: number) => north('open', (message, signed, to) => (only === undefined || to === only ? signed(step('open'), change(message.slice(64))) : message));
    await expectNamed(opened((content) => flipped(content, 40), 3), 'sent different messages to different parties', [1, 2, 4]);
    await expectNamed(north('open', (message) => concat(message, u32be(0))), 'bytes', [1, 2, 3, 4]);
  });

  /** A dealer with a program of its own: by the rules but for its tricks, and standing by what it says to all. */
  async function dealt(tricks: { readonly key?: bigint; readonly content?: (content: Uint8Array) => Uint8Array; readonly opening?: (opening: Uint8Array) => Uint8Array; readonly share?: (holder: number, scalar: Uint8Array) => Uint8Array; readonly done?: (hash: Uint8Array) => Uint8Array }) {
    const table = randomBytes(RUN.bytes);
    const { parties } = memorySession(5);
    const dealer = async (party: TestParty) => {
      const { network, sid } = party;
      const ends = [u32be(0), u32be(1)];
      const bound = (purpose: string) => lengthPrefixed(utf8(purpose), sid, ...ends);
      const secret = randomScalar();
      const key = hkdf(encodeScalar(tricks.key ?? secret), sid, bound('mpc sealed table key v1'), 32);
      const sealed = sealOnce(key, bound('mpc sealed table v1'), table);
      const { commitments, shares } = dealFeldman(secret, 3, [1, 2, 3, 4, 5]);
      const honest = concat(hashParts('mpc sealed table v1', bound('mpc sealed table v1'), sealed), ...commitments.encodings);
      const content = tricks.content?.(honest) ?? honest;
      const { commitment, nonce } = commit('mpc sealed table commitment v1', sid, 0, concat(...ends, content));
      await broadcast(party, step('commit'), commitment, 1_000);
      await broadcast(party, step('open'), tricks.opening?.(concat(nonce, content)) ?? concat(nonce, content), 1_000);
      network.send(1, step('sealed'), sealed);
      const dealing = hashParts('mpc sealed table dealing v1', sid, nonce, concat(...ends, content));
      for (const holder of [1, 2, 3, 4]) {
        const scalar = tricks.share?.(holder, encodeScalar(shares.get(holder + 1) ?? 0n)) ?? encodeScalar(shares.get(holder + 1) ?? 0n);
        network.send(holder, step('share'), concat(party.sign('mpc sealed table share v1', sid, u32be(holder), dealing, scalar), scalar));
      }
      await broadcast(party, step('done'), tricks.done?.(dealing) ?? dealing, 1_000);
    };
    const ended = await outcomes(
      parties.map(async (party, i) => {
        try {
          return await (i === 0 ? dealer(party) : sealTable(party, RUN, undefined));
        } finally {
          party.network.leave();
        }
      }),
    );
    return { ended: ended as (SealedTable | Error)[], sid: at(parties, 0).sid, table };
  }

  it('a dealer that tells all the same lie is named by all who can see it', async () => {
    const honest = await dealt({});
    const tables = all([at(honest.ended, 1), ...honest.ended.slice(1)]);
    expect(openTable(honest.sid, at(tables, 1).dealing, at(tables, 1).sealed ?? honest.table, heldBy(tables, [1, 2, 3])).table).toEqual(honest.table);
    const lies: [Parameters<typeof dealt>[0], string, readonly number[]][] = [
      [{ content: (content) => content.slice(1) }, 'opened a sealed table in no proper form', [1, 2, 3, 4]],
      [{ opening: (opening) => flipped(opening, 40) }, 'opened another sealed table than it had committed to', [1, 2, 3, 4]],
      [{ opening: (opening) => flipped(opening, 0) }, 'opened another sealed table than it had committed to', [1, 2, 3, 4]],
      [{ content: (content) => content.slice().fill(0xff, 32, 64) }, 'malformed commitments', [1, 2, 3, 4]],
      [{ content: (content) => content.slice().fill(0, 32, 64) }, 'malformed commitments', [1, 2, 3, 4]],
      [{ content: (content) => flipped(content, 3) }, 'sent another sealed table than it had committed to', [1]],
      [{ share: (holder, scalar) => (holder === 2 ? flipped(scalar, 0) : scalar) }, 'dealt a share that does not fit', [2]],
      [{ share: (holder, scalar) => (holder === 2 ? scalar.slice().fill(0xff) : scalar) }, 'dealt a share that does not fit', [2]],
      [{ done: (hash) => flipped(hash, 0) }, 'confirmed another sealed table', [1, 2, 3, 4]],
    ];
    for (const [tricks, words, witnesses] of lies) {
      const { ended } = await dealt(tricks);
      for (const place of witnesses) expect(deviationOf(ended[place]), words).toEqual({ party: 'North', message: expect.stringContaining(words) as string });
      for (const place of [1, 2, 3, 4]) expect(ended[place], `${words}: ${NAMES[place] ?? ''}`).toBeInstanceOf(Error);
    }
  });

  it('a dealer that seals under another key than it shares gives a table that opens to nothing, and it can be shown whose doing that is', async () => {
    const { ended, sid, table } = await dealt({ key: 5n });
    const tables = all([at(ended, 1), ...ended.slice(1)]);
    expect(openTable(sid, at(tables, 1).dealing, at(tables, 1).sealed ?? table, heldBy(tables, [1, 2, 4]))).toEqual({ table: undefined, falseHolders: [], isMalformed: true });
  });

  it('who has no table and commits to one, opens one, or confirms another, is named', async () => {
    const west = (name: string, instead: Uint8Array): Tamper => ({ party: 3, send: ({ label, message }, signed) => (label === step(name) ? signed(step(name), instead) : label === step(`${name}/echo`) ? undefined : message) });
    for (const name of ['commit', 'open', 'done']) {
      const { ended } = await play(RUN, randomBytes(RUN.bytes), west(name, randomBytes(32)));
      for (const place of [0, 1, 2, 4]) expect(ended[place], `${name} ${NAMES[place] ?? ''}`).toBeInstanceOf(Error);
    }
  });
});
