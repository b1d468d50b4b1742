import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Encoder } from '../../../src/crypto/cot/code.js';
import { CotMemory } from '../../../src/crypto/cot/memory.js';
import { chunkName, codeKey } from '../../../src/crypto/cot/names.js';
import { type CotParameters, cotSizes } from '../../../src/crypto/cot/parameters.js';
import { plainEncode, plainString } from '../../../src/crypto/cot/plain.js';
import { CotReceiver } from '../../../src/crypto/cot/receiver.js';
import { type CotKey, CotSender } from '../../../src/crypto/cot/sender.js';
import { addKeyWhere, addWhere, macRowsFrom } from '../../../src/crypto/engine/rows.js';
import { copyStrings, type Strings, type Supply } from '../../../src/crypto/engine/strings.js';
import { BitTransfers, KeyTransfers } from '../../../src/crypto/engine/transfers.js';
import { atOnce } from '../../../src/crypto/steps.js';

/** Small enough to be looked at whole. No margin is claimed for it. */
const TOY: CotParameters = { trees: 60, depth: 5, columns: 200 };
const key = (): CotKey => ({ hash: Uint8Array.from(randomBytes(16)), mac: Uint8Array.from(randomBytes(8)) });

/** A base as a trusted dealer would give it: M = K + r · Δ in both halves. */
function deal(count: number, { hash, mac }: CotKey): { keys: Strings; bits: Strings } {
  const bits = Uint8Array.from(randomBytes(count), (byte) => byte & 1);
  const keys = { hash: Uint8Array.from(randomBytes(16 * count)), mac: macRowsFrom(randomBytes(8 * count)), bits: new Uint8Array(count) };
  const held = { hash: keys.hash.slice(), mac: keys.mac.slice(), bits };
  addKeyWhere(held.hash, bits, hash);
  addWhere(held.mac, bits, macRowsFrom(mac));
  return { keys, bits: held };
}

function expectCorrelated(keys: Strings, held: Strings, { hash, mac }: CotKey): void {
  const [hashes, macs] = [keys.hash.slice(), keys.mac.slice()];
  addKeyWhere(hashes, held.bits, hash);
  addWhere(macs, held.bits, macRowsFrom(mac));
  expect(Buffer.compare(hashes, held.hash)).toBe(0);
  expect(Buffer.compare(new Uint8Array(macs.buffer), new Uint8Array(held.mac.slice().buffer))).toBe(0);
}

async function taken(supply: Supply, count: number, hashed = count): Promise<Strings> {
  let strings: Strings | undefined;
  await supply.next(count, hashed, (each) => { strings = copyStrings(each); });
  return strings as Strings;
}

/** One chunk between two sides in this process; `tamper` may change the first message. */
async function chunk(sender: CotSender, receiver: CotReceiver, delta: CotKey, { forest = (message: Uint8Array) => message, challenge = (message: Uint8Array) => message } = {}) {
  await receiver.grow(forest(await sender.forest(delta)));
  const committed = sender.answer(delta, challenge(receiver.challenge()));
  const passes = Buffer.compare(committed, receiver.expected()) === 0;
  const contribution = Uint8Array.from(randomBytes(32));
  const [keySupply, bitSupply] = [await sender.finish(contribution), await receiver.finish(contribution)];
  const count = keySupply.left;
  const [keys, held] = [await taken(keySupply, count), await taken(bitSupply, count)];
  return { keys, held, passes, committed };
}

function sides(delta = key(), binding = Uint8Array.from(randomBytes(32))) {
  const { keys, bits } = deal(cotSizes(TOY).base, delta);
  return { sender: new CotSender(TOY, binding, keys), receiver: new CotReceiver(TOY, binding, bits), delta, base: bits };
}

