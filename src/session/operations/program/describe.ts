import { toHex } from '../../../crypto/bytes.js';
import { sha256 } from '../../../crypto/hash.js';
import { acceptKeys, type Notice } from '../../../language/notices/notice.js';
import { noticeSection } from '../../../language/notices/notices.js';
import { attentionOfRuns } from '../../../language/notices/runs.js';
import { attentionOfLists } from '../../../language/notices/scripts.js';
import { wordsOnSums } from '../../../language/plan/sums/words.js';
import type { Item } from '../../../language/words/items.js';
import { grouped, listed, quoted } from '../../../language/words/numerals.js';
import type { Texts } from '../../../texts/texts.js';
import { compile } from './compiled.js';
import type { Section, Words } from '../operation.js';
import type { ProgramAgreement } from './types.js';

const encoder = new TextEncoder();
const COMPUTED = 'What is computed';
/** Longer lists are not printed whole. */
const MOST_SHOWN = 100;

/** Notices about the program, about the entries of its lists, and about how often it may be run. */
export function noticesOf({ operation, runs }: Pick<ProgramAgreement, 'operation' | 'runs'>): readonly Notice[] {
  const { notices } = compile(operation);
  return [...attentionOfRuns(runs), ...attentionOfLists(operation.lists ?? {}), ...notices];
}

/** What the language says of a program is in English, whatever `texts` are. */
export const programWords: Words<ProgramAgreement> = {
  computed: (agreement) => [...sectionsOf(agreement).filter(({ heading }) => heading === COMPUTED).flatMap(({ lines }) => lines), ...parameterLines(agreement), ...listLines(agreement)],
  risks: (agreement, { program: texts }) => [
    ...texts.inEnglish,
    ...noticesOf(agreement).filter(({ attention }) => attention).map((notice) => noticeLine(agreement, notice, texts)),
    texts.allButOne,
  ],
  learned: (_, { program: texts }) => [texts.saidBelow],
  sections: (agreement, { program: texts }) => {
    const notices = noticeLines(agreement, texts);
    return [
      ...sectionsOf(agreement).filter(({ heading }) => heading !== COMPUTED),
      ...(notices.length === 0 ? [] : [{ heading: texts.notices, lines: notices }]),
      { heading: texts.itself, lines: [texts.governs, ...agreement.operation.text.trimEnd().split('\n').map((line) => `    ${line}`)] },
    ];
  },
  roleOf: ({ operation }, name) => {
    const { names } = compile(operation);
    const role = [...names].find(([, members]) => members.includes(name))?.[0];
    return names.size === 1 || role === name ? undefined : role;
  },
  protects: (_, { program: texts }) => [texts.secretInputs],
  limits: ({ operation }, { program: texts }) => [texts.allTakePart, texts.sums(compile(operation).sizes.reduce((sum, size) => sum + size, 0))],
};

/** The notices to know, and which of the notices that need acceptance the proposer accepted. Those notices themselves come first of all. */
function noticeLines(agreement: ProgramAgreement, texts: Texts['program']): string[] {
  const notices = noticesOf(agreement);
  const all = notices.filter((notice) => notice.attention && isAccepted(agreement, notice)).map(({ code }) => code);
  return [...notices.filter(({ attention }) => !attention).map((notice) => noticeLine(agreement, notice, texts)), ...(all.length === 0 ? [] : [texts.accepted([...new Set(all)])])];
}

function noticeLine(agreement: ProgramAgreement, notice: Notice, texts: Texts['program']): string {
  const text = noticeSection([notice]).items.map((item) => item.text).join(' ');
  return !notice.attention || isAccepted(agreement, notice) ? text : texts.notAccepted(text);
}

function isAccepted({ operation }: ProgramAgreement, notice: Notice): boolean {
  return acceptKeys(notice).every((key) => operation.accepted.includes(key));
}

function sectionsOf({ operation }: ProgramAgreement): Section[] {
  const { checked, measures, models, sizes, names } = compile(operation);
  return wordsOnSums(checked, { measures, models }, sizes, names).map(({ heading, items }) => ({ heading, lines: items.map(lineOf) }));
}

/** What the agreement sets, which decides what is computed. */
function parameterLines({ operation }: ProgramAgreement): string[] {
  const { parameters } = compile(operation).checked;
  return Object.entries(operation.parameters).map(([name, value]) => `${name} is set to ${parameters.get(name)?.info.type.kind === 'category' ? quoted(value) : value}.`);
}

/** How many entries each list has, and which. */
function listLines({ operation: { lists = {} } }: ProgramAgreement): string[] {
  return Object.entries(lists).map(([name, entries]) => {
    const some = entries.length <= MOST_SHOWN ? `: ${listed(entries.map(quoted))}` : `, from ${quoted(entries[0] ?? '')} to ${quoted(entries.at(-1) ?? '')}; the agreement’s file has all of them (jq -r '.operation.lists.${name}[]' FILE), and their SHA-256, each with a line end, is ${toHex(sha256(encoder.encode(entries.map((entry) => `${entry}\n`).join(''))))}`;
    return `The list ${name} has ${grouped(String(entries.length))} ${entries.length === 1 ? 'entry' : 'entries'}${some}.`;
  });
}

function lineOf({ indent, text }: Item): string {
  return `${' '.repeat(2 * indent)}${text}`;
}
