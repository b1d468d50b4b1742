import { acceptKeys, type Notice } from '../../../language/notices/notice.js';
import { noticeSection } from '../../../language/notices/notices.js';
import { attentionOfRuns } from '../../../language/notices/runs.js';
import { wordsOnSums } from '../../../language/plan/sums/words.js';
import type { Item } from '../../../language/words/items.js';
import { listed } from '../../../language/words/numerals.js';
import { compile } from './compiled.js';
import type { Section, Words } from '../operation.js';
import type { ProgramAgreement } from './types.js';

const COMPUTED = 'What is computed';

/** Of the program and of how often it may be run. */
export function noticesOf({ operation, runs }: Pick<ProgramAgreement, 'operation' | 'runs'>): readonly Notice[] {
  const { notices } = compile(operation);
  return [...attentionOfRuns(runs), ...notices];
}

export const programWords: Words<ProgramAgreement> = {
  computed: (agreement) => sectionsOf(agreement).filter(({ heading }) => heading === COMPUTED).flatMap(({ lines }) => lines),
  learned: () => ['Which of them learns what, and which sums they see beside, stands below.'],
  sections: (agreement) => {
    return [
      ...sectionsOf(agreement).filter(({ heading }) => heading !== COMPUTED),
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

/** Notices, and of those that have to be accepted whether the proposer did. */
function noticeLines(agreement: ProgramAgreement): string[] {
  const notices = noticesOf(agreement);
  const { accepted } = agreement.operation;
  const isOpen = (notice: Notice) => notice.attention && !acceptKeys(notice).every((key) => accepted.includes(key));
  const lines = notices.flatMap((notice) => noticeSection([notice]).items.map((item) => `${item.text}${isOpen(notice) ? ' (Whoever proposes this has not accepted it: it may have another version of mpc.)' : ''}`));
  const all = notices.filter((notice) => notice.attention && !isOpen(notice)).map(({ code }) => code);
  return [...lines, ...(all.length === 0 ? [] : [`Whoever proposes this has accepted ${listed([...new Set(all)])}.`])];
}

function sectionsOf({ operation }: ProgramAgreement): Section[] {
  const { checked, measures, models, sizes, names } = compile(operation);
  return wordsOnSums(checked, { measures, models }, sizes, names).map(({ heading, items }) => ({ heading, lines: items.map(lineOf) }));
}

function lineOf({ indent, text }: Item): string {
  return `${' '.repeat(2 * indent)}${text}`;
}
