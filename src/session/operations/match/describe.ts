import { keyCapOf, ownersOf, pooledKeysOf, sendersOf } from '../lists/caps.js';
import { capInWords, listLimits, rulesLine, sameLines, sameRisks, tested, thresholdRisks } from '../lists/describe.js';
import { blocksFor } from '../../protocol/matching/mix-blocks.js';
import type { Words } from '../operation.js';
import type { MatchAgreement } from './types.js';

/** A party without a list may mix, and then learns something: the last one learns how many entries repeat. */
const WITHOUT_LIST = 'The relay learns nothing about what is on the lists. A party that has no list learns nothing about it either, except what "Read this first" says.';

export const matchWords: Words<MatchAgreement> = {
  computed: (agreement) => [whatIsComputed(agreement), ...sameLines(agreement), rulesLine(agreement)],
  risks: (agreement) => [
    ...missedLine(agreement),
    ...twoLists(agreement),
    ...largerLast(agreement),
    ...guessing(agreement),
    ...sameRisks(agreement),
    ...whose(agreement),
    ...lastLines(agreement),
    ...thresholdRisks(agreement, sendersOf(agreement).slice(-1)),
  ],
  learned: (agreement) => [`${sendersOf(agreement).join(', ')} learn how many rows ${agreement.recipients.join('')} may have at most, and nothing else about them. By itself, each of them learns about the others’ rows only what "Read this first" says.`],
  sections: () => [],
  protects: (agreement) => [`By itself, ${agreement.recipients.join('')} learns nothing about a row on another list that matches none of its own, even if it breaks the rules.`, WITHOUT_LIST],
  limits: listLimits,
};

function whatIsComputed(agreement: MatchAgreement): string {
  const [recipient = ''] = agreement.recipients;
  return `Which rows of ${recipient}’s list are also on at least one of the lists of ${ownersOf(agreement).join(', ')}. The result does not say on whose list, or on how many.`;
}

/** The owner of one of two lists knows whether a match is on it, so the rest of the result tells about the other list. */
function twoLists(agreement: MatchAgreement): string[] {
  const owners = ownersOf(agreement);
  if (owners.length !== 2) return [];
  const [first = '', second = ''] = owners;
  const recipient = agreement.recipients.join('');
  return [
    `ATTENTION: there are only two lists beside ${recipient}’s. If ${first} works together with ${recipient}, the two can learn for every match whether it is on the list of ${second}. If ${second} works together with ${recipient}, the two can learn the same about the list of ${first}. Whose list a match is on is hidden only while both keep apart from ${recipient}.`,
  ];
}

function missedLine({ recipients }: MatchAgreement): string[] {
  return [`A row that is not found may still be on a list: an owner that breaks the rules can make ${recipients.join('')} miss names on the other lists, and nobody notices.`];
}

function largerLast(agreement: MatchAgreement): string[] {
  if (agreement.limits.lastMayTest === undefined) return [];
  const recipient = agreement.recipients.join('');
  const last = sendersOf(agreement).at(-1) ?? '';
  return [
    `ATTENTION: ${last}, which mixes last, can secretly try more on other lists (${tested(agreement, keyCapOf(agreement, last))}) than ${recipient} may try (${tested(agreement, keyCapOf(agreement, recipient))}). If you approve this agreement, you accept that.`,
  ];
}

function guessing(agreement: MatchAgreement): string[] {
  const recipient = agreement.recipients.join('');
  const all = agreement.limits.caps.reduce((sum, { name }) => sum + keyCapOf(agreement, name), 0);
  const most = ownersOf(agreement).map((name) => `${name} ${tested(agreement, all - keyCapOf(agreement, name))}`);
  return [
    `${recipient} can put in names that it merely guesses, up to ${capInWords(agreement, recipient)}, and learns for each whether some list has it. The owners of the lists do not see which names these are.`,
    `If all others work together against one owner of a list, they can try on its list as much as all their limits together allow: against ${most.join(', ')}.`,
  ];
}

/** docs/protocols/match.md has the table of what each set of parties learns together, the source of these sentences. */
function whose(agreement: MatchAgreement): string[] {
  const recipient = agreement.recipients.join('');
  const [first = ''] = sendersOf(agreement);
  return [
    `Whose list a name is on is hidden from ${recipient} only as long as ${first}, which mixes first, follows the rules. If ${first} and ${recipient} work together against the rules, they learn whose list each match is on, and nobody notices.`,
    ...hintFromBlocks(agreement),
    `If another party that mixes works together with ${recipient}, the two can learn on how many lists each match stands. An owner of a list that works together with ${recipient} also knows this: every match that is not on its own list is on one of the others.`,
  ];
}

/** With one block, or two senders, there is nothing more to see. */
function hintFromBlocks(agreement: MatchAgreement): string[] {
  const senders = sendersOf(agreement);
  const [first = '', last = ''] = [senders[0], senders.at(-1)];
  if (senders.length < 3 || blocksFor(pooledKeysOf(agreement)) === 1) return [];
  return [
    `Even if everyone follows the rules, ${first}, ${last} and ${agreement.recipients.join('')} can put together what they saw. That gives them a hint of whose list each match is on, but no certainty.`,
  ];
}

function lastLines(agreement: MatchAgreement): string[] {
  const recipient = agreement.recipients.join('');
  const last = sendersOf(agreement).at(-1) ?? '';
  const unit = agreement.operation.keys.rules.length === 1 ? 'rows' : 'spellings';
  const sees = `${last}, which mixes last, sees how many ${unit} are on more than one list, and no names.`;
  const own = keyCapOf(agreement, last);
  if (own === 0) return [`${sees} It has no list, so by itself it cannot try names of its choice on the lists of others.`];
  const both = tested(agreement, keyCapOf(agreement, recipient) + own);
  return [
    `${sees} If it breaks the rules, it can also try ${tested(agreement, own)} of its choice and learn for each whether another list has it, and nobody notices. Together with ${recipient}, it can try ${both} in all. Each owner’s ledger is charged for this: ${tested(agreement, own)} to ${last}, and ${both} to ${recipient}.`,
  ];
}
