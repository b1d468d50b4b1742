import { isNear, keyCapOf } from './matching.js';
import type { KeyColumn } from '../../keys/index.js';
import type { MatchingAgreement } from './types.js';

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
    const lists = contributors.filter((name) => name !== recipient);
    return `Which rows of ${recipient}’s list stand in at least one of the lists of ${lists.join(', ')}. Not in whose list, and not in how many.`;
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
    'The recipient’s own program shows, for each row that matches, in which of these ways it does.',
  ];
}

function payloadLines({ operation, recipients, contributors }: MatchingAgreement): string[] {
  if (operation.name !== 'psi' || operation.payload === undefined) return [];
  const { columns, bytes } = operation.payload;
  const gives = contributors.filter((name) => recipients.length === 2 || !recipients.includes(name));
  return [`For each row that matches, the recipient also gets these columns of the other’s row, from ${gives.join(' and ')}: ${columns.map((name) => `"${name}"`).join(', ')} (at most ${bytes} bytes a row). Of rows that do not match it gets nothing.`];
}

export function matchingLearned(agreement: MatchingAgreement): string[] {
  const { operation, recipients, contributors } = agreement;
  if (operation.name === 'match') return [`${contributors.filter((name) => !recipients.includes(name)).join(', ')} learn nothing of ${recipients.join('')}’s rows, and nothing of each other’s but what "What it protects" names.`];
  if (recipients.length === 2) return ['Each learns of its own rows which match. These are two runs, one for each: who gets its answer first can stop before the other has one, and a party that cheats can put another list into the second.'];
  return [`${contributors.filter((name) => !recipients.includes(name)).join('')} learns nothing: not which rows match, and not how many.`];
}

export function matchingProtection(agreement: MatchingAgreement): string[] {
  const { operation, recipients, contributors } = agreement;
  const [recipient = ''] = recipients;
  const senders = contributors.filter((name) => recipients.length === 2 || name !== recipient);
  const guesses = 'Whoever learns the result can put names into its list that it merely guesses, up to its cap, and learns of each whether the others have it: the cap is what bounds this, and each party’s own ledger over several sessions.';
  const outside = 'Lists stay secret from the relay and from every party that has none. It does not protect against a party that lies about its own list, and any party can stop the session.';
  if (operation.name === 'match') return [...mixProtection(agreement, recipient, senders), guesses, outside];
  if (operation.reveals === 'count') {
    return [
      `This is sure only as far as ${recipients.join(' and ')} follow the rules: a recipient that alters its program may find out which of its rows match, not only how many. The other side can falsify the number, and learns nothing by that.`,
      guesses,
      outside,
    ];
  }
  return [`Of a row that does not match, nobody learns anything, even when a party breaks the rules: only the result itself is learned, and only by its recipients.`, guesses, outside];
}

/** What docs/protocols/match.md says that this text must hold: lists mix in the roster's order. */
function mixProtection(agreement: MatchingAgreement, recipient: string, lists: readonly string[]): string[] {
  const [first = ''] = lists;
  const last = lists.at(-1) ?? '';
  const own = keyCapOf(agreement, last);
  return [
    `${recipient} learns nothing about a name that is not on its own list, as long as ${last}, who mixes last, follows the rules. If ${last} breaks them together with ${recipient}, they can try ${own} more names on the other lists; all parties together against one list, at most as many as all their own lists may have.`,
    `Whose list a name is on stays hidden from ${recipient} as long as ${first}, who mixes first, follows the rules. If ${first} breaks them together with ${recipient}, they see whose list each match is on. Together with any other owner of a list, ${recipient} can see on how many lists each match is.`,
    `${last} sees how many entries the lists have in common, and not which. If it breaks the rules, it can find out of ${own} names of its choice whether they are on another list, and not whose.`,
    `An owner that breaks the rules can make ${recipient} miss matches on other lists: a name that is not found may still be on one. Of what these sentences name, nobody else notices anything.`,
  ];
}

export function matchingLimits(agreement: MatchingAgreement): string[] {
  const { limits, operation } = agreement;
  const keys = operation.keys.rules.length;
  return [
    `At most this many rows: ${limits.caps.map(({ name, records }) => `${name} ${records}`).join(', ')}. The others see these numbers, and never how many rows there really are.`,
    ...(keys === 1 ? [] : [`A row has ${keys} keys, which are tested one by one: ${limits.caps.map(({ name }) => `${name} at most ${keyCapOf(agreement, name)}`).join(', ')}.`]),
    ...(limits.maxMatches === undefined ? [] : [`Where more than ${limits.maxMatches} rows match, the recipient is shown their number alone. Its own program does this: one that is altered need not.`]),
  ];
}
