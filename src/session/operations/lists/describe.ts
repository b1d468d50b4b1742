import { isNear, keyCapOf, sendersOf, testableKeysOf, USUAL_MIN_USABLE } from './checks.js';
import { ownersOf } from './testers.js';
import type { KeyColumn } from '../../../linkage/index.js';
import type { MatchingAgreement } from '../../agreement/types.js';

const KINDS: Record<KeyColumn['type'], string> = {
  exact: 'as it is written, but for spaces around it',
  text: 'without regard to case, accents, spaces, punctuation and script',
  name: 'a name, without regard to case, accents, order, titles and script',
  date: 'a date',
};

const ORDERS = { ymd: 'year, month, day', dmy: 'day, month, year', mdy: 'month, day, year' };

export function matchingComputed(agreement: MatchingAgreement): string[] {
  const { operation } = agreement;
  return [whatIsComputed(agreement), `Two rows are the same where these columns agree: ${agreement.columns.map(inWords).join('; ')}.`, ...nearLines(agreement), ...payloadLines(agreement), `Keys are made by the rules ${operation.keys.normalisation}.`];
}

function whatIsComputed(agreement: MatchingAgreement): string {
  const { operation, recipients, contributors } = agreement;
  const [recipient = ''] = recipients;
  if (operation.name === 'match') {
    return `Which rows of ${recipient}’s list stand in at least one of the lists of ${ownersOf(agreement).join(', ')}. The result does not say in whose list, or in how many.`;
  }
  const [first = '', second = ''] = contributors;
  if (operation.reveals === 'count') return `How many different keys the lists of ${first} and ${second} have in common: the number alone.`;
  return `Which rows of one list also stand in the other, of the lists of ${first} and ${second}.`;
}

function inWords(column: KeyColumn): string {
  return `"${column.name}" (${column.type === 'date' ? `${KINDS.date}, written ${ORDERS[column.order ?? 'ymd']}, or as 2001-12-31` : KINDS[column.type]})`;
}

function nearLines({ operation }: MatchingAgreement): string[] {
  if (!isNear(operation)) return [];
  const looser = [...new Set(operation.keys.rules.slice(1))];
  return [
    `Two rows are also taken for the same where they agree in one of these ways only: ${looser.join('; ')}. So rows of two different people can match.`,
    'The recipient’s own program shows, for each row that matches, in which of these ways it does. Some of these keys say little: a recipient that guesses learns more by them than by whole keys.',
    ...(looser.some((rule) => rule.startsWith('without ')) ? ['A row that matches only "without" a column is often somebody else of the same name.'] : []),
  ];
}

function payloadLines(agreement: MatchingAgreement): string[] {
  const { operation } = agreement;
  if (operation.name !== 'psi' || operation.payload === undefined) return [];
  const { columns, bytes } = operation.payload;
  return [`For each row that matches, the recipient also gets these columns of the other’s row, from ${sendersOf(agreement).join(' and ')}: ${columns.map((name) => `"${name}"`).join(', ')} (at most ${bytes} bytes a row). Of rows that do not match it gets nothing.`];
}

export function matchingLearned(agreement: MatchingAgreement): string[] {
  return [...twoLists(agreement), ...learned(agreement), ...aroundThreshold(agreement)];
}

/** Whoever owns one of two lists knows whether a match is on it: what is left says of the other's. */
function twoLists(agreement: MatchingAgreement): string[] {
  const owners = ownersOf(agreement);
  if (agreement.operation.name !== 'match' || owners.length !== 2) return [];
  const [first = '', second = ''] = owners;
  const recipient = agreement.recipients.join('');
  return [
    `ATTENTION: there are only two lists beside ${recipient}’s. If ${first} works together with ${recipient}, the two can learn of every match whether it is on the list of ${second}; and so can ${second} with ${recipient} of the list of ${first}. Whose list a match is on is hidden only while both keep apart from ${recipient}.`,
  ];
}

/** A sealed list protects against a recipient alone: whoever made it has it anyway. */
function aroundThreshold(agreement: MatchingAgreement): string[] {
  if (agreement.threshold === undefined) return [];
  const senders = sendersOf(agreement);
  const makers = agreement.operation.name === 'psi' ? senders : senders.slice(-1);
  return [`The seal holds against a recipient by itself. If it works together with ${makers.join(' or ')}, whose list it is, or who mixed last, the two need no holders.`];
}

function learned(agreement: MatchingAgreement): string[] {
  const { operation, recipients } = agreement;
  const senders = sendersOf(agreement);
  if (operation.name === 'match') return [`${senders.join(', ')} learn nothing of ${recipients.join('')}’s rows, and nothing of each other’s but what "What it protects" names.`];
  if (recipients.length === 2) return ['Each learns of its own rows which match. These are two runs, one for each: who gets its answer first can stop before the other has one, and a party that cheats can put another list into the second.'];
  return [`${senders.join('')} learns nothing: not which rows match, and not how many.`];
}

const OUTSIDE = 'Lists stay secret from the relay and from every party that has none. Nobody can check whether a list is complete or true, and any party can stop the session.';

export function matchingProtection(agreement: MatchingAgreement): string[] {
  const { operation, recipients } = agreement;
  if (operation.name === 'match') return [...mixProtection(agreement), OUTSIDE];
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
function beyondCap(agreement: MatchingAgreement): string {
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

/** docs/protocols/match.md has the table of who together learns what, which these sentences come from. */
function mixProtection(agreement: MatchingAgreement): string[] {
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

function lastLines(agreement: MatchingAgreement, last: string, recipient: string): string[] {
  const sees = `${last}, which mixes last, sees how many keys stand in more than one list, and no names.`;
  const own = keyCapOf(agreement, last);
  if (own === 0) return [`${sees} It has no list, and so cannot try names of its own choice on those of others.`];
  const both = keyCapOf(agreement, recipient) + own;
  return [
    ...(agreement.limits.lastMayTest === undefined ? [] : [`ATTENTION: ${last}, which mixes last, can try more keys unseen (${own}) than ${recipient} may (${keyCapOf(agreement, recipient)}). Whoever approves this approves that.`]),
    `${sees} If it breaks the rules, it can also find out for as many keys as its own list may have (${own}) whether another list has them, and nobody notices. With ${recipient}, it can try ${both} in all. Each owner’s ledger is charged for this: ${own} to ${last}, and ${both} to ${recipient}.`,
  ];
}

export function matchingLimits(agreement: MatchingAgreement): string[] {
  const { limits, operation } = agreement;
  const keys = operation.keys.rules.length;
  const least = limits.minUsable ?? USUAL_MIN_USABLE;
  return [
    `At most this many rows: ${limits.caps.map(({ name, records }) => `${name} ${records}`).join(', ')}. The others see these numbers. How many rows there really are is not sent to anybody; how long a party takes to read its file can hint at it.`,
    ...(keys === 1 ? [] : [`A row has ${keys} keys, which are tested one by one: ${limits.caps.map(({ name }) => `${name} at most ${keyCapOf(agreement, name)}`).join(', ')}.`]),
    ...(least === 0 ? [] : [`A party’s own program stops where fewer than ${least} in 100 of its rows make keys, unless its user says that this is meant. Rows that make no key are not tested, and the result says so.`]),
    ...(limits.maxMatches === undefined ? [] : [`Where more than ${limits.maxMatches} rows match, the recipient is shown their number alone. Its own program does this: one that is altered need not.`]),
  ];
}
