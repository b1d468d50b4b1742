import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/crypto/bytes.js';
import { dataHeader } from '../../../src/session/channel/packet.js';
import { FRAME, MAX_BODY_BYTES } from '../../../src/session/channel/stream.js';
import { deliver, Forger, settle, streams, type End } from './link.js';

const MIB = 1024 * 1024;
const texts = (end: End) => end.taken.map((frame) => Buffer.from(frame.body).toString());

describe('bounds', () => {
  const body = new Uint8Array(MAX_BODY_BYTES);

  it('keep at most 2 MiB and one frame on the way, and the rest waiting until some of it has arrived', () => {
    const [a, b] = streams();
    for (let i = 0; i < 100; i++) a.stream.write(FRAME.MORE, body);
    const onTheWay = a.sent.reduce((sum, packet) => sum + packet.length, 0);
    expect(onTheWay).toBeGreaterThanOrEqual(2 * MIB);
    expect(onTheWay).toBeLessThan(2 * MIB + 65_600);
    let rounds = 0;
    while (b.taken.length < 100 && rounds++ < 100) {
      settle(a, b);
      b.stream.consumed(b.taken.length * body.length - consumed(b));
      b.stream.flushAck();
    }
    expect(b.taken).toHaveLength(100);
  });

  const counted = new WeakMap<End, number>();
  /** How much of what an end took was called consumed before; now all of it is. */
  function consumed(end: End): number {
    const before = counted.get(end) ?? 0;
    counted.set(end, end.taken.length * body.length);
    return before;
  }

  it('close the window of a sender whose frames nobody takes, also while the receiver has much to say itself', () => {
    const [a, b] = streams();
    for (let i = 0; i < 400; i++) {
      a.stream.write(FRAME.MORE, body);
      b.stream.write(FRAME.FIRST, Buffer.from('something'));
      b.stream.flushAck();
      settle(a, b);
    }
    const held = b.taken.length * (body.length + 512);
    expect(held).toBeGreaterThan(8 * MIB);
    expect(held).toBeLessThan(8 * MIB + 2 * MIB + 2 * 65_600);
    b.stream.consumed(held);
    settle(a, b);
    expect(b.taken.length * body.length).toBeGreaterThan(held);
  });

  it('hold against a sender that ignores its window: beyond 12 MiB its frames are dropped', () => {
    const [, b] = streams();
    const forger = new Forger();
    for (let i = 0; i < 400; i++) deliver(b, forger.packet(FRAME.MORE, 0n, body));
    const held = b.taken.length * (body.length + 512);
    expect(held).toBeGreaterThan(12 * MIB);
    expect(held).toBeLessThan(12 * MIB + 2 * 65_600);
  });

  it('hold against frames without a body, which cost what a frame costs', () => {
    const [, b] = streams();
    const forger = new Forger();
    for (let i = 0; i < 40_000; i++) deliver(b, forger.packet(FRAME.MORE, 0n, new Uint8Array(0)));
    expect(b.taken.length).toBeGreaterThan((12 * MIB) / 512);
    expect(b.taken.length).toBeLessThan((12 * MIB) / 512 + 2);
  });

  it('let an abort through a closed window', () => {
    const [a, b] = streams();
    for (let i = 0; i < 100; i++) a.stream.write(FRAME.MORE, body);
    a.stream.write(FRAME.ABORT, Uint8Array.of(1));
    settle(a, b);
    expect(b.taken.at(-1)?.kind).toBe(FRAME.ABORT);
  });
});

describe('frames that come early', () => {
  it('wait for those that are missing, of which the acknowledgement tells, so that these alone are sent again', () => {
    const [a, b] = streams();
    for (const text of ['0', '1', '2', '3', '4']) a.stream.write(FRAME.FIRST, Buffer.from(text));
    const packets = a.sent.splice(0);
    for (const at of [4, 0, 2]) deliver(b, packets[at] ?? new Uint8Array(0));
    expect(texts(b)).toEqual(['0']);
    b.stream.flushAck();
    settle(a, b);
    a.stream.resend();
    expect(a.sent).toEqual([packets[1], packets[3]]);
    settle(a, b);
    expect(texts(b)).toEqual(['0', '1', '2', '3', '4']);
    expect(a.stream.isDelivered).toBe(false);
    b.stream.flushAck();
    settle(a, b);
    expect(a.stream.isDelivered).toBe(true);
  });

  it('are kept up to 1 024 numbers ahead and no further', () => {
    const [, b] = streams();
    const forger = new Forger();
    const packets = Array.from({ length: 1_100 }, (_, i) => forger.packet(FRAME.FIRST, 0n, Buffer.from(String(i))));
    for (const packet of packets.slice(1)) deliver(b, packet);
    deliver(b, packets[0] ?? new Uint8Array(0));
    expect(b.taken).toHaveLength(1_025);
  });

  it('are kept up to some 4 MiB and no further', () => {
    const [, b] = streams();
    const forger = new Forger();
    const packets = Array.from({ length: 100 }, () => forger.packet(FRAME.MORE, 0n, new Uint8Array(MAX_BODY_BYTES)));
    for (const packet of packets.slice(1)) deliver(b, packet);
    deliver(b, packets[0] ?? new Uint8Array(0));
    expect(b.taken.length * MAX_BODY_BYTES).toBeGreaterThan(4 * MIB);
    expect(b.taken.length * MAX_BODY_BYTES).toBeLessThan(4.3 * MIB);
  });

  it('do not count where they do not authenticate', () => {
    const [a, b] = streams();
    for (const text of ['0', '1']) a.stream.write(FRAME.FIRST, Buffer.from(text));
    const [first, second] = a.sent.splice(0);
    deliver(b, concat(dataHeader(1n), new Uint8Array(40)));
    expect(b.stream.forged).toBe(1);
    deliver(b, second ?? new Uint8Array(0));
    deliver(b, first ?? new Uint8Array(0));
    expect(texts(b)).toEqual(['0', '1']);
  });
});
