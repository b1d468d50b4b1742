/** Cutting a stream of bytes into blocks of whole lines. */

/** The longest line in bytes, which bounds memory. */
export const MAX_LINE = 1024 * 1024;

const LF = 0x0a;

export interface LineBlock {
  /** Whole lines; valid until the next block is asked for. */
  readonly bytes: Buffer;
  /** Whether they are the beginning of one line that is too long. This block is then the last. */
  readonly isOverlong: boolean;
}

export async function* lineBlocks(pieces: AsyncIterable<Buffer>): AsyncGenerator<LineBlock, void, undefined> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(LF) + 1;
    if (end > 0) {
      const first = piece.indexOf(LF) + 1;
      if (length + first > MAX_LINE) {
        yield { bytes: Buffer.concat([...held, piece.subarray(0, first)]), isOverlong: true };
        return;
      }
      yield { bytes: held.length === 0 ? piece.subarray(0, end) : Buffer.concat([...held, piece.subarray(0, end)]), isOverlong: false };
      held = [];
      length = 0;
    }
    // The piece may change afterwards.
    if (end < piece.length) held.push(Buffer.from(piece.subarray(end)));
    length += piece.length - end;
    if (length > MAX_LINE) {
      yield { bytes: Buffer.concat(held), isOverlong: true };
      return;
    }
  }
  if (length > 0) yield { bytes: Buffer.concat(held), isOverlong: false };
}
