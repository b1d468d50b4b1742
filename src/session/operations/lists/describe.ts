import { groupsOf, type KeyColumn } from '../../../linkage/index.js';
import { keyCapOf, recordCapOf } from './caps.js';
import { isNear, shownRules, USUAL_MIN_USABLE } from './key-rules.js';
import type { MatchingAgreement } from './types.js';

const KINDS: Record<KeyColumn['type'], string> = {
  exact: 'exactly as it is written, apart from spaces around it',
  text: 'without regard to case, accents, spaces, punctuation and alphabet',
  name: 'a name, without regard to case, accents, order, titles and alphabet',
  date: 'a date',
  phone: 'a phone number, however it is written',
  email: 'an e-mail address, without regard to capitals',
  iban: 'an IBAN, with or without spaces',
  plate: 'a number plate: its letters and digits',
  postcode: 'a postcode: its letters and digits',
  id: 'letters and digits, without regard to case, spaces and punctuation',
};

const ORDERS = { ymd: 'year, month, day', dmy: 'day, month, year', mdy: 'month, day, year' };

export function sameLines(agreement: MatchingAgreement): string[] {
  return [...exactLines(agreement), placeholderLine(agreement), ...nearLines(agreement)];
}

/** What rows of different people can have in common so that they still match. */
export function sameRisks(agreement: MatchingAgreement): string[] {
  const weak = groupsOf(agreement.columns).length === 1 ? [] : ['The weakest group of columns decides: rows of two different people match if they agree in that group alone.'];
  if (!isNear(agreement.operation)) return weak;
  const looser = looserRules(agreement);
  return [
    ...weak,
    `Rows of two different people can match, since near spellings count as the same.${looser.some((rule) => rule.startsWith('without ')) ? ' A row that matches only "without" a column is often somebody else of the same name.' : ''}`,
    'Some near spellings fit many people. A recipient that guesses learns more from them than from whole names.',
  ];
}

function exactLines({ columns }: MatchingAgreement): string[] {
  const groups = groupsOf(columns).map(({ name, indices }) => ({ name, agreeing: indices.flatMap((index) => columns[index] ?? []).map(inWords).join('; ') }));
  const [only] = groups;
  if (groups.length === 1) return [`Two rows count as the same if these columns agree: ${only?.agreeing ?? ''}.`];
  return ['Two rows count as the same if all columns of any one of these groups agree, whatever stands in the others.', ...groups.map(({ name, agreeing }) => `Group ${name ?? ''}: ${agreeing}.`)];
}

function placeholderLine({ operation }: MatchingAgreement): string {
  const { placeholders } = operation.keys;
  const added = placeholders === undefined ? '' : ` In this agreement, so does a cell that holds one of these: ${placeholders.map((text) => `"${text}"`).join(', ')}.`;
  return `A cell that stands for no value, such as "unknown", "N.N.", "n/a", "0000", "xxx" or "-", counts as empty (docs/keys.md lists them).${added} A row that has nothing to compare is not tested.`;
}

function inWords(column: KeyColumn): string {
  return `"${column.name}" (${kindInWords(column)})`;
}

/** The contents of a key column's cells, and the differences in them that do not count. */
export function kindInWords(column: KeyColumn): string {
  return `${KINDS[column.type]}${details(column)}`;
}

function details({ type, order, region, scheme }: KeyColumn): string {
  if (type === 'date') return `, written ${ORDERS[order ?? 'ymd']}, or as 2001-12-31`;
  if (region !== undefined) return `; taken as one of ${region}${type === 'phone' ? ' if it has no country code' : ''}, unless a party says otherwise about its own file`;
  return scheme === undefined ? '' : `; its check digits must be those of ${scheme}`;
}

function looserRules(agreement: MatchingAgreement): string[] {
  return [...new Set(shownRules(agreement).filter(({ rule }) => rule !== 'exact').map(({ rule, group }) => (group === undefined ? rule : `${rule} (of group ${group})`)))];
}

function nearLines(agreement: MatchingAgreement): string[] {
  if (!isNear(agreement.operation)) return [];
  return [`Two rows also count as the same if they agree in any one of these ways: ${looserRules(agreement).join('; ')}. The recipient’s own program shows in which of these ways a row matches.`];
}

export function rulesLine({ operation }: MatchingAgreement): string {
  return `Version of the rules for comparing: ${operation.keys.normalisation}.`;
}

/** A sealed list protects only against a recipient: the party that made it has it anyway. */
export function thresholdRisks({ threshold }: MatchingAgreement, makers: readonly string[]): string[] {
  if (threshold === undefined) return [];
  return [`The seal stops a recipient that acts alone. If a recipient works together with ${makers.join(' or ')}, the two can learn the result without the holders.`];
}

export const OUTSIDE = 'Lists stay secret from the relay, and from every party that has no list, unless a party that has one tells it.';

/** A number of keys, in the unit that readers count. */
export function tested({ operation }: Pick<MatchingAgreement, 'operation'>, keys: number): string {
  const unit = operation.keys.rules.length === 1 ? 'row' : 'spelling';
  return `${keys} ${unit}${keys === 1 ? '' : 's'}`;
}

/** The most that a party may contribute, in words. */
export function capInWords(agreement: MatchingAgreement, name: string): string {
  const records = recordCapOf(agreement, name);
  const rows = records === 0 ? 'no rows' : `${records} row${records === 1 ? '' : 's'}`;
  return records === 0 || agreement.operation.keys.rules.length === 1 ? rows : `${rows} (${tested(agreement, keyCapOf(agreement, name))})`;
}

function toldLine({ recipients }: MatchingAgreement): string {
  return `ATTENTION: ${recipients.join(' and ')} also ${recipients.length === 1 ? 'learns' : 'learn'} how many rows each list really has, and how many of them could be tested. Each party’s own program reports these numbers, and nobody can check them.`;
}

export function listLimits(agreement: MatchingAgreement): string[] {
  const { limits, operation } = agreement;
  const spellings = operation.keys.rules.length;
  const least = limits.minUsable ?? USUAL_MIN_USABLE;
  return [
    `At most: ${limits.caps.map(({ name }) => `${name} ${capInWords(agreement, name)}`).join(', ')}. The others see these numbers. ${limits.tellTested === true ? toldLine(agreement) : 'How many rows there really are is not sent to anybody; how long a party takes to read its file can hint at it.'}`,
    ...(spellings === 1 ? [] : [`A row is compared in ${spellings} spellings, one by one.`]),
    ...(least === 0 ? [] : [`A party’s own program stops if fewer than ${least} in 100 of its rows can be tested, unless its user says that this is meant. The result says which rows were not tested.`]),
    ...(limits.maxMatches === undefined ? [] : [`If more than ${limits.maxMatches} rows match, the recipient’s own program shows only their number. An altered program can show the rows.`]),
  ];
}
