import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Checked } from '../../src/language/check/program.js';
import type { Problem } from '../../src/language/fault.js';
import type { Notice } from '../../src/language/notices/notice.js';
import { readProgram } from '../../src/language/read.js';

export const PROGRAMS = fileURLToPath(new URL('../../fixtures/programs', import.meta.url));

export const NAMES: readonly string[] = readdirSync(PROGRAMS).filter((file) => file.endsWith('.tally')).map((file) => file.slice(0, -'.tally'.length)).sort();

export function textOfProgram(name: string): string {
  return readFileSync(join(PROGRAMS, `${name}.tally`), 'utf8');
}

/** The checked program; throws with what is wrong with it. */
export function checkedProgram(text: string): { checked: Checked; notices: readonly Notice[] } {
  const reading = readProgram(text);
  if (reading.checked === undefined) throw new Error(JSON.stringify(reading.problems));
  return reading;
}

export function problemsOf(text: string): readonly Problem[] {
  return readProgram(text).problems;
}
