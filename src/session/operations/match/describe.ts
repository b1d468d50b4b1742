import { keyCapOf, ownersOf, sendersOf } from '../lists/caps.js';
import { aroundThreshold, listLimits, OUTSIDE, rulesLine, sameLines } from '../lists/describe.js';
import type { Words } from '../operation.js';
import type { MatchAgreement } from './types.js';

export const matchWords: Words<MatchAgreement> = {
  computed: (agreement) => [whatIsComputed(agreement), ...sameLines(agreement), rulesLine(agreement)],
  learned: (agreement) => [...twoLists(agreement), whatIsLearned(agreement), ...aroundThreshold(agreement, sendersOf(agreement).slice(-1))],
  sections: () => [],
  protects: (agreement) => [...mixProtection(agreement), OUTSIDE],
  limits: listLimits,
};

function whatIsComputed(agreement: MatchAgreement): string {
  const [recipient = ''] = agreement.recipients;
  return `Which rows of ${recipient}’s list stand in at least one of the lists of ${ownersOf(agreement).join(', ')}. The result does not say in whose list, or in how many.`;
}

/** Whoever owns one of two lists knows whether a match is on it: what is left says of the other's. */
function twoLists(agreement: MatchAgreement): string[] {
  const owners = ownersOf(agreement);
  if (owners.length !== 2) return [];
  const [first = '', second = ''] = owners;
  const recipient = agreement.recipients.join('');
  return [
    `ATTENTION: there are only two lists beside ${recipient}’s. If ${first} works together with ${recipient}, the two can learn of every match whether it is on the list of ${second}; and so can ${second} with ${recipient} of the list of ${first}. Whose list a match is on is hidden only while both keep apart from ${recipient}.`,
  ];
}

function whatIsLearned(agreement: MatchAgreement): string {
  return `${sendersOf(agreement).join(', ')} learn nothing of ${agreement.recipients.join('')}’s rows, and nothing of each other’s but what "What it protects" names.`;
}

/** docs/protocols/match.md has the table of who together learns what, which these sentences come from. */
function mixProtection(agreement: MatchAgreement): string[] {
  const { recipients, limits } = agreement;
  const recipient = recipients.join('');
  const mixers = sendersOf(agreement);
  const [first = '', last = ''] = [mixers[0], mixers.at(-1)];
  const asked = keyCapOf(agreement, recipient);
  const all = limits.caps.reduce((sum, { name }) => sum + keyCapOf(agreement, name), 0);
  return [
    `Each key of ${recipient} is a question about every list: with its limit of ${asked} it can, by itself, try as many names that it merely guesses. The owners of the lists learn nothing of its rows but that limit.`,
    `Whose list a name is on is hidden from ${recipient} only as long as ${first}, which mixes first, follows the rules. If ${first} and ${recipient} work together against the rules, they learn whose list each match is on, and nobody notices. If another party that mixes works together with ${recipient}, the two can learn on how many lists each match stands. An owner of a list that works together with ${recipient} knows, besides, of every match that is not on its own list that it is on one of the others.`,
    ...lastLines(agreement, last, recipient),
    `If all others work together against one owner of a list, they can try at most as many keys on it as the limits of all others together (of ${all} in all).`,
    `An owner that breaks the rules can make ${recipient} miss names on other lists, and nobody notices: a name that is not found may still stand on a list.`,
  ];
}

function lastLines(agreement: MatchAgreement, last: string, recipient: string): string[] {
  const sees = `${last}, which mixes last, sees how many keys stand in more than one list, and no names.`;
  const own = keyCapOf(agreement, last);
  if (own === 0) return [`${sees} It has no list, and so cannot try names of its own choice on those of others.`];
  const both = keyCapOf(agreement, recipient) + own;
  return [
    ...(agreement.limits.lastMayTest === undefined ? [] : [`ATTENTION: ${last}, which mixes last, can try more keys unseen (${own}) than ${recipient} may (${keyCapOf(agreement, recipient)}). Whoever approves this approves that.`]),
    `${sees} If it breaks the rules, it can also find out for as many keys as its own list may have (${own}) whether another list has them, and nobody notices. With ${recipient}, it can try ${both} in all. Each owner’s ledger is charged for this: ${own} to ${last}, and ${both} to ${recipient}.`,
  ];
}
