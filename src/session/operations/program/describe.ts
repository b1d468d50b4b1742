import { acceptKeys, type Notice } from '../../../language/notices/notice.js';
import { noticeSection } from '../../../language/notices/notices.js';
import { attentionOfRuns } from '../../../language/notices/runs.js';
import { sumItems } from '../../../language/plan/sums/words.js';
import type { Item } from '../../../language/words/items.js';
import { listed } from '../../../language/words/numerals.js';
import { NOTHING_ELSE } from '../../../language/words/reveals.js';
import { NOBODY_SEES } from '../../../language/words/statements.js';
import { wordsOfProgram } from '../../../language/words/program.js';
import { compile } from './compiled.js';
import type { Section, Words } from '../operation.js';
import type { ProgramAgreement } from './types.js';

const SUMS = 'The sums that are opened';

/** Of the program and of how often it may be run. */
export function noticesOf({ operation, runs }: Pick<ProgramAgreement, 'operation' | 'runs'>): readonly Notice[] {
  const { notices } = compile(operation);
  return [...attentionOfRuns(runs), ...notices];
}

export const programWords: Words<ProgramAgreement> = {
  computed: (agreement) => sectionLines(agreement, 'What is computed'),
  learned: () => ['Which of them learns what, and which sums they see beside, stands below.'],
  sections: (agreement) => {
    const { checked, names } = compile(agreement.operation);
    const words = wordsOfProgram(checked, names).filter(({ heading }) => heading !== 'What is computed');
    return [
      ...words.map(({ heading, items }): Section => ({ heading: heading === 'Who learns what' ? 'Who learns what of it' : heading, lines: items.map(onSums).map(lineOf) })),
      { heading: SUMS, lines: sumLines(agreement) },
      { heading: 'Notices', lines: noticeLines(agreement) },
      { heading: 'The program itself', lines: ['Where these words and the program differ, the program governs. The digest below covers it letter by letter.', ...agreement.operation.text.trimEnd().split('\n').map((line) => `    ${line}`)] },
    ];
  },
  protects: () => [
    'What a party puts in stays secret from the relay, and from all other parties even when they act together and break the rules, but for what the opened sums themselves say together with what they know.',
    'All parties but one, together, know their own parts: from a sum they can work out the last one’s. It does not protect against a party that lies about its own data, and any party can stop the session so that some or all learn nothing.',
  ],
  limits: ({ operation }) => {
    const { field, sizes, ranges } = compile(operation);
    const widest = ranges.reduce((most, [low, high]) => (high - low > most ? high - low : most), 0n);
    return [`All parties named above take part, or nothing is computed. There are ${sizes.reduce((sum, size) => sum + size, 0)} sums; none can overflow: they span ${widest.toString(2).length} bits, and the arithmetic (modulo ${field.name}) holds ${field.bits}.`];
  },
};

function sumLines({ operation }: ProgramAgreement): string[] {
  const { checked, measures, sizes } = compile(operation);
  return ['ATTENTION: this program runs on sums. What is learned is worked out of the numbers below by each who learns it, so those see these numbers as well, exactly, also where the result is rounded or says less.', ...sumItems(checked, measures, sizes).map(lineOf)];
}

/** What is not so of a program whose sums are opened. */
function onSums({ indent, text }: Item): Item {
  if (text === NOTHING_ELSE) return { indent, text: `Nobody learns anything else from the others’ files than what stands here and under “${SUMS}”: no row, no cell, no other number.` };
  if (text === NOBODY_SEES) return { indent, text: `Nobody sees these numbers, unless they stand under “Who learns what of it” or follow from what stands under “${SUMS}”.` };
  return { indent, text };
}

/** Notices, and of those that have to be accepted whether the proposer did. */
function noticeLines(agreement: ProgramAgreement): string[] {
  const notices = noticesOf(agreement);
  const { accepted } = agreement.operation;
  const isOpen = (notice: Notice) => notice.attention && !acceptKeys(notice).every((key) => accepted.includes(key));
  const lines = notices.flatMap((notice) => noticeSection([notice]).items.map((item) => `${item.text}${isOpen(notice) ? ' (Whoever proposes this has not accepted it: it may have another version of mpc.)' : ''}`));
  const all = notices.filter((notice) => notice.attention && !isOpen(notice)).map(({ code }) => code);
  return [...lines, ...(all.length === 0 ? [] : [`Whoever proposes this has accepted ${listed([...new Set(all)])}.`])];
}

function sectionLines({ operation }: ProgramAgreement, heading: string): string[] {
  const { checked, names } = compile(operation);
  return wordsOfProgram(checked, names).filter((section) => section.heading === heading).flatMap(({ items }) => items.map(lineOf));
}

function lineOf({ indent, text }: Item): string {
  return `${' '.repeat(2 * indent)}${text}`;
}
