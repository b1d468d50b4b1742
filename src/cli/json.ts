import { once } from 'node:events';
import { LongArray } from '../long-array.js';
import { signsFor } from './terminal/ascii.js';
import { printable } from './terminal/screen.js';

/** Text gathered before it is written: much more than a pipe takes at once would only wait in memory. */
const PIECE_CHARS = 64 * 1024;

/** The value as `JSON.stringify` writes it, and a line end, in pieces. */
export function* jsonLine(value: unknown): Generator<string> {
  yield* jsonPieces(value);
  yield '\n';
}

function* jsonPieces(value: unknown): Generator<string> {
  let text = '';
  for (const token of tokens(value)) {
    text += token;
    if (text.length < PIECE_CHARS) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function* tokens(value: unknown): Generator<string> {
  if (value instanceof LongArray) {
    // A piece at a time: passing on each member by itself would cost more than writing it.
    let separator = '[';
    let texts: string[] = [];
    let length = 0;
    for (const text of value.texts()) {
      texts.push(text);
      length += text.length;
      if (length < PIECE_CHARS) continue;
      yield separator + texts.join(',');
      separator = ',';
      texts = [];
      length = 0;
    }
    if (texts.length > 0) yield separator + texts.join(',');
    else if (separator === '[') yield separator;
    yield ']';
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'toJSON' in value) {
    yield JSON.stringify(value);
    return;
  }
  let separator = '{';
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    yield* tokens(member);
    separator = ',';
  }
  yield separator === '{' ? '{}' : '}';
}

/** Like `writePieces`, for texts that people read. */
export async function writeText(stream: NodeJS.WritableStream & { readonly isTTY?: boolean }, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) if (!stream.write(signsFor(printable(piece), stream))) await once(stream, 'drain');
}

/** Writes pieces no faster than the reader takes them. */
export async function writePieces(stream: NodeJS.WritableStream, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain');
}
