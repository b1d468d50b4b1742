import { MpcError } from '../../errors.js';
import { readBounded, readStandardInput } from '../../io/files.js';
import type { Problem } from '../../language/fault.js';
import { readProgram, type Reading } from '../../language/read.js';
import { MAX_PROGRAM_BYTES } from '../../language/syntax/layout.js';
import { wrongKind } from '../file-kind.js';

/** The size up to which commands read a text. The checker itself says what is too long, and where. */
const MAX_READ_BYTES = 16 * MAX_PROGRAM_BYTES;

/** The text of a program. */
export interface ProgramText {
  /** The name that messages give it. */
  readonly name: string;
  readonly text: string;
}

/** Reads the text of a program; `-` is standard input. Throws USAGE where it cannot be read, PROGRAM_INVALID where it is no text. */
export async function readProgramText(path: string): Promise<ProgramText> {
  const bytes = path === '-' ? await readStandardInput(MAX_READ_BYTES, 'a program') : await readBounded(path, MAX_READ_BYTES, 'USAGE', 'program');
  const name = path === '-' ? 'standard input' : path;
  // Its own errors would speak of letters and lines that are not a program's.
  const wrong = wrongKind(name, bytes, ['program', 'text', 'table', 'empty'], 'a program');
  if (wrong !== undefined) throw new MpcError('PROGRAM_INVALID', wrong.what, wrong.next);
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    throw new MpcError('PROGRAM_INVALID', `${name} is no text in UTF-8.`, 'Save it as UTF-8.');
  }
}

/** A program without errors, and what it may give away. */
export type CheckedProgram = Extract<Reading, { problems: readonly [] }>;

/** The program that is right, with its notices. Throws PROGRAM_INVALID with everything that is wrong. */
export function checkProgram({ name, text }: ProgramText): CheckedProgram {
  const reading = readProgram(text);
  if (reading.checked === undefined) throw invalidProgram(name, reading.problems);
  return reading;
}

function invalidProgram(name: string, problems: readonly Problem[]): MpcError {
  const [first] = problems;
  const lines = problems.map(({ code, line, column, message, next }) => `${name}:${line}:${column}: ${message}${next === '' ? '' : `\n  → ${next}`}\n  (${code})`);
  return new MpcError('PROGRAM_INVALID', `${name} has ${problems.length === 1 ? 'an error' : `${problems.length} errors`}.`, `\`mpc program explain ${first?.code ?? 'CODE'}\` tells more.`, {
    details: { fields: { errors: problems }, text: lines.join('\n') },
  });
}
