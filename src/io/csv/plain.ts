/**
 * Plain records: the cells that are asked for as keys are printable ASCII, and no cell has a quote inside. They are read as the bytes that they are, without a text
 * for each cell. Whatever else a record may be is left to `parseRegular` (regular.ts), and a test holds the two together.
 */
import type { Layout, RowsSoFar } from './rows.js';
import type { TakePlain } from './types.js';

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;

/** What a byte is. All from END on end a cell that has no quotes around it. */
const [LETTER, ODD, END, STRAY] = [0, 1, 2, 3] as const;

export class PlainParser {
  readonly #layout: Layout;
  readonly #keys: number;
  readonly #take: TakePlain;
  readonly #kinds: Uint8Array;
  readonly #bounds: Uint32Array;

  /** `keys`: how many of the wanted columns, from the first, must be plain; at least one. The delimiter is one of ASCII. */
  constructor(layout: Layout, keys: number, take: TakePlain) {
    this.#layout = layout;
    this.#keys = keys;
    this.#take = take;
    this.#kinds = kindsOf(layout.delimiter);
    this.#bounds = new Uint32Array(2 * layout.wanted);
  }

  /** Takes records from the position `from` on, and moves `progress` on. Returns where it stopped: the end of the bytes, or the beginning of the first record that is not plain. */
  parse(bytes: Uint8Array, from: number, progress: RowsSoFar): number {
    const { width, maxRows } = this.#layout;
    let start = from;
    // Blank lines may still become rows, and the row that is one too many is an error: neither is for here.
    while (start < bytes.length && progress.pendingBlanks === 0 && progress.records < maxRows) {
      let column = 0;
      let position = start;
      for (;;) {
        const end = this.#cell(bytes, position, column++);
        if (end === -1) return start;
        position = end;
        if (position >= bytes.length || bytes[position] === LF || bytes[position] === CR) break;
        position++;
      }
      if (column !== width) return start;
      progress.records++;
      this.#take(bytes, this.#bounds, progress.line++);
      start = position + (bytes[position] === CR && bytes[position + 1] === LF ? 2 : 1);
    }
    return Math.min(start, bytes.length);
  }

  /** Where the cell that begins at `position` ends: at a delimiter, a line end, or the end of the bytes. -1 if it is not plain. */
  #cell(bytes: Uint8Array, position: number, column: number): number {
    const kinds = this.#kinds;
    const isQuoted = position < bytes.length && bytes[position] === QUOTE;
    const first = isQuoted ? position + 1 : position;
    let seen = 0;
    let last = first;
    if (isQuoted) {
      for (; last < bytes.length; last++) {
        const byte = bytes[last] as number;
        if (byte === QUOTE) break;
        // It would be a line of the file.
        if (byte === LF || byte === CR) return -1;
        seen |= kinds[byte] as number;
      }
      if (last === bytes.length) return -1;
    } else {
      for (; last < bytes.length; last++) {
        const kind = kinds[bytes[last] as number] as number;
        if (kind >= END) break;
        seen |= kind;
      }
    }
    const end = isQuoted ? last + 1 : last;
    if (end < bytes.length && kinds[bytes[end] as number] !== END) return -1;
    const slot = column < this.#layout.width ? (this.#layout.slots[column] as number) : -1;
    if (slot === -1) return end;
    if (slot < this.#keys && (seen !== LETTER || first === last || bytes[first] === SPACE || bytes[last - 1] === SPACE)) return -1;
    this.#bounds[2 * slot] = first;
    this.#bounds[2 * slot + 1] = last;
    return end;
  }
}

/** A question mark may stand for a letter that was lost, so it is looked at as a text (text-check.ts). */
function kindsOf(delimiter: string): Uint8Array {
  const kinds = new Uint8Array(256).fill(ODD);
  kinds.fill(LETTER, 0x20, 0x7f);
  kinds['?'.charCodeAt(0)] = ODD;
  kinds[QUOTE] = STRAY;
  for (const byte of [LF, CR, delimiter.charCodeAt(0)]) kinds[byte] = END;
  return kinds;
}
