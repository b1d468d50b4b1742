/** What can be wrong with the bytes of a block, whatever its records say. */
import { isUtf8 } from 'node:buffer';
import { adviceAgainst, adviceForBytes } from './advice.js';
import { countLineEnds, findOverlong } from './blocks.js';
import type { Understood } from './encoding.js';
import { invalid, unreadable } from './errors.js';
import { sampleOf } from './sample.js';
import type { CsvSource } from './types.js';

const LF = 0x0a;
const CR = 0x0d;

/** INPUT_UNREADABLE when the bytes are not text, INPUT_INVALID when a record is too long. `line` is the physical line the block starts on. */
export function checkBlock(block: Buffer, { file, encoding }: CsvSource, understood: Understood, line: number): void {
  const zero = block.indexOf(0);
  if (zero !== -1) {
    throw unreadable({ file, line: line + countLineEnds(block.subarray(0, zero)) }, 'there is a NUL byte, which no text holds', 'Save the file as CSV in UTF-8. If it is UTF-16, say so with `--encoding utf-16le` or `utf-16be`.');
  }
  if (encoding === undefined) checkEscapes(block, file, line);
  const overlong = findOverlong(block);
  // Damaged bytes are the likelier reason of both, so they are blamed first.
  const text = overlong ? withoutHalfCharacter(block) : block;
  checkText(text, file, understood, line);
  if (overlong) {
    const position = { file, line: line + overlong.linesBefore };
    throw overlong.quoted
      ? invalid(position, 'the record that starts here is longer than 1 MiB; a double quote in it may not be closed', 'Close the quote, or double the quotes that belong to the text.')
      : invalid(position, 'the record that starts here is longer than 1 MiB', 'Check that this is a CSV file with one record a line.');
  }
}

/** INPUT_UNREADABLE when the bytes are not in the encoding. `line` is the physical line that they start on. */
export function checkText(text: Buffer, file: string, understood: Understood, line: number): void {
  if (!isUtf8(text)) throw notText(file, understood, text, line + linesBeforeDamage(text));
}

const ESCAPE = 0x1b;

/** ISO-2022 writes Japanese, Korean and Chinese in bytes that are all ASCII, between escapes. As UTF-8 they would be other names, without an error. */
function checkEscapes(block: Buffer, file: string, line: number): void {
  for (let at = block.indexOf(ESCAPE); at !== -1; at = block.indexOf(ESCAPE, at + 1)) {
    const after = block.toString('latin1', at + 1, at + 4);
    const position = { file, line: line + countLineEnds(block.subarray(0, at)) };
    if (/^\$(?:[@AB]|\([@AD])/.test(after)) throw unreadable(position, 'there are escapes of ISO-2022-JP', 'Read the file with `--encoding iso-2022-jp`, or save it as CSV in UTF-8. If the escapes belong to the text, give `--encoding utf-8`.');
    if (/^\$[)*+]/.test(after)) throw unreadable(position, 'there are escapes of ISO-2022-KR or ISO-2022-CN', 'Save the file as CSV in UTF-8. If the escapes belong to the text, give `--encoding utf-8`.');
  }
}

/** A block that ends inside an overlong record may end inside a character too. */
function withoutHalfCharacter(block: Buffer): Buffer {
  let end = block.length;
  while (end > block.length - 4 && ((block[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return block.subarray(0, ((block[end - 1] ?? 0) & 0x80) === 0 ? end : end - 1);
}

function linesBeforeDamage(text: Buffer): number {
  let start = 0;
  for (let end = 0; end < text.length; end++) {
    const byte = text[end];
    if (byte !== LF && byte !== CR) continue;
    if (!isUtf8(text.subarray(start, end))) break;
    start = end;
  }
  // `start` is on the line end before the damaged line, or at the beginning of the block.
  return start === 0 && text[0] !== LF && text[0] !== CR ? 0 : countLineEnds(text.subarray(0, start + 1));
}

function notText(file: string, { encoding, sample }: Understood, text: Buffer, line: number): Error {
  const position = { file, line };
  if (encoding !== 'utf-8') return unreadable(position, `there are bytes that are not ${encoding.toUpperCase()}`, adviceAgainst(encoding, sample));
  const { next, aside } = adviceForBytes(sampleOf(text));
  return unreadable(position, 'there are bytes that are not UTF-8', next, { aside });
}
