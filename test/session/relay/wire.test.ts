import { createHash } from 'node:crypto';
import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import {
  addressOf, decodeFromClient, decodeFromRelay, encodeGone, encodeJoin, encodeJoined, encodePresent, encodeRefused, encodeSend,
  JOIN_BYTES, REFUSAL, sendToDeliver, type Refusal,
} from '../../../src/session/relay/wire.js';
import { address, hex, plain, secret } from './support.js';

const A = addressOf(secret('a'));
const B = addressOf(secret('b'));

describe('what clients say', () => {
  it('lays out JOIN and SEND as documented', () => {
    const join = encodeJoin({ room: secret('room'), token: secret('a'), seats: 5 });
    expect(hex(join)).toBe(`0101${hex(secret('room'))}${hex(secret('a'))}05`);
    expect(join.length).toBe(JOIN_BYTES);
    expect(decodeFromClient(join)).toMatchObject({ kind: 'join', seats: 5 });
    const send = encodeSend(B, Buffer.from('hello'));
    expect(hex(send)).toBe(`02${hex(B)}${hex(Buffer.from('hello'))}`);
    expect(decodeFromClient(send)).toMatchObject({ kind: 'send' });
  });

  it('derives the address from the token as documented', () => {
    expect(hex(A)).toBe(createHash('sha256').update(`mpc relay address v1`).update(secret('a')).digest('hex').slice(0, 32));
    expect(address('a')).not.toBe(address('b'));
  });

  it('does not encode what the relay would refuse', () => {
    expect(() => encodeJoin({ room: secret('r').subarray(1), token: secret('a'), seats: 2 })).toThrow(RangeError);
    expect(() => encodeJoin({ room: secret('r'), token: secret('a').subarray(1), seats: 2 })).toThrow(RangeError);
    for (const seats of [0, 1, 256, 2.5, NaN]) {
      expect(() => encodeJoin({ room: secret('r'), token: secret('a'), seats })).toThrow(RangeError);
    }
    expect(() => encodeSend(A.subarray(1), new Uint8Array(1))).toThrow(RangeError);
    expect(() => addressOf(new Uint8Array(31))).toThrow(RangeError);
  });

  it('finds every wrong length', () => {
    const join = encodeJoin({ room: secret('room'), token: secret('a'), seats: 5 });
    for (let length = 0; length < join.length; length += 1) expect(decodeFromClient(join.subarray(0, length)).kind).toBe('malformed');
    expect(decodeFromClient(Buffer.concat([join, Buffer.of(0)])).kind).toBe('malformed');
    const send = encodeSend(B, new Uint8Array(0));
    for (let length = 0; length < send.length; length += 1) expect(decodeFromClient(send.subarray(0, length)).kind).toBe('malformed');
    expect(decodeFromClient(send)).toMatchObject({ kind: 'send', payload: new Uint8Array(0) });
  });

  it('names another version before it looks at the length', () => {
    expect(decodeFromClient(Uint8Array.of(1, 9))).toEqual({ kind: 'version', version: 9 });
  });
});

describe('what the relay says', () => {
  it('comes back as it was put in', () => {
    expect(plain(decodeFromRelay(encodeJoined([A, B])))).toEqual({ kind: 'joined', present: [hex(A), hex(B)].sort() });
    expect(plain(decodeFromRelay(encodeJoined([])))).toEqual({ kind: 'joined', present: [] });
    expect(plain(decodeFromRelay(encodePresent(A)))).toEqual({ kind: 'present', address: hex(A) });
    expect(plain(decodeFromRelay(encodeGone(A)))).toEqual({ kind: 'gone', address: hex(A) });
    for (const reason of Object.keys(REFUSAL) as Refusal[]) {
      expect(decodeFromRelay(encodeRefused(reason, 'Pourquoi pas ?'))).toEqual({ kind: 'refused', reason, text: 'Pourquoi pas ?' });
    }
  });

  it('turns SEND into DELIVER in place', () => {
    const frame = encodeSend(B, Buffer.from('hello'));
    sendToDeliver(frame, A);
    expect(plain(decodeFromRelay(frame))).toEqual({ kind: 'deliver', from: hex(A), payload: 'hello' });
  });

  it('bounds the text of a refusal in bytes, both ways', () => {
    expect(() => encodeRefused('expired', 'é'.repeat(101))).toThrow(RangeError);
    const longest = encodeRefused('expired', 'é'.repeat(100));
    expect(decodeFromRelay(longest).kind).toBe('refused');
    expect(decodeFromRelay(Buffer.concat([longest, Buffer.of(65)])).kind).toBe('malformed');
  });

  it('keeps a refusal whose reason it does not know', () => {
    expect(decodeFromRelay(Uint8Array.of(0x85, 250))).toEqual({ kind: 'refused', reason: undefined, text: '' });
  });

  it('finds a list of another length than stated', () => {
    const joined = encodeJoined([A, B]);
    for (let length = 0; length < joined.length; length += 1) expect(decodeFromRelay(joined.subarray(0, length)).kind).toBe('malformed');
  });
});

describe('any bytes', () => {
  it('never throw', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.tuple(fc.constantFrom(1, 2, 0x81, 0x82, 0x83, 0x84, 0x85), fc.uint8Array({ maxLength: 100 })).map(([type, rest]) => Uint8Array.of(type, ...rest)));
    fc.assert(fc.property(bytes, (input) => {
      decodeFromClient(input);
      decodeFromRelay(input);
    }));
  });
});
