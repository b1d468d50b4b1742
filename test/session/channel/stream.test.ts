import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { CipherState } from '../../../src/crypto/noise/cipher-state.js';
import { concat } from '../../../src/crypto/bytes.js';
import { dataHeader } from '../../../src/session/channel/packet.js';
import { FRAME, EncryptedStream } from '../../../src/session/channel/stream.js';
import { deliver, Forger, settle, streams, type End } from './link.js';

type Move =
  | { readonly do: 'write'; readonly from: 0 | 1; readonly length: number }
  | { readonly do: 'deliver' | 'lose' | 'duplicate'; readonly from: 0 | 1; readonly at: number }
  | { readonly do: 'flip'; readonly from: 0 | 1; readonly at: number; readonly bit: number }
  | { readonly do: 'cut'; readonly from: 0 | 1; readonly at: number; readonly length: number }
  | { readonly do: 'acknowledge'; readonly from: 0 | 1 }
  | { readonly do: 'resend'; readonly from: 0 | 1 };

const from = fc.constantFrom<0 | 1>(0, 1);
const at = fc.nat(1000);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), from, length: fc.nat(40) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), from, at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('lose' as const, 'duplicate' as const), from, at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flip' as const), from, at, bit: fc.nat(100_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), from, at, length: fc.nat(60) }) },
  { weight: 2, arbitrary: fc.oneof(fc.record({ do: fc.constant('acknowledge' as const), from }), fc.record({ do: fc.constant('resend' as const), from })) },
);

function play(ends: readonly [End, End], wrote: [string[], string[]], move: Move): void {
  const sender = ends[move.from];
  const receiver = ends[move.from === 0 ? 1 : 0];
  if (move.do === 'write') {
    const text = `${wrote[move.from].length}:`.padEnd(move.length, 'x');
    wrote[move.from].push(text);
    sender.stream.write(FRAME.FIRST, Buffer.from(text));
    return;
  }
  if (move.do === 'acknowledge') { sender.stream.flushAck(); return; }
  if (move.do === 'resend') { sender.stream.resend(); return; }
  if (sender.sent.length === 0) return;
  const index = move.at % sender.sent.length;
  const packet = sender.sent[index] ?? new Uint8Array(0);
  if (move.do !== 'duplicate') sender.sent.splice(index, 1);
  if (move.do === 'deliver' || move.do === 'duplicate') deliver(receiver, packet);
  if (move.do === 'cut') deliver(receiver, packet.subarray(0, move.length % packet.length));
  if (move.do === 'flip') {
    const altered = Uint8Array.from(packet);
    const bit = move.bit % (8 * altered.length);
    altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    deliver(receiver, altered);
  }
}

const texts = (end: End) => end.taken.map((frame) => Buffer.from(frame.body).toString());

describe('an encrypted stream over a link that loses, repeats, reorders, alters and cuts packets', () => {
  it('delivers at every moment a beginning of what was sent, and after resends all of it, once and in order', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 120 }), (moves) => {
        const ends = streams();
        const wrote: [string[], string[]] = [[], []];
        for (const each of moves) {
          play(ends, wrote, each);
          for (const side of [0, 1] as const) {
            const taken = texts(ends[side === 0 ? 1 : 0]);
            expect(taken).toEqual(wrote[side].slice(0, taken.length));
          }
        }
        const [a, b] = ends;
        for (let round = 0; round < 3; round++) {
          for (const end of ends) {
            end.stream.resend();
            end.stream.flushAck();
          }
          settle(a, b);
        }
        expect(texts(b)).toEqual(wrote[0]);
        expect(texts(a)).toEqual(wrote[1]);
        expect(a.stream.isDelivered && b.stream.isDelivered).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('sends again the same bytes, never another encryption of the same frame', () => {
    const [a] = streams();
    a.stream.write(FRAME.FIRST, Buffer.from('once'));
    a.stream.resend();
    a.stream.resend();
    expect(a.sent).toHaveLength(3);
    expect(new Set(a.sent.map((packet) => Buffer.from(packet).toString('hex'))).size).toBe(1);
  });
});

it('counts as arrived what was said, and no acknowledgement: whoever sends on and on could have those made for ever', () => {
  const [a, b] = streams();
  a.stream.write(FRAME.FIRST, Buffer.from('said'));
  settle(a, b);
  for (let i = 0; i < 3; i += 1) {
    b.stream.write(FRAME.FIRST, Buffer.from('on and on'));
    settle(b, a);
    a.stream.flushAck();
    settle(a, b);
  }
  expect(texts(a)).toHaveLength(3);
  expect(a.stream.arrived).toBe(1);
});

describe('what somebody else makes up', () => {
  it('has no effect but being counted, whatever its number and length', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.uint8Array({ maxLength: 200 }), (number, garbage) => {
        const [a, b] = streams();
        a.stream.write(FRAME.FIRST, Buffer.from('before'));
        settle(a, b);
        expect(deliver(b, concat(dataHeader(number), garbage))).toBe(false);
        a.stream.write(FRAME.FIRST, Buffer.from('after'));
        settle(a, b);
        expect(texts(b)).toEqual(['before', 'after']);
        expect(b.sent).toHaveLength(0);
      }),
    );
  });

  it('is counted where it carries the number that is due', () => {
    const [, b] = streams();
    deliver(b, concat(dataHeader(0n), new Uint8Array(40)));
    expect(b.stream.forged).toBe(1);
  });

  it('is not taken under another number than it was encrypted with', () => {
    const [a, b] = streams();
    a.stream.write(FRAME.FIRST, Buffer.from('zero'));
    a.stream.write(FRAME.FIRST, Buffer.from('one'));
    const [, second] = a.sent;
    deliver(b, concat(dataHeader(0n), (second ?? new Uint8Array(0)).subarray(9)));
    expect(b.taken).toHaveLength(0);
  });
});

