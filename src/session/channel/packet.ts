import { readU64be, u64be } from '../../crypto/bytes.js';

/**
 * What two addresses of a room send each other, before anything is encrypted:
 *
 *     HELLO      10 ‖ version(1) ‖ mode(1) ‖ mark(16)      who may be speaking; decides nothing
 *     HANDSHAKE  11 ‖ index(1) ‖ Noise handshake message
 *     DATA       12 ‖ number(8) ‖ encrypted frame
 */
export const PROTOCOL_VERSION = 2;
export const MARK_BYTES = 16;
export const DATA_HEADER_BYTES = 9;

const TYPE = { HELLO: 0x10, HANDSHAKE: 0x11, DATA: 0x12 } as const;
const MODES = ['invite', 'keys'] as const;

/** How the parties of a session know each other: by a shared invite, or by their keys. */
export type Mode = (typeof MODES)[number];

export type Packet =
  | { readonly kind: 'hello'; readonly version: number; readonly mode: Mode | undefined; readonly mark: Uint8Array }
  | { readonly kind: 'handshake'; readonly index: number; readonly message: Uint8Array }
  | { readonly kind: 'data'; readonly number: bigint; readonly header: Uint8Array; readonly ciphertext: Uint8Array };

export function encodeHello(mode: Mode, mark: Uint8Array): Uint8Array {
  const packet = new Uint8Array(3 + MARK_BYTES);
  packet[0] = TYPE.HELLO;
  packet[1] = PROTOCOL_VERSION;
  packet[2] = MODES.indexOf(mode);
  packet.set(mark, 3);
  return packet;
}

export function encodeHandshake(index: number, message: Uint8Array): Uint8Array {
  const packet = new Uint8Array(2 + message.length);
  packet[0] = TYPE.HANDSHAKE;
  packet[1] = index;
  packet.set(message, 2);
  return packet;
}

/** The header, which the encryption authenticates together with the frame. */
export function dataHeader(number: bigint): Uint8Array {
  const header = new Uint8Array(DATA_HEADER_BYTES);
  header[0] = TYPE.DATA;
  header.set(u64be(number), 1);
  return header;
}

/** Undefined for anything that is not a packet: other parties' bytes never cause an exception. Views are into `bytes`. */
export function decodePacket(bytes: Uint8Array): Packet | undefined {
  switch (bytes[0]) {
    case TYPE.HELLO: {
      const version = bytes[1];
      if (version === undefined) return undefined;
      // A HELLO of another version may differ from here on. Only its version number is needed.
      if (version !== PROTOCOL_VERSION) return { kind: 'hello', version, mode: undefined, mark: new Uint8Array(MARK_BYTES) };
      if (bytes.length !== 3 + MARK_BYTES) return undefined;
      return { kind: 'hello', version, mode: MODES[bytes[2] ?? 255], mark: bytes.subarray(3) };
    }
    case TYPE.HANDSHAKE:
      return bytes.length < 2 ? undefined : { kind: 'handshake', index: bytes[1] ?? 0, message: bytes.subarray(2) };
    case TYPE.DATA:
      if (bytes.length < DATA_HEADER_BYTES) return undefined;
      return { kind: 'data', number: readU64be(bytes, 1), header: bytes.subarray(0, DATA_HEADER_BYTES), ciphertext: bytes.subarray(DATA_HEADER_BYTES) };
    default:
      return undefined;
  }
}
