/** Files that gzip compressed, unpacked piece by piece with constant memory. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MpcError } from '../../errors.js';
import { unreadable } from './errors.js';

/** The mark of gzip, and its only method. No text in an encoding that is read here begins with these three bytes. */
const MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);
const PIECE = 256 * 1024;

/**
 * Tables compress to a tenth, at most to a fiftieth; a file made to keep its reader busy compresses to a thousandth. Small files may compress to any size.
 * `free`: bytes that are never counted; `ratio`: unpacked bytes for each byte of the file, beyond those.
 */
export interface Expansion {
  readonly free: number;
  readonly ratio: number;
}

const EXPANSION: Expansion = { free: 256 * 1024 * 1024, ratio: 250 };

/**
 * Passes on pieces as they are, or unpacked if the file begins as gzip writes it. Each piece is valid only until the next one is asked for.
 * Errors: INPUT_UNREADABLE when what is packed is damaged, cut off, or more than `expansion` allows; those of `pieces`.
 */
export async function* unpacked(pieces: AsyncGenerator<Buffer>, file: string, expansion = EXPANSION): AsyncGenerator<Buffer, void, undefined> {
  try {
    let head: Buffer = Buffer.alloc(0);
    // A pipe may deliver a byte at a time.
    while (head.length < MAGIC.length) {
      const next = await pieces.next();
      if (next.done === true) break;
      head = head.length === 0 && next.value.length >= MAGIC.length ? next.value : Buffer.concat([head, next.value]);
    }
    if (head.subarray(0, MAGIC.length).equals(MAGIC)) yield* gunzip(head, pieces, file, expansion);
    else {
      refuseFalseName(head, file);
      if (head.length > 0) yield head;
      yield* pieces;
    }
  } finally {
    await pieces.return(undefined);
  }
}

/** Text under such a name was unpacked on its way, as browsers do. */
function refuseFalseName(head: Buffer, file: string): void {
  // eslint-disable-next-line no-control-regex -- they are what no table holds
  if (/\.gz$/i.test(file) && /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(head.toString('latin1', 0, 512))) throw unreadable({ file }, 'by its name this is packed by gzip, and its content is neither that nor text', 'Copy it again from where it came from, or check that it is the right file.');
}

async function* gunzip(head: Buffer, pieces: AsyncGenerator<Buffer>, file: string, { free, ratio }: Expansion): AsyncGenerator<Buffer, void, undefined> {
  const { createGunzip } = await import('node:zlib');
  const gunzipped = createGunzip({ chunkSize: PIECE });
  // Its failure arrives below, as a failure of the stream that it writes to.
  const feeding = pipeline(Readable.from(copies(head, pieces), { highWaterMark: 1 }), gunzipped).catch(() => undefined);
  let length = 0;
  try {
    for await (const piece of gunzipped as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > free && length - free > ratio * gunzipped.bytesWritten) {
        throw unreadable({ file }, `unpacked, the file is more than ${ratio} times as large as packed, which no table is`, 'Check that it is the right file, or unpack it first (gunzip) and give the CSV file.');
      }
      yield piece;
    }
  } catch (error) {
    if (error instanceof MpcError) throw error;
    const isCut = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
    throw unreadable({ file }, isCut ? 'the file is packed by gzip, and its end is missing' : 'the file is packed by gzip, and damaged', 'Copy the file again from where it came from, or unpack it first (gunzip).', { cause: error });
  } finally {
    gunzipped.destroy();
    await feeding;
  }
}

/** What is read ahead must not change while it is being used. */
async function* copies(head: Buffer, pieces: AsyncGenerator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(head);
  for await (const piece of pieces) yield Buffer.from(piece);
}
