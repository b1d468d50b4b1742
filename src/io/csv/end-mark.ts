/** Ctrl-Z, with which CP/M and DOS ended a file of text, and some programs still do. It is no row. */
import type { Notice } from '../notices.js';

const CTRL_Z = 0x1a;
const LF = 0x0a;
const CR = 0x0d;

/** CP/M filled a sector with it; more than that is something else. */
const MOST = 4096;

/** Passes pieces on without the mark and the line ends around it, if the file ends with them. */
export async function* withoutEndMark(pieces: AsyncIterable<Buffer>, file: string, notices: Notice[]): AsyncGenerator<Buffer, void, undefined> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const data = held.length === 0 ? piece : Buffer.concat([held, piece]);
    const mark = markAt(data);
    held = Buffer.from(data.subarray(mark));
    if (mark > 0) yield data.subarray(0, mark);
  }
  if (held.length > 0) notices.push({ code: 'END_MARK', column: null, lines: [], message: `${file}: the file ends with Ctrl-Z, as files of DOS do. It was left out.` });
}

/** The beginning of the mark, or the length if the bytes do not end with one. */
function markAt(data: Buffer): number {
  let mark = data.length;
  for (let at = data.length - 1; at >= 0 && data.length - at <= MOST; at--) {
    const byte = data[at];
    if (byte === CTRL_Z) mark = at;
    else if (byte !== LF && byte !== CR) break;
  }
  return mark;
}
