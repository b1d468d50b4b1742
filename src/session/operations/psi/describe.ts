import { keyCapOf, sendersOf } from '../lists/caps.js';
import { capInWords, listLimits, OUTSIDE, rulesLine, sameLines, sameRisks, tested, thresholdRisks } from '../lists/describe.js';
import type { Words } from '../operation.js';
import { testableKeysOf } from './testers.js';
import type { PsiAgreement } from './types.js';

export const psiWords: Words<PsiAgreement> = {
  computed: (agreement) => [whatIsComputed(agreement), ...sameLines(agreement), ...payloadLines(agreement), rulesLine(agreement)],
  risks: (agreement) => [
    ...guessing(agreement),
    ...sameRisks(agreement),
    ...(agreement.operation.reveals === 'count' ? countRisks(agreement) : []),
    ...(agreement.recipients.length === 2 ? ['Each gets its answer in a separate run. The one that has its answer first can stop before the other has one, and a party that cheats can put another list into the second run.'] : []),
    ...thresholdRisks(agreement, sendersOf(agreement)),
  ],
  learned,
  sections: () => [],
  protects: (agreement) => [
    ...(agreement.operation.reveals === 'count' ? [] : ['A party learns nothing about a row of the other list that matches none of those it puts in, even if it breaks the rules.']),
    OUTSIDE,
  ],
  limits: listLimits,
};

function whatIsComputed({ operation, contributors }: PsiAgreement): string {
  const [first = '', second = ''] = contributors;
  if (operation.reveals === 'count') {
    const what = operation.keys.rules.length === 1 ? 'different rows' : 'different spellings of rows';
    return `How many ${what} the lists of ${first} and ${second} have in common. The result is that number alone. What stands twice counts once.`;
  }
  return `Which rows are on both lists, that of ${first} and that of ${second}.`;
}

function payloadLines(agreement: PsiAgreement): string[] {
  const { payload } = agreement.operation;
  if (payload === undefined) return [];
  const { columns, bytes } = payload;
  return [`For each row that matches, the recipient also gets these columns of the other’s row, from ${sendersOf(agreement).join(' and ')}: ${columns.map((name) => `"${name}"`).join(', ')} (at most ${bytes} bytes a row). For rows that do not match, it gets nothing.`];
}

function learned(agreement: PsiAgreement): string[] {
  if (agreement.recipients.length === 2) return agreement.operation.reveals === 'count' ? [] : ['Each learns which of its own rows match.'];
  return [`${sendersOf(agreement).join('')} does not learn which rows match, or how many.`];
}

function guessing(agreement: PsiAgreement): string[] {
  const limits = agreement.recipients.map((name) => `${name} up to ${capInWords(agreement, name)}`).join(', ');
  return [
    `Whoever learns the result can put in names that it merely guesses, and learns for each whether the other list has it: ${limits}. The owner of the other list does not see which names these are. Its own ledger counts them over several sessions.${agreement.operation.payload === undefined ? '' : ' A correct guess also brings the columns that go with a match.'}`,
    ...beyondCap(agreement),
  ];
}

function countRisks({ recipients }: PsiAgreement): string[] {
  return [
    `A recipient that alters its program (${recipients.join(' or ')}) may find out which of its rows match, and not only how many. The other side can falsify the number, and learns nothing by that.`,
  ];
}

/** `docs/protocols/psi-vole.md` has the bound. */
function beyondCap(agreement: PsiAgreement): string[] {
  if (agreement.operation.protocol !== 'vole') return [];
  const { recipients } = agreement;
  const most = recipients.map((name) => `${name} ${tested(agreement, testableKeysOf(agreement, name))} instead of ${tested(agreement, keyCapOf(agreement, name))}`).join(', ');
  return [
    `The method is the one for large lists (vole). A recipient that alters its program, and has all the computers there are, can try more than its limit: ${most}. Ledgers are charged with the larger number.`,
    `If the mathematics of this method is broken one day, the other party can test guesses at the list of ${recipients.join(' and of ')} without limit, from the messages that it kept. The other method (voprf) has neither weakness.`,
  ];
}
