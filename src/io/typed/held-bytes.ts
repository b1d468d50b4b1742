import type { AsyncBuffer } from 'hyparquet';

interface Piece {
  readonly from: number;
  readonly bytes: ArrayBuffer;
}

/**
 * Bytes that are kept once they have been read, so that pages are checked and decoded from the same bytes, and read once. They are those of one row group's
 * columns, which `checkedRows` has bounded.
 */
export class HeldBytes implements AsyncBuffer {
  readonly byteLength: number;
  readonly #pieces: Piece[] = [];

  constructor(readonly source: AsyncBuffer) {
    this.byteLength = source.byteLength;
  }

  async slice(from: number, to = this.byteLength): Promise<ArrayBuffer> {
    const held = this.#held(from, to);
    if (held !== undefined) return held;
    const bytes = await this.source.slice(from, to);
    this.#pieces.push({ from, bytes });
    return bytes;
  }

  /** Undefined if a part of it was not read yet. */
  #held(from: number, to: number): ArrayBuffer | undefined {
    const exact = this.#pieces.find((piece) => piece.from === from && from + piece.bytes.byteLength === to);
    if (exact !== undefined) return exact.bytes;
    const parts: { readonly piece: Piece; readonly start: number; readonly end: number }[] = [];
    for (let at = from; at < to; ) {
      const piece = this.#pieces.find((each) => each.from <= at && at < each.from + each.bytes.byteLength);
      if (piece === undefined) return undefined;
      const end = Math.min(to, piece.from + piece.bytes.byteLength);
      parts.push({ piece, start: at, end });
      at = end;
    }
    const joined = new Uint8Array(to - from);
    for (const { piece, start, end } of parts) joined.set(new Uint8Array(piece.bytes, start - piece.from, end - start), start - from);
    return joined.buffer;
  }
}
