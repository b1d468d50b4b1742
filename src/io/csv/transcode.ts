/** Other encodings to UTF-8, piece by piece. What cannot be converted becomes the byte 0xFF (see encoding.ts). */

const BAD = Buffer.from([0xff]);

/**
 * Windows-1252 for the bytes 0x80 to 0x9F, in order; elsewhere it equals Latin-1. Five bytes mean nothing.
 * Spelled out since Node's own decoder under this name has taken it for plain Latin-1 in some versions.
 */
const HIGH = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

export function windows1252ToUtf8(piece: Buffer): Buffer {
  const text = piece.toString('latin1').replace(/[\u0080-\u009f]/g, (char) => {
    const mapped = HIGH.charAt(char.charCodeAt(0) - 0x80);
    // A lone surrogate marks what means nothing, for `encode` to turn into the bad byte.
    return mapped === '\0' ? '\ud800' : mapped;
  });
  return encode(text);
}

export class Utf16ToUtf8 {
  readonly #bigEndian: boolean;
  /** The rest of the last piece: half a code unit, half a surrogate pair, or both. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  convert(piece: Buffer): Buffer {
    const bytes = Buffer.concat([this.#rest, piece]);
    let end = bytes.length & ~1;
    const last = end >= 2 ? (this.#bigEndian ? bytes.readUInt16BE(end - 2) : bytes.readUInt16LE(end - 2)) : 0;
    if ((last & 0xfc00) === 0xd800) end -= 2;
    this.#rest = Buffer.from(bytes.subarray(end));
    const units = bytes.subarray(0, end);
    return encode((this.#bigEndian ? units.swap16() : units).toString('utf16le'));
  }

  finish(): Buffer {
    return this.#rest.length === 0 ? this.#rest : BAD;
  }
}

function encode(text: string): Buffer {
  // With the u flag a surrogate matches only when it is alone.
  const parts = text.split(/[\ud800-\udfff]/u);
  if (parts.length === 1) return Buffer.from(text, 'utf8');
  return Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [Buffer.from(part, 'utf8')] : [BAD, Buffer.from(part, 'utf8')])));
}