describe('acknowledgements', () => {
  it.each([2n, 1_000n, 2n ** 53n + 1n, 2n ** 64n - 1n])('of frames that were never sent (%s) release nothing', (acknowledges) => {
    const [, b] = streams();
    b.stream.write(FRAME.FIRST, Buffer.from('kept'));
    deliver(b, new Forger().packet(FRAME.FIRST, acknowledges));
    expect(b.taken).toHaveLength(1);
    expect(b.stream.isDelivered).toBe(false);
    b.stream.resend();
    expect(b.sent).toHaveLength(2);
  });

  it('that fall back release nothing twice', () => {
    const [, b] = streams();
    const forger = new Forger();
    b.stream.write(FRAME.FIRST, Buffer.from('one'));
    b.stream.write(FRAME.FIRST, Buffer.from('two'));
    for (const upTo of [2n, 0n, 1n, 2n]) deliver(b, forger.packet(FRAME.ACK, upTo));
    expect(b.stream.isDelivered).toBe(true);
    b.stream.write(FRAME.FIRST, Buffer.from('three'));
    expect(b.stream.oldestUnacknowledged).toBe(2);
  });

  it('get lost, and the other side is told again as soon as it repeats a frame', () => {
    const [a, b] = streams();
    a.stream.write(FRAME.FIRST, Buffer.from('hello'));
    const [packet] = a.sent.splice(0);
    deliver(b, packet ?? new Uint8Array(0));
    b.stream.flushAck();
    b.sent.length = 0;
    expect(deliver(b, packet ?? new Uint8Array(0))).toBe(true);
    b.stream.resend();
    settle(a, b);
    expect(a.stream.isDelivered).toBe(true);
  });

  it('that are lost keep what came after them from being delivered, until they come again', () => {
    const [a, b] = streams();
    b.stream.write(FRAME.FIRST, Buffer.from('question'));
    settle(a, b);
    a.stream.flushAck();
    a.sent.length = 0;
    a.stream.write(FRAME.END, new Uint8Array(0));
    settle(a, b);
    b.stream.flushAck();
    settle(a, b);
    // It came early, and is acknowledged so; a sender that left now would leave the other side waiting for ever.
    expect(b.taken).toHaveLength(0);
    expect(a.stream.isDelivered).toBe(false);
    a.stream.resend();
    settle(a, b);
    b.stream.flushAck();
    settle(a, b);
    expect(b.taken.map(({ kind }) => kind)).toEqual([FRAME.END]);
    expect(a.stream.isDelivered).toBe(true);
  });

  it('do not answer a replay of what the other side knows to be here', () => {
    const [a, b] = streams();
    a.stream.write(FRAME.FIRST, Buffer.from('one'));
    const [packet] = a.sent;
    settle(a, b);
    b.stream.flushAck();
    settle(a, b);
    a.stream.write(FRAME.FIRST, Buffer.from('two'));
    settle(a, b);
    expect(deliver(b, packet ?? new Uint8Array(0))).toBe(false);
  });

  it('alone are never answered, so two idle sides with one each come to rest', () => {
    const [a, b] = streams();
    a.stream.write(FRAME.FIRST, Buffer.from('from a'));
    b.stream.write(FRAME.FIRST, Buffer.from('from b'));
    settle(a, b);
    a.stream.flushAck();
    b.stream.flushAck();
    settle(a, b);
    for (let round = 0; round < 3; round++) {
      a.stream.resend();
      b.stream.resend();
      const again = [...a.sent.splice(0).map((packet) => deliver(b, packet)), ...b.sent.splice(0).map((packet) => deliver(a, packet))];
      expect(again.length).toBeGreaterThan(0);
      expect(again).not.toContain(true);
    }
  });

  it('of garbage under an old number are not given', () => {
    const [a, b] = streams();
    a.stream.write(FRAME.FIRST, Buffer.from('one'));
    settle(a, b);
    expect(deliver(b, concat(dataHeader(0n), new Uint8Array(50)))).toBe(false);
  });
});

describe('what the other side encrypts and should not', () => {
  it.each([
    ['an unknown kind', new Forger().packet(9, 0n)],
    ['nothing', new Forger().ciphertext(new Uint8Array(0))],
    ['less than a head', new Forger().ciphertext(Uint8Array.of(1, 0, 0))],
  ])('%s ends the channel like an abort', (_, packet) => {
    const [, b] = streams();
    deliver(b, packet);
    expect(b.taken).toEqual([{ kind: FRAME.ABORT, body: new Uint8Array(0) }]);
  });
});

describe('an erased stream', () => {
  it('sends and takes nothing, and throws nothing', () => {
    const [a, b] = streams();
    a.stream.write(FRAME.FIRST, Buffer.from('before'));
    a.stream.erase();
    b.stream.erase();
    const [packet] = a.sent;
    a.stream.write(FRAME.FIRST, Buffer.from('after'));
    a.stream.flushAck();
    a.stream.resend();
    expect(a.sent).toHaveLength(1);
    expect(deliver(b, packet ?? new Uint8Array(0))).toBe(false);
    expect(b.taken).toHaveLength(0);
  });

  it('has no use for its keys: nothing of before opens', () => {
    const keys = { send: new CipherState(new Uint8Array(32).fill(2)), receive: new CipherState(new Uint8Array(32).fill(1)) };
    const stream = new EncryptedStream(keys, () => undefined);
    stream.erase();
    const header = dataHeader(0n);
    const packet = new CipherState(new Uint8Array(32).fill(1)).encryptAt(0, header, new Uint8Array(20));
    expect(keys.receive.decryptAt(0, header, packet)).toBeUndefined();
  });
});
