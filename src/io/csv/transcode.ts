/**
 * Other encodings to UTF-8, piece by piece. What cannot be converted becomes the byte 0xFF (see encoding.ts).
 *
 * iconv-lite has the tables: those of Node's own TextDecoder are of the ICU that it was built with, which takes Windows-1252 for Latin-1 (Node 20), swaps
 * control characters of DOS pages, and makes private characters of parts of Big5 and KS X 1001. Where iconv-lite has an older table (Macintosh) or
 * none (ISO-2022-JP), TextDecoder serves.
 */
import { createRequire } from 'node:module';
import type * as Iconv from 'iconv-lite';

const require = createRequire(import.meta.url);

/** Loaded only for files that need it. */
const iconv = (): typeof Iconv => require('iconv-lite') as typeof Iconv;

const BAD = Buffer.from([0xff]);
const NOTHING = Buffer.alloc(0);

export interface Converter {
  convert(piece: Buffer): Buffer;
  /** What is left when the file ends. */
  finish(): Buffer;
}

/** Encodings that have other names in iconv-lite. */
const MULTIBYTE: Readonly<Record<string, string>> = { shift_jis: 'shift_jis', 'euc-jp': 'euc-jp', 'euc-kr': 'cp949', gb18030: 'gb18030', gbk: 'gb18030', big5: 'big5hkscs' };

const FROM_TEXT_DECODER: readonly string[] = ['macintosh', 'x-mac-cyrillic'];

/** A converter from an encoding of `encodings.ts` other than UTF-8. */
export function converterFrom(encoding: string): Converter {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return new Utf16ToUtf8(encoding === 'utf-16be');
  if (encoding === 'iso-2022-jp') {
    const decoder = new TextDecoder(encoding);
    return { convert: (piece) => encode(decoder.decode(piece, { stream: true })), finish: () => encode(decoder.decode()) };
  }
  const multibyte = MULTIBYTE[encoding];
  if (multibyte !== undefined) {
    const decoder = iconv().getDecoder(multibyte);
    return { convert: (piece) => encode(decoder.write(piece)), finish: () => encode(decoder.end() ?? '') };
  }
  const table = encodingTable(encoding).map((char) => (char === undefined ? BAD : Buffer.from(char, 'utf8')));
  return { convert: (piece) => fromTable(piece, table), finish: () => NOTHING };
}

/**
 * Windows-1252 for the bytes 0x80 to 0x9F, in order; elsewhere it equals Latin-1. Five bytes mean nothing.
 */
const HIGH_1252 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

/** For an encoding with one byte a character: the character of each of 256 bytes, undefined if there is none. */
export function encodingTable(encoding: string): readonly (string | undefined)[] {
  let table = tables.get(encoding);
  if (table === undefined) {
    const decode = decoderOf(encoding);
    table = Array.from({ length: 256 }, (_, byte) => {
      const text = byte < 0x80 ? String.fromCharCode(byte) : decode(byte);
      return byte > 0 && (text === '\ufffd' || text === '\0') ? undefined : text;
    });
    tables.set(encoding, table);
  }
  return table;
}

/** Converters that were asked for: making one takes a hundred calls of a decoder. */
const tables = new Map<string, readonly (string | undefined)[]>();

function decoderOf(encoding: string): (byte: number) => string {
  if (encoding === 'windows-1252') return (byte) => HIGH_1252[byte - 0x80] ?? String.fromCharCode(byte);
  if (FROM_TEXT_DECODER.includes(encoding)) return (byte) => new TextDecoder(encoding).decode(Uint8Array.of(byte));
  const name = encoding === 'iso-8859-8-i' ? 'iso-8859-8' : encoding;
  return (byte) => iconv().decode(Buffer.from([byte]), name);
}

/** No character of a page of one byte takes more than three bytes in UTF-8. */
const MOST_BYTES = 3;

function fromTable(piece: Buffer, table: readonly Buffer[]): Buffer {
  const converted = Buffer.allocUnsafe(MOST_BYTES * piece.length);
  let end = 0;
  for (const byte of piece) {
    if (byte < 0x80) converted[end++] = byte;
    else for (const each of table[byte] ?? BAD) converted[end++] = each;
  }
  return converted.subarray(0, end);
}

class Utf16ToUtf8 implements Converter {
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
    return encode((this.#bigEndian ? units.swap16() : units).toString('utf16le'), false);
  }

  finish(): Buffer {
    return this.#rest.length === 0 ? this.#rest : BAD;
  }
}

/** With the u flag a surrogate matches only when it is alone. */
const ALONE = /[\ud800-\udfff]/u;
/** Decoders write U+FFFD for what they cannot read. */
const UNREAD = /[\ud800-\udfff\ufffd]/u;

function encode(text: string, marksUnread = true): Buffer {
  const parts = text.split(marksUnread ? UNREAD : ALONE);
  if (parts.length === 1) return Buffer.from(text, 'utf8');
  return Buffer.concat(parts.flatMap((part, i) => (i === 0 ? [Buffer.from(part, 'utf8')] : [BAD, Buffer.from(part, 'utf8')])));
}
