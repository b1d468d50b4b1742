import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { dataHeader, decodePacket, encodeHandshake, encodeHello, MARK_BYTES, PROTOCOL_VERSION } from '../../../src/session/channel/packet.js';

describe('decodePacket', () => {
  it('never throws, whatever comes, and reads nothing into what is no packet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(undefined, 0x10, 0x11, 0x12), (bytes, type) => {
        if (type !== undefined && bytes.length > 0) bytes[0] = type;
        const packet = decodePacket(bytes);
        if (bytes[0] !== 0x10 && bytes[0] !== 0x11 && bytes[0] !== 0x12) expect(packet).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('reads what the encoders write', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.uint8Array({ maxLength: 300 }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (index, message, number) => {
        expect(decodePacket(encodeHandshake(index, message))).toEqual({ kind: 'handshake', index, message });
        const header = dataHeader(number);
        expect(decodePacket(Buffer.concat([header, message]))).toMatchObject({ kind: 'data', number });
      }),
    );
    const mark = new Uint8Array(MARK_BYTES).fill(3);
    expect(decodePacket(encodeHello('keys', mark))).toEqual({ kind: 'hello', version: PROTOCOL_VERSION, mode: 'keys', mark });
  });

  it('knows another version by its number alone', () => {
    expect(decodePacket(Uint8Array.of(0x10, 9))).toMatchObject({ kind: 'hello', version: 9 });
    expect(decodePacket(Uint8Array.of(0x10, PROTOCOL_VERSION))).toBeUndefined();
  });

  it.each([['HELLO', encodeHello('invite', new Uint8Array(MARK_BYTES))], ['DATA', dataHeader(5n)]])('refuses a %s that is cut short', (_, whole) => {
    const shortest = whole[0] === 0x10 ? 2 : 0;
    for (let length = shortest; length < whole.length; length++) expect(decodePacket(whole.subarray(0, length))).toBeUndefined();
  });
});
