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

/** Notices about the program, and about how often it may be run. */
export function noticesOf({ operation, runs }: Pick<ProgramAgreement, 'operation' | 'runs'>): readonly Notice[] {
  const { notices } = compile(operation);
  return [...attentionOfRuns(runs), ...notices];
}

export const programWords: Words<ProgramAgreement> = {
  computed: (agreement) => sectionsOf(agreement).filter(({ heading }) => heading === COMPUTED).flatMap(({ lines }) => lines),
  risks: (agreement) => [
    ...noticesOf(agreement).filter(({ attention }) => attention).map((notice) => noticeLine(agreement, notice)),
    'If all parties but one work together, they know their own parts of each sum that one of them learns, and can work out the part of the last one.',
  ],
  learned: () => ['What each of them learns, and which sums each sees besides, is said below.'],
  sections: (agreement) => {
    const notices = noticeLines(agreement);
    return [
      ...sectionsOf(agreement).filter(({ heading }) => heading !== COMPUTED),
      ...(notices.length === 0 ? [] : [{ heading: 'Notices', lines: notices }]),
      { heading: 'The program itself', lines: ['Where these words and the program differ, the program governs. The digest below covers it letter by letter.', ...agreement.operation.text.trimEnd().split('\n').map((line) => `    ${line}`)] },
    ];
  },
  protects: () => ['What a party puts in stays secret from the relay and from the other parties, even if all of them work together and break the rules. Those who learn sums also learn what follows from them together with what they know already.'],
  limits: ({ operation }) => {
    const sums = compile(operation).sizes.reduce((sum, size) => sum + size, 0);
    return ['All parties named above take part, or nothing is computed.', `There are ${sums} sums. They are exact: none can grow too large for the program.`];
  },
};

/** The notices to know, and which of the notices that need acceptance the proposer accepted. Those notices themselves come first of all. */
function noticeLines(agreement: ProgramAgreement): string[] {
  const notices = noticesOf(agreement);
  const all = notices.filter((notice) => notice.attention && isAccepted(agreement, notice)).map(({ code }) => code);
  return [...notices.filter(({ attention }) => !attention).map((notice) => noticeLine(agreement, notice)), ...(all.length === 0 ? [] : [`Whoever proposes this has accepted ${listed([...new Set(all)])}.`])];
}

function noticeLine(agreement: ProgramAgreement, notice: Notice): string {
  const text = noticeSection([notice]).items.map((item) => item.text).join(' ');
  return !notice.attention || isAccepted(agreement, notice) ? text : `${text} (Whoever proposes this has not accepted it: it may have another version of mpc.)`;
}

function isAccepted({ operation }: ProgramAgreement, notice: Notice): boolean {
  return acceptKeys(notice).every((key) => operation.accepted.includes(key));
}

function sectionsOf({ operation }: ProgramAgreement): Section[] {
  const { checked, measures, models, sizes, names } = compile(operation);
  return wordsOnSums(checked, { measures, models }, sizes, names).map(({ heading, items }) => ({ heading, lines: items.map(lineOf) }));
}

function lineOf({ indent, text }: Item): string {
  return `${' '.repeat(2 * indent)}${text}`;
}