describe('silent transfers', () => {
  it('are correlated in both halves, chunk after chunk, each from the end of the one before', async () => {
    const { sender, receiver, delta } = sides();
    const seen = new Set<string>();
    for (let each = 0; each < 3; each++) {
      const { keys, held, passes } = await chunk(sender, receiver, delta);
      expect(passes).toBe(true);
      expect(held.bits.length).toBe(cotSizes(TOY).delivered);
      expectCorrelated(keys, held, delta);
      const ones = held.bits.reduce((sum, bit) => sum + bit, 0);
      expect(Math.abs(ones - held.bits.length / 2)).toBeLessThan(8 * Math.sqrt(held.bits.length));
      for (let i = 0; i < held.bits.length; i++) seen.add(Buffer.from(keys.hash.subarray(16 * i, 16 * i + 16)).toString('hex'));
    }
    expect(seen.size).toBe(3 * cotSizes(TOY).delivered);
  });

  it('take exactly the base that a chunk needs, and its steps in order', async () => {
    const delta = key();
    const { keys } = deal(cotSizes(TOY).base - 1, delta);
    expect(() => new CotSender(TOY, new Uint8Array(32), keys)).toThrow(RangeError);
    const { sender, receiver } = sides();
    await expect(sender.finish(new Uint8Array(32))).rejects.toThrow(/order/);
    expect(() => receiver.challenge()).toThrow(/order/);
    await sender.forest(delta);
    await expect(sender.forest(delta)).rejects.toThrow(/order/);
    await expect(receiver.grow(new Uint8Array(5))).rejects.toThrow(RangeError);
    sender.erase();
    expect(() => sender.answer(delta, new Uint8Array(32))).toThrow(/order/);
  });

  it('are encoded by the kernel as by the definition', () => {
    const memory = new CotMemory(TOY);
    const { outputs } = cotSizes(TOY);
    const { bits: columns } = deal(TOY.columns, key());
    const { bits: noise } = deal(outputs, key());
    memory.fillTable(columns);
    const position = memory.strings(0, outputs);
    position.hash.set(noise.hash);
    position.mac.set(noise.mac);
    position.bits.set(noise.bits);
    const code = Uint8Array.from(randomBytes(32));
    const all = (strings: Strings) => Array.from(strings.bits, (_, i) => plainString(strings, i));
    const expected = plainEncode(all(columns), all(noise), code);
    // The end first, as the next base is; then from the front in uneven parts, of which only some have hash halves.
    const end = outputs - 700;
    atOnce(new Encoder(memory, TOY, code, end).next(700));
    const front = new Encoder(memory, TOY, code);
    const parts = [[301, 301], [200, 77], [333, 0], [end - 834, 5]] as const;
    for (const [count, hashed] of parts) atOnce(front.next(count, hashed));
    const encoded = all(memory.strings(0, outputs));
    const noHash = parts.flatMap(([count, hashed], part) => {
      const from = parts.slice(0, part).reduce((sum, [each]) => sum + each, 0);
      return Array.from({ length: count - hashed }, (_, i) => from + hashed + i);
    });
    for (const i of noHash) expect(encoded[i]).toEqual({ ...expected[i], hash: plainString(noise, i).hash });
    const isNoHash = new Set(noHash);
    expect(encoded.filter((_, i) => !isNoHash.has(i))).toEqual(expected.filter((_, i) => !isNoHash.has(i)));
    expect(() => new Encoder(memory, TOY, code, 3)).toThrow(RangeError);
  });

  it('are given once, and none of a chunk once the next has begun', async () => {
    const { sender, receiver, delta } = sides();
    await receiver.grow(await sender.forest(delta));
    sender.answer(delta, receiver.challenge());
    receiver.expected();
    const contribution = Uint8Array.from(randomBytes(32));
    const [keys, held] = [await sender.finish(contribution), await receiver.finish(contribution)];
    const { delivered } = cotSizes(TOY);
    expectCorrelated(await taken(keys, 100), await taken(held, 100), delta);
    const [second, other] = [await taken(keys, 50, 20), await taken(held, 50, 20)];
    expect(second.hash.length).toBe(16 * 20);
    const macs = second.mac.slice();
    addWhere(macs, other.bits, macRowsFrom(delta.mac));
    expect(macs).toEqual(other.mac.slice());
    expect(keys.left).toBe(delivered - 150);
    await expect(taken(keys, delivered, 0)).rejects.toThrow(RangeError);
    await sender.forest(delta);
    expect(keys.left).toBe(0);
    await expect(taken(keys, 1, 0)).rejects.toThrow(RangeError);
    expect(held.left).toBe(delivered - 150);
  });

  /** Two sides with a chunk that is ready to be taken. */
  const ready = async () => {
    const { sender, receiver, delta } = sides();
    await receiver.grow(await sender.forest(delta));
    sender.answer(delta, receiver.challenge());
    receiver.expected();
    const contribution = Uint8Array.from(randomBytes(32));
    return { sender, receiver, delta, keys: await sender.finish(contribution), held: await receiver.finish(contribution) };
  };

  it('are refused to a second take during the first, which gets its own and is not disturbed', async () => {
    const { delta, keys, held } = await ready();
    const [first, second] = [taken(keys, 300), taken(keys, 300)];
    await expect(second).rejects.toThrow(/in use/);
    expectCorrelated(await first, await taken(held, 300), delta);
    // The refused take used nothing up: both sides go on at the same place.
    expect(keys.left).toBe(held.left);
    expectCorrelated(await taken(keys, 40), await taken(held, 40), delta);
  });

  it('are refused to a second take by the side that has the bits, too, through the object that hands them out', async () => {
    const { delta, keys, held } = await ready();
    const [mine, theirs] = [new BitTransfers(held), new KeyTransfers(keys)];
    const [first, second] = [mine.take(300), mine.take(300)];
    await expect(second).rejects.toThrow(/in use/);
    const bits = await first;
    expectCorrelated({ ...(await theirs.take(300)), bits: new Uint8Array(300) }, bits, delta);
  });

  it('let no chunk begin during a take, and give nothing that was erased meanwhile', async () => {
    const { sender, receiver, delta, keys, held } = await ready();
    const first = taken(keys, 300);
    await expect(sender.forest(delta)).rejects.toThrow(/in use/);
    const other = taken(held, 300);
    receiver.erase();
    await expect(other).rejects.toThrow(/erased/);
    expect(held.left).toBe(0);
    expect((await first).bits.length).toBe(300);
    // A chunk under way cannot be answered for, and cannot be finished twice at once.
    const planted = sender.forest(delta);
    expect(() => sender.answer(delta, new Uint8Array(32))).toThrow(/in use/);
    await planted;
    sender.answer(delta, new Uint8Array(32));
    const [once, twice] = [sender.finish(new Uint8Array(32)), sender.finish(new Uint8Array(32))];
    await expect(twice).rejects.toThrow(/in use/);
    await once;
  });

  it('have names of their own for every chunk, part, direction and contribution', () => {
    const names = new Set<string>();
    let count = 0;
    for (const binding of [new Uint8Array(32), new Uint8Array(32).fill(1)]) for (let index = 0; index < 4; index++) {
      for (const part of ['trees', 'leaves', 'pads'] as const) { names.add(Buffer.from(chunkName(binding, index, part)).toString('hex')); count++; }
      for (const contribution of [new Uint8Array(32), new Uint8Array(32).fill(2)]) { names.add(Buffer.from(codeKey(binding, index, contribution)).toString('hex')); count++; }
    }
    expect(names.size).toBe(count);
  });
});

