/** What people read about a program before anybody runs it. */
import { MpcError } from '../../errors.js';
import type { Value } from '../../language/evaluate/value.js';
import { EXPLANATIONS, explanationText, type Explanation } from '../../language/explain/index.js';
import { NOTICES, type NoticeStory } from '../../language/explain/tables/notices.js';
import { acceptKeys, type Notice } from '../../language/notices/notice.js';
import { noticeSection } from '../../language/notices/notices.js';
import { planOf, type Plan } from '../../language/plan/plan.js';
import { sumCounts } from '../../language/plan/sums/cells.js';
import { wordsOnSums } from '../../language/plan/sums/words.js';
import { readProgram } from '../../language/read.js';
import { sectionsOf } from '../../language/show.js';
import type { Section } from '../../language/words/items.js';
import { wrapped } from '../../language/words/layout.js';
import { wordsOfProgram } from '../../language/words/program.js';
import { allThatIsNotThere, remediesFor } from '../../session/operations/program/compiled.js';
import { castOf } from './roles.js';
import { checkProgram, type CheckedProgram, type ProgramText } from './text.js';

/** What a program may give away, and what it takes to run it. */
export interface ProgramReview {
  readonly title: string;
  readonly notices: readonly Notice[];
  /** What the proposer of the program has to accept. */
  readonly accept: readonly string[];
  /** The notices, as the agreement's section shows them. */
  readonly section: Section;
  /** Whether sums are enough to run it among parties, or which lines need more. */
  readonly plan: Plan;
  /** Why `mpc run` refuses it although sums are enough, each with its line. */
  readonly refused: readonly string[];
  /** For each of these, how the program could be changed. */
  readonly remedies: readonly string[];
}

/** Throws PROGRAM_INVALID. */
export function reviewProgram(program: ProgramText): ProgramReview {
  const { checked, notices } = checkProgram(program);
  const accept = [...new Set(notices.filter((notice) => notice.attention).flatMap(acceptKeys))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const plan = planOf(checked);
  return { title: checked.program.title, notices, accept, section: noticeSection(notices), plan, ...(plan.on === 'sums' ? { refused: allThatIsNotThere(checked), remedies: remediesFor(checked) } : { refused: [], remedies: [] }) };
}

/** A program in the words that people approve, where each role may be given the parties that have it (ROLE=NAME,NAME). Throws PROGRAM_INVALID or USAGE. */
export function programInWords(program: ProgramText, roles: readonly string[] = []): { readonly title: string; readonly sections: readonly Section[] } {
  const { checked, notices } = checkProgram(program);
  return { title: checked.program.title, sections: sectionsOf(checked, notices, castOf(checked, roles)) };
}

/** A program that one of the writers made (`statsProgram` and its like), checked. Throws USAGE where what it was written from does not go together. */
export function writtenProgram(text: string): CheckedProgram {
  const reading = readProgram(text);
  if (reading.checked !== undefined) return reading;
  const [{ message, next } = { message: 'It has an error.', next: '' }] = reading.problems;
  throw new MpcError('USAGE', `These flags make no program that could be run: ${message}`, next === '' ? 'Change the flags; --show-program shows what they make.' : next);
}

/** Such a program in words that name each sum, as an agreement has them with as few parties as the program takes. */
export function writtenInWords({ checked, notices }: CheckedProgram): readonly Section[] {
  const plan = planOf(checked);
  const known = { counts: new Map([...checked.roles.values()].map(({ name, least }) => [name, least])), parameters: new Map<string, Value>(), lists: new Map<string, string[]>() };
  const sections = plan.on === 'sums' ? wordsOnSums(checked, plan, sumCounts(plan.measures, known)) : wordsOfProgram(checked);
  return [...sections, noticeSection(notices)];
}

/** The longer story of a code. */
export type ExplainedCode = { readonly code: string; readonly text: string } & (({ readonly kind: 'error' } & Explanation) | ({ readonly kind: 'notice' } & NoticeStory));

/** The longer story of an error (E046) or of a notice (A04, N01) of a program; undefined where there is no such code. `text` has it for a page of 78 columns. */
export function explainCode(given: string): ExplainedCode | undefined {
  const code = given.toUpperCase().replace(/:.*$/, '');
  const [error, notice] = [EXPLANATIONS[code], NOTICES[code]];
  if (error !== undefined) return { kind: 'error', code, ...error, text: explanationText(code, error).split('\n').map((line) => (line.startsWith(' ') ? line : wrapped(line, '').join('\n'))).join('\n') };
  if (notice !== undefined) return { kind: 'notice', code, ...notice, text: [`${code}: ${notice.about}.`, '', ...wrapped(notice.story, ''), '', ...wrapped(notice.remedy, '')].join('\n') };
  return undefined;
}

/** Notices that whoever proposes accepts by it, for people. */
export function acceptedSection(accepted: readonly Notice[]): Section {
  return { ...noticeSection(accepted), heading: 'Accepted by proposing this' };
}
