import { isAscii } from 'node:buffer';

/** A list of unsigned 32-bit numbers that grows by doubling. */
export class GrowingNumbers {
  #values = new Uint32Array(1 << 12);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    this.resize(this.#length + 1);
    this.#values[this.#length - 1] = value;
  }

  get(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** Makes it longer, with zeros. */
  resize(length: number): void {
    if (length > this.#values.length) {
      const larger = new Uint32Array(Math.max(length, this.#values.length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#length = length;
  }

  /** A view of all of them. */
  get values(): Uint32Array {
    return this.#values.subarray(0, this.#length);
  }
}

const encoder = new TextEncoder();

/**
 * Texts kept in one buffer of UTF-8, since cells of a CSV batch share the memory of the text that they were cut from, and a string each
 * would cost more than its letters. RangeError if all of them together would exceed 2^32 − 1 bytes.
 */
export class TextStore {
  #bytes = Buffer.alloc(1 << 14);
  readonly #ends = new GrowingNumbers();
  #end = 0;

  push(text: string): void {
    this.#reserve(3 * text.length);
    this.#end = this.#write(text);
    this.#ends.push(this.#end);
  }

  /** A text in UTF-8: bytes[from … to]. */
  pushBytes(bytes: Uint8Array, from: number, to: number): void {
    this.#reserve(to - from);
    const own = this.#bytes;
    let end = this.#end;
    // Most are short, and a loop is faster than a call for those.
    for (let at = from; at < to; at++) own[end++] = bytes[at] as number;
    this.#end = end;
    this.#ends.push(end);
  }

  #reserve(more: number): void {
    const most = this.#end + more;
    if (most > 0xffff_ffff) throw new RangeError('texts of more than 2^32 − 1 bytes');
    if (most <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.min(0xffff_ffff, Math.max(most, this.#bytes.length * 2)));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** Gives the new end. Most texts are short and ASCII, and a loop is faster than a call for those. */
  #write(text: string): number {
    const bytes = this.#bytes;
    let end = this.#end;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return this.#end + encoder.encodeInto(text, bytes.subarray(this.#end)).written;
      bytes[end++] = code;
    }
    return end;
  }

  /** All texts in the form in which they are kept. */
  get data(): TextData {
    return { bytes: this.#bytes, ends: this.#ends.values };
  }
}

/** Texts in UTF-8, one after the other, and the end of each. */
export interface TextData {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

/** Bytes of texts that are decoded together. */
const WINDOW = 16 * 1024;
/** Whoever asks for texts in order may leave out some. */
const FOLLOWS = 16;

/** Reads kept texts. Many in a row are decoded together, since a call for each would cost more than its letters. */
export class TextReader {
  readonly #bytes: Buffer;
  readonly #ends: Uint32Array;
  /** The texts from #first on, before #past, and where their bytes begin. Undefined if they are not ASCII. */
  #window: string | undefined;
  #first = 0;
  #past = 0;
  #start = 0;
  #last = -FOLLOWS;

  constructor({ bytes, ends }: TextData) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#ends = ends;
  }

  at(index: number): string {
    const from = this.#endOf(index - 1);
    const to = this.#endOf(index);
    if (index >= this.#past && index - this.#last <= FOLLOWS) this.#decode(index, from);
    this.#last = index;
    if (this.#window === undefined || index < this.#first || index >= this.#past) return this.#bytes.toString('utf8', from, to);
    return this.#window.slice(from - this.#start, to - this.#start);
  }

  #decode(index: number, start: number): void {
    let past = index + 1;
    while (past < this.#ends.length && this.#endOf(past) - start <= WINDOW) past++;
    const bytes = this.#bytes.subarray(start, this.#endOf(past - 1));
    this.#window = isAscii(bytes) ? bytes.toString('latin1') : undefined;
    this.#first = index;
    this.#past = past;
    this.#start = start;
  }

  #endOf(index: number): number {
    return index < 0 ? 0 : (this.#ends[index] as number);
  }
}
