/** The lines of a file that tell which encoding it is in: those with bytes beyond ASCII. */
import { isAscii } from 'node:buffer';

/** Bytes of them that are looked at, about. */
const ENOUGH = 8 * 1024;

const LF = 0x0a;
const CR = 0x0d;
/** The beginning of what ISO-2022-JP writes without any byte beyond ASCII. */
const ESCAPE = 0x1b;
/** Bytes that are no half of a character in any encoding: the comma, the semicolon, the tab and the space. */
const SAFE_CUTS = [0x2c, 0x3b, 0x09, 0x20];

/** Takes a file piece by piece until it has enough. */
export class Sample {
  readonly #lines: Buffer[] = [];
  #length = 0;
  /** The line that the last piece did not end. */
  #rest: Buffer = Buffer.alloc(0);

  /** The piece may change afterwards. */
  take(piece: Buffer): void {
    if (this.#length >= ENOUGH) return;
    if (this.#rest.length === 0 && isPlain(piece)) return;
    const bytes = Buffer.concat([this.#rest, piece]);
    const end = Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1;
    this.#add(bytes.subarray(0, end));
    this.#rest = bytes.subarray(end).length > ENOUGH ? Buffer.alloc(0) : bytes.subarray(end);
  }

  /** Lines with their ends. */
  get lines(): readonly Buffer[] {
    return this.#rest.length > 0 && !isPlain(this.#rest) ? [...this.#lines, this.#rest] : this.#lines;
  }

  #add(bytes: Buffer): void {
    for (let start = 0; start < bytes.length && this.#length < ENOUGH; ) {
      let end = start;
      while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++;
      const line = shortened(bytes.subarray(start, end + 1));
      if (!isPlain(line)) {
        this.#lines.push(line);
        this.#length += line.length;
      }
      start = end + 1;
    }
  }
}

/** A sample of bytes that are all there. */
export function sampleOf(bytes: Buffer): Sample {
  const sample = new Sample();
  sample.take(bytes);
  return sample;
}

function isPlain(bytes: Buffer): boolean {
  return isAscii(bytes) && !bytes.includes(ESCAPE);
}

function shortened(line: Buffer): Buffer {
  if (line.length <= ENOUGH) return line;
  const cut = Math.max(...SAFE_CUTS.map((byte) => line.lastIndexOf(byte, ENOUGH)));
  return line.subarray(0, cut > 0 ? cut : ENOUGH);
}
