import { describe, expect, it } from 'vitest';
import { PlainGroup } from '../../../src/crypto/batch/plain-group.js';
import { SodiumGroup } from '../../../src/crypto/batch/sodium-group.js';
import { InvalidElement } from '../../../src/crypto/batch/group.js';
import { answerBaseOt, BASE_KEY_BYTES, BASE_MESSAGE_BYTES, offerBaseOt, requestBaseOt, startBaseRequest } from '../../../src/crypto/ot/base-ot.js';
import { utf8 } from '../../../src/crypto/bytes.js';

const group = new SodiumGroup({ threads: 0 });
const binding = utf8('a session, two parties and a purpose');
const CHOICES = Uint8Array.from([0, 1, 1, 0, 1]);

const piece = (keys: Uint8Array, i: number) => Buffer.from(keys.subarray(BASE_KEY_BYTES * i, BASE_KEY_BYTES * (i + 1))).toString('hex');

async function transfer(receivers: Uint8Array, senders: Uint8Array, tamper: (message: Uint8Array) => void = () => undefined) {
  const request = await requestBaseOt(group, receivers, CHOICES);
  const message = Uint8Array.from(request.message);
  tamper(message);
  const { keys, reply } = await answerBaseOt(group, senders, CHOICES.length, message);
  return { keys, chosen: await request.finish(reply) };
}

describe('a base transfer', () => {
  it('gives the receiver the chosen key of each pair, and never the other', async () => {
    const { keys, chosen } = await transfer(binding, binding);
    CHOICES.forEach((choice, i) => {
      const [zero, one] = [piece(keys.zeros, i), piece(keys.ones, i)];
      expect(piece(chosen, i)).toBe(choice === 0 ? zero : one);
      expect(zero).not.toBe(one);
    });
    expect(new Set([...CHOICES.keys()].flatMap((i) => [piece(keys.zeros, i), piece(keys.ones, i)])).size).toBe(2 * CHOICES.length);
  });

  it('comes out the same with noble', async () => {
    const plain = new PlainGroup();
    const request = await requestBaseOt(plain, binding, CHOICES);
    const { keys, reply } = await answerBaseOt(group, binding, CHOICES.length, request.message);
    const chosen = await request.finish(reply);
    CHOICES.forEach((choice, i) => expect(piece(chosen, i)).toBe(piece(choice === 0 ? keys.zeros : keys.ones, i)));
  });

  it('comes out the same where either party began before it knew session and choices', async () => {
    const [start, offer] = [await startBaseRequest(group, CHOICES.length), await offerBaseOt(group, CHOICES.length)];
    const request = await requestBaseOt(group, binding, CHOICES, start);
    const [chosen, keys] = [await request.finish(offer.message), await offer.finish(binding, request.message)];
    CHOICES.forEach((choice, i) => expect(piece(chosen, i)).toBe(piece(choice === 0 ? keys.zeros : keys.ones, i)));
  });

  it('refuses to use what was made before a second time, or for another number of transfers', async () => {
    const start = await startBaseRequest(group, CHOICES.length);
    await expect(requestBaseOt(group, binding, CHOICES.slice(1), start)).rejects.toThrow(RangeError);
    const request = await requestBaseOt(group, binding, CHOICES, start);
    await expect(requestBaseOt(group, binding, CHOICES, start)).rejects.toThrow(RangeError);
    const offer = await offerBaseOt(group, CHOICES.length);
    await offer.finish(binding, request.message);
    await expect(offer.finish(binding, request.message)).rejects.toThrow(RangeError);
  });

  it('gives keys that do not fit when the parties are in different sessions', async () => {
    const { keys, chosen } = await transfer(binding, utf8('another session'));
    CHOICES.forEach((_, i) => expect([piece(keys.zeros, i), piece(keys.ones, i)]).not.toContain(piece(chosen, i)));
  });

  it('gives keys that do not fit where a message stands at another place than its own', async () => {
    const { keys, chosen } = await transfer(binding, binding, (message) => {
      const first = message.slice(0, BASE_MESSAGE_BYTES);
      message.copyWithin(0, 3 * BASE_MESSAGE_BYTES, 4 * BASE_MESSAGE_BYTES);
      message.set(first, 3 * BASE_MESSAGE_BYTES);
    });
    for (const i of [0, 3]) expect([piece(keys.zeros, 0), piece(keys.zeros, 3), piece(keys.ones, 0), piece(keys.ones, 3)]).not.toContain(piece(chosen, i));
    for (const i of [1, 2, 4]) expect(piece(chosen, i)).toBe(piece(CHOICES[i] === 0 ? keys.zeros : keys.ones, i));
  });

  it('refuses a false element whether it is the chosen one or not: else the refusal would tell the choice', async () => {
    const request = await requestBaseOt(group, binding, CHOICES);
    const { reply } = await answerBaseOt(group, binding, CHOICES.length, request.message);
    for (let position = 0; position < reply.length; position += 32) {
      // What encodes nothing, and the identity.
      for (const filling of [0xff, 0]) {
        const bad = Uint8Array.from(reply);
        bad.fill(filling, position, position + 32);
        await expect(request.finish(bad)).rejects.toThrow(InvalidElement);
      }
    }
  });

  it('refuses what is not of the group, and other lengths', async () => {
    const request = await requestBaseOt(group, binding, CHOICES);
    for (const bad of [new Uint8Array(32).fill(0xff), new Uint8Array(32)]) {
      const message = Uint8Array.from(request.message);
      message.set(bad, 2 * BASE_MESSAGE_BYTES);
      await expect(answerBaseOt(group, binding, CHOICES.length, message)).rejects.toThrow(InvalidElement);
      const { reply } = await answerBaseOt(group, binding, CHOICES.length, request.message);
      reply.set(bad, 2 * BASE_MESSAGE_BYTES + 32);
      await expect(request.finish(reply)).rejects.toThrow(InvalidElement);
    }
    await expect(answerBaseOt(group, binding, CHOICES.length + 1, request.message)).rejects.toThrow(RangeError);
    await expect(request.finish(new Uint8Array(BASE_MESSAGE_BYTES))).rejects.toThrow(RangeError);
  });
});
