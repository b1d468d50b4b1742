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
    ...(agreement.recipients.length === 2 ? ['Each gets its own answer in a run of its own. Who has its answer first can stop before the other has one, and a party that cheats can put another list into the second run.'] : []),
    ...thresholdRisks(agreement, sendersOf(agreement)),
  ],
  learned,
  sections: () => [],
  protects: (agreement) => [
    ...(agreement.operation.reveals === 'count' ? [] : ['Of a row that does not match, the other party learns nothing, even if it breaks the rules.']),
    OUTSIDE,
  ],
  limits: listLimits,
};

function whatIsComputed({ operation, contributors }: PsiAgreement): string {
  const [first = '', second = ''] = contributors;
  if (operation.reveals === 'count') {
    const what = operation.keys.rules.length === 1 ? 'different rows' : 'different spellings of rows';
    return `How many ${what} the lists of ${first} and ${second} have in common: the number alone. What stands twice counts once.`;
  }
  return `Which rows of one list also stand in the other, of the lists of ${first} and ${second}.`;
}

function payloadLines(agreement: PsiAgreement): string[] {
  const { payload } = agreement.operation;
  if (payload === undefined) return [];
  const { columns, bytes } = payload;
  return [`For each row that matches, the recipient also gets these columns of the other’s row, from ${sendersOf(agreement).join(' and ')}: ${columns.map((name) => `"${name}"`).join(', ')} (at most ${bytes} bytes a row). Of rows that do not match it gets nothing.`];
}

function learned(agreement: PsiAgreement): string[] {
  if (agreement.recipients.length === 2) return agreement.operation.reveals === 'count' ? [] : ['Each learns of its own rows which match.'];
  return [`${sendersOf(agreement).join('')} learns nothing: not which rows match, and not how many.`];
}

function guessing(agreement: PsiAgreement): string[] {
  const limits = agreement.recipients.map((name) => `${name} up to ${capInWords(agreement, name)}`).join(', ');
  return [
    `Whoever learns the result can put in names that it merely guesses, and learns of each whether the other list has it: ${limits}. The owner of the other list does not see which names these are. Its own ledger counts them over several sessions.${agreement.operation.payload === undefined ? '' : ' A guess that hits also brings the columns that are handed over.'}`,
    ...beyondCap(agreement),
  ];
}

function countRisks({ recipients }: PsiAgreement): string[] {
  return [
    `Only as long as ${recipients.join(' and ')} follow${recipients.length === 1 ? 's' : ''} the rules is it the number alone: a recipient that alters its program may find out which of its rows match. The other side can falsify the number, and learns nothing by that.`,
  ];
}

/** `docs/protocols/psi-vole.md` has the bound. */
function beyondCap(agreement: PsiAgreement): string[] {
  if (agreement.operation.protocol !== 'vole') return [];
  const { recipients } = agreement;
  const most = recipients.map((name) => `${name} ${tested(agreement, testableKeysOf(agreement, name))} in place of ${tested(agreement, keyCapOf(agreement, name))}`).join(', ');
  return [
    `The method is the one for large lists (vole). With all the computers there are, a recipient that alters its program can try more than its limit: ${most}. Ledgers are charged with that.`,
    `If what this method rests on is broken one day, the other party can test guesses at the list of ${recipients.join(' and of ')} without limit, from the messages that it kept. With the other method (voprf), neither is possible.`,
  ];
}
