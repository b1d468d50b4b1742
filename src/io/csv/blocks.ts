/** Cutting a stream of UTF-8 bytes into blocks of whole records. */

/** The longest record in bytes. It bounds memory when a quote is never closed, or when the file is no CSV at all. */
export const MAX_RECORD = 1024 * 1024;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Every block starts where a record starts and ends where one ends, except that a block may end inside a record
 * longer than MAX_RECORD; code that reads blocks refuses those (see `findOverlong`). A block is valid until the next is asked for.
 *
 * A line end is the end of a record if an even number of quotes comes before it: quotes open and close,
 * and a doubled quote inside a quoted cell counts twice. (Where stray quotes break that rule, the record's
 * text is not valid CSV either, and parsing the block says so.)
 */
export async function* recordBlocks(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  // One buffer for all blocks: a new one for each would leave the garbage collector a file's worth of them.
  let store = Buffer.alloc(0);
  let held = 0;
  for await (const piece of pieces) {
    if (held + piece.length > store.length) {
      const larger = Buffer.allocUnsafe(2 * (held + piece.length));
      store.copy(larger, 0, 0, held);
      store = larger;
    }
    piece.copy(store, held);
    held += piece.length;
    const end = lastRecordEnd(store.subarray(0, held));
    if (end === 0 && held > MAX_RECORD) break;
    if (end > 0) yield store.subarray(0, end);
    store.copyWithin(0, end, held);
    held -= end;
  }
  if (held > 0) yield store.subarray(0, held);
}

/** The end of the last whole record of these bytes, its line end included; 0 if there is none. */
function lastRecordEnd(bytes: Buffer): number {
  let open = countQuotes(bytes) % 2 === 1;
  // A final CR may be the first half of a CRLF whose second half comes with the next piece.
  let limit = bytes[bytes.length - 1] === CR ? bytes.length - 1 : bytes.length;
  for (;;) {
    const quote = limit > 0 ? bytes.lastIndexOf(QUOTE, limit - 1) : -1;
    if (!open) {
      const tail = bytes.subarray(quote + 1, limit);
      const end = Math.max(tail.lastIndexOf(LF), tail.lastIndexOf(CR));
      if (end !== -1) return quote + 1 + end + 1;
    }
    if (quote === -1) return 0;
    open = !open;
    limit = quote;
  }
}

/** The end of the record that starts at `from`, its line end included. */
export function recordEnd(bytes: Buffer, from: number): number {
  let open = false;
  for (let i = from; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) open = !open;
    else if (!open && byte === LF) return i + 1;
    else if (!open && byte === CR) return bytes[i + 1] === LF ? i + 2 : i + 1;
  }
  return bytes.length;
}

/** The first record longer than MAX_RECORD: how many physical lines come before it, and whether quotes may be the reason. */
export function findOverlong(bytes: Buffer): { linesBefore: number; quoted: boolean } | undefined {
  if (bytes.length <= MAX_RECORD) return undefined;
  for (let start = 0; start < bytes.length; ) {
    const end = recordEnd(bytes, start);
    if (end - start > MAX_RECORD) {
      return { linesBefore: countLineEnds(bytes.subarray(0, start)), quoted: bytes.subarray(start, end).includes(QUOTE) };
    }
    start = end;
  }
  return undefined;
}

/** The end of so many records, of which the first starts at `from`. */
export function recordsEnd(bytes: Buffer, from: number, count: number): number {
  let end = from;
  for (let i = 0; i < count && end < bytes.length; i++) end = recordEnd(bytes, end);
  return end;
}

function countQuotes(bytes: Buffer): number {
  let count = 0;
  for (let i = bytes.indexOf(QUOTE); i !== -1; i = bytes.indexOf(QUOTE, i + 1)) count++;
  return count;
}

/** Physical lines that a record takes, its last one ended or not. */
export function linesOf(record: Buffer): number {
  const last = record[record.length - 1];
  return countLineEnds(record) + (last === LF || last === CR ? 0 : 1);
}

/** Physical line ends: LF, CRLF or CR, each one. */
export function countLineEnds(bytes: Buffer): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === LF || (byte === CR && bytes[i + 1] !== LF)) count++;
  }
  return count;
}
