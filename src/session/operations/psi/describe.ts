import { keyCapOf, sendersOf } from '../lists/caps.js';
import { aroundThreshold, listLimits, OUTSIDE, rulesLine, sameLines } from '../lists/describe.js';
import type { Words } from '../operation.js';
import { testableKeysOf } from './testers.js';
import type { PsiAgreement } from './types.js';

export const psiWords: Words<PsiAgreement> = {
  computed: (agreement) => [whatIsComputed(agreement), ...sameLines(agreement), ...payloadLines(agreement), rulesLine(agreement)],
  learned: (agreement) => [whatIsLearned(agreement), ...aroundThreshold(agreement, sendersOf(agreement))],
  sections: () => [],
  protects: protection,
  limits: listLimits,
};

function whatIsComputed({ operation, contributors }: PsiAgreement): string {
  const [first = '', second = ''] = contributors;
  if (operation.reveals === 'count') return `How many different keys the lists of ${first} and ${second} have in common: the number alone.`;
  return `Which rows of one list also stand in the other, of the lists of ${first} and ${second}.`;
}

function payloadLines(agreement: PsiAgreement): string[] {
  const { payload } = agreement.operation;
  if (payload === undefined) return [];
  const { columns, bytes } = payload;
  return [`For each row that matches, the recipient also gets these columns of the other’s row, from ${sendersOf(agreement).join(' and ')}: ${columns.map((name) => `"${name}"`).join(', ')} (at most ${bytes} bytes a row). Of rows that do not match it gets nothing.`];
}

function whatIsLearned(agreement: PsiAgreement): string {
  if (agreement.recipients.length === 2) return 'Each learns of its own rows which match. These are two runs, one for each: who gets its answer first can stop before the other has one, and a party that cheats can put another list into the second.';
  return `${sendersOf(agreement).join('')} learns nothing: not which rows match, and not how many.`;
}

function protection(agreement: PsiAgreement): string[] {
  const { operation, recipients } = agreement;
  const guesses = `Whoever learns the result can put names into its list that it merely guesses, up to its cap, and learns of each whether the other has it: the cap is what bounds this, and each party’s own ledger over several sessions.${beyondCap(agreement)}`;
  if (operation.reveals === 'count') {
    return [
      `This is sure only as far as ${recipients.join(' and ')} follow${recipients.length === 1 ? 's' : ''} the rules: a recipient that alters its program may find out which of its rows match, not only how many. The other side can falsify the number, and learns nothing by that.`,
      guesses,
      OUTSIDE,
    ];
  }
  return ['Of a row that does not match, nobody learns anything, even when a party breaks the rules: only the result itself is learned, and only by its recipients.', guesses, OUTSIDE];
}

/** `docs/protocols/psi-vole.md` has the bound. */
function beyondCap(agreement: PsiAgreement): string {
  if (agreement.operation.protocol !== 'vole') return '';
  const { recipients } = agreement;
  const most = recipients.map((name) => `${name} at most ${testableKeysOf(agreement, name)}`).join(', ');
  const caps = recipients.map((name) => keyCapOf(agreement, name)).join(' and ');
  return [
    '',
    `By the protocol for large lists, vole, a recipient that alters its program can try more keys than its cap of ${caps}: ${most}, with all the computers there are. These are charged to the ledger.`,
    `If the assumptions of vole are broken one day, the other party can test guesses at the list of ${recipients.join(' and of ')} without limit, by the messages that it kept.`,
    'By the other protocol, voprf, neither is possible.',
  ].join(' ');
}