describe('a holder of keys that cheats', () => {
  const level = 16 * TOY.trees;
  const flip = (at: number) => (message: Uint8Array) => message.map((byte, i) => (i === at ? byte ^ 1 : byte));

  it.each([
    ['the hash half', 2 * TOY.depth * level + 16 * 7],
    ['the MAC half', (2 * TOY.depth + 1) * level + 8 * 7],
  ])('with a wrong correction in %s alone fails the check: the other half is right', async (_, at) => {
    const { sender, receiver, delta } = sides();
    expect((await chunk(sender, receiver, delta, { forest: flip(at) })).passes).toBe(false);
  });

  it('with a wrong sum at one level fails just where the noise goes that way: it has guessed a bit, and nothing more', async () => {
    const tries = { right: 0, wrong: 0 };
    for (let run = 0; run < 16; run++) {
      const { sender, receiver, delta, base } = sides();
      // Level 2 of tree 3, the sum of the left children: read by the receiver exactly where its bit is 0.
      const bit = base.bits[TOY.columns + 2 * TOY.trees + 3];
      const { passes, keys, held } = await chunk(sender, receiver, delta, { forest: flip(2 * 2 * level + 16 * 3) });
      expect(passes).toBe(bit === 1);
      if (passes) expectCorrelated(keys, held, delta);
      tries[passes ? 'right' : 'wrong']++;
    }
    expect(tries.right * tries.wrong).toBeGreaterThan(0);
  });

  it('with other keys in its answer than in its strings fails', async () => {
    const { sender, receiver, delta } = sides();
    await receiver.grow(await sender.forest({ ...delta, mac: delta.mac.map((byte) => byte ^ 4) }));
    expect(Buffer.compare(sender.answer(delta, receiver.challenge()), receiver.expected())).not.toBe(0);
  });
});

describe('a holder of bits that cheats', () => {
  it('with a wrong x* is due a value that differs by a multiple of the keys, in both halves', async () => {
    const { sender, receiver, delta } = sides();
    await receiver.grow(await sender.forest(delta));
    const wrong = receiver.challenge();
    wrong[16] = (wrong[16] as number) ^ 1;
    const due = sender.answer(delta, wrong);
    const expected = receiver.expected();
    const difference = due.map((byte, i) => byte ^ (expected[i] as number));
    // x* + 1: to answer it has to name Δ^h and Δ^m whole.
    expect(Buffer.compare(difference.subarray(0, 16), delta.hash)).toBe(0);
    expect(Buffer.compare(difference.subarray(16, 24), delta.mac)).toBe(0);
  });

  it('with a wrong bit in its base has wrong leaves and fails', async () => {
    const delta = key();
    const binding = Uint8Array.from(randomBytes(32));
    const { keys, bits } = deal(cotSizes(TOY).base, delta);
    const row = TOY.columns + 5;
    bits.bits[row] = (bits.bits[row] as number) ^ 1;
    const { passes } = await chunk(new CotSender(TOY, binding, keys), new CotReceiver(TOY, binding, bits), delta);
    expect(passes).toBe(false);
  });
});
