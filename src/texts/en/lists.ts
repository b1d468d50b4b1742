import type { ComparedColumn, RowCap, Unit } from '../shapes.js';

const KINDS: Record<ComparedColumn['type'], string> = {
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

/** The contents of a key column's cells, and the differences in them that do not count. */
function kind({ type, order, region, scheme }: ComparedColumn): string {
  if (type === 'date') return `${KINDS.date}, written ${ORDERS[order ?? 'ymd']}, or as 2001-12-31`;
  if (region !== undefined) return `${KINDS[type]}; taken as one of ${region}${type === 'phone' ? ' if it has no country code' : ''}, unless a party says otherwise about its own file`;
  return scheme === undefined ? KINDS[type] : `${KINDS[type]}; its check digits must be those of ${scheme}`;
}

function columns(all: readonly ComparedColumn[]): string {
  return all.map((column) => `"${column.name}" (${kind(column)})`).join('; ');
}

/** A number of keys, in the unit that readers count. */
function tested(count: number, unit: Unit): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function cap({ rows, spellings }: RowCap): string {
  if (rows === 0) return 'no rows';
  return spellings === undefined ? tested(rows, 'row') : `${tested(rows, 'row')} (${tested(spellings, 'spelling')})`;
}

export const lists = {
  kind,
  tested,
  cap,
  /** Names with what each may do: "North 6 rows, South 6 rows". */
  each: (all: readonly { readonly name: string; readonly most: string }[]) => all.map(({ name, most }) => `${name} ${most}`).join(', '),
  columns: (all: readonly ComparedColumn[]) => `Two rows count as the same if these columns agree: ${columns(all)}.`,
  groups: 'Two rows count as the same if all columns of any one of these groups agree, whatever stands in the others.',
  group: (name: string, all: readonly ComparedColumn[]) => `Group ${name}: ${columns(all)}.`,
  placeholders: (added: readonly string[] | undefined) =>
    `A cell that stands for no value, such as "unknown", "N.N.", "n/a", "0000", "xxx" or "-", counts as empty (docs/keys.md lists them).${added === undefined ? '' : ` In this agreement, so does a cell that holds one of these: ${added.map((text) => `"${text}"`).join(', ')}.`} A row that has nothing to compare is not tested.`,
  /** The name that the agreement has for a rule, in words. */
  ruleName: (rule: string) => rule,
  /** The same, with its group. */
  rule: (rule: string, group: string | undefined) => (group === undefined ? rule : `${rule} (of group ${group})`),
  near: (rules: readonly string[]) => `Two rows also count as the same if they agree in any one of these ways: ${rules.join('; ')}. The recipient’s own program shows in which of these ways a row matches.`,
  version: (rules: string) => `Version of the rules for comparing: ${rules}.`,

  weakestGroup: 'The weakest group of columns decides: rows of two different people match if they agree in that group alone.',
  differentPeople: (leavesOut: boolean) => `Rows of two different people can match, since near spellings count as the same.${leavesOut ? ' A row that matches only "without" a column is often somebody else of the same name.' : ''}`,
  nearFitsMany: 'Some near spellings fit many people. A recipient that guesses learns more from them than from whole names.',
  sealStopsOne: (makers: readonly string[]) => `The seal stops a recipient that acts alone. If a recipient works together with ${makers.join(' or ')}, the two can learn the result without the holders.`,
  outside: 'Lists stay secret from the relay, and from every party that has no list, unless a party that has one tells it.',

  /** `most`: made by `each`. `told`: the recipients that learn the true numbers. */
  atMost: ({ most, told }: { most: string; told: readonly string[] | undefined }) =>
    `At most: ${most}. The others see these numbers. ${told === undefined ? 'How many rows there really are is not sent to anybody; how long a party takes to read its file can hint at it.' : `ATTENTION: ${told.join(' and ')} also ${told.length === 1 ? 'learns' : 'learn'} how many rows each list really has, and how many of them could be tested. Each party’s own program reports these numbers, and nobody can check them.`}`,
  spellings: (count: number) => `A row is compared in ${count} spellings, one by one.`,
  leastUsable: (percent: number) => `A party’s own program stops if fewer than ${percent} in 100 of its rows can be tested, unless its user says that this is meant. The result says which rows were not tested.`,
  maxMatches: (most: number) => `If more than ${most} rows match, the recipient’s own program shows only their number. An altered program can show the rows.`,

  keysInCommon: (count: string) => `Keys in common: ${count}`,
  rowsMatch: (count: string) => `Rows that match: ${count}`,
  withheld: (count: string) => `Rows that match: ${count}. More than the agreement lets this program show.`,
  toldTested: (all: readonly { readonly name: string; readonly tested: string; readonly rows: string }[]) =>
    `Rows that could be tested, as each party says of its own list: ${all.map((each) => `${each.name} ${each.tested} of ${each.rows}`).join(', ')}`,
  head: { row: 'row', matchedBy: 'matched by' },
  andMore: (rule: string, more: number) => `${rule} (and ${more} more)`,
  /** `first`: the first of these rows. */
  notTested: ({ count, first, isAll }: { count: string; first: readonly number[]; isAll: boolean }) =>
    `NOT TESTED: ${count === '1' ? '1 row makes' : `${count} rows make`} no key (${count === '1' ? 'row' : 'rows'} ${first.join(', ')}${isAll ? '' : ', …'}). Whether another list has ${count === '1' ? 'it' : 'them'} is not known.`,
};
