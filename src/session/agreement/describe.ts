import { decodePublicKey } from '../../crypto/public-key.js';
import { rosterFingerprint } from '../../crypto/words.js';
import { digestOf } from './canonical.js';
import { totalRange, fieldFor } from './bounds.js';
import type { Agreement, EmptyCells } from './types.js';

/** One heading with its paragraph or list, for a terminal to lay out. */
export interface Clause {
  readonly heading: string;
  readonly lines: readonly string[];
}

const EMPTY_CELLS: Record<EmptyCells, string> = {
  refuse: 'An empty cell is an error, and nothing that depends on the file is sent.',
  skip: 'An empty cell is left out, as if that row did not have the column.',
  zero: 'An empty cell counts as 0.',
};

/**
 * The agreement in words that a lawyer understands: everything in it that can matter to who approves it.
 * `remarks` says what the reader's own machine knows of a key, by its text.
 */
export function describeAgreement(agreement: Agreement, remarks: ReadonlyMap<string, string> = new Map()): Clause[] {
  return [
    { heading: 'Purpose', lines: [agreement.purpose, ...(agreement.legalBasis === undefined ? [] : [`Legal basis: ${agreement.legalBasis}`])] },
    { heading: 'What is computed', lines: [whatIsComputed(agreement), EMPTY_CELLS[agreement.operation.emptyCells], ...columnLines(agreement)] },
    { heading: 'Who takes part', lines: partyLines(agreement, remarks) },
    { heading: 'Who learns the result', lines: [...recipientLines(agreement), ...smallGroupLines(agreement)] },
    { heading: 'What it protects', lines: protectionLines(agreement) },
    { heading: 'Limits', lines: limitLines(agreement) },
    { heading: 'Roster, in words to compare by phone', lines: [rosterWords(agreement)] },
    { heading: 'Digest', lines: [digestOf(agreement)] },
  ];
}

/** The 12 words that stand for names and keys of all parties. */
export function rosterWords(agreement: Agreement): string {
  return rosterFingerprint(agreement.parties.map(({ name, publicKey }) => ({ name, publicKey: decodePublicKey(publicKey) }))).join(' ');
}

function whatIsComputed({ operation, columns }: Agreement): string {
  const plural = columns.length > 1;
  const over = plural ? `each of ${columns.length} columns` : 'one column';
  switch (operation.name) {
    case 'sum':
      return `The exact sum of ${over} over all rows of all contributors together. Nothing about single rows${plural ? '' : ' or about how many there are'}.`;
    case 'average':
      return `The exact average of ${over} over all rows of all contributors together, and with it the sum and the number of rows that it comes from. Printed to ${operation.digits} digits more than the column has, rounded half to even.`;
  }
}

function columnLines(agreement: Agreement): string[] {
  return agreement.columns.map((column) => {
    const decimals = column.decimals === 0 ? 'whole numbers' : `numbers with at most ${column.decimals} decimals`;
    return `Column "${column.name}": ${decimals} from ${column.min} to ${column.max}. Any other value is an error, and nothing that depends on the file is sent.`;
  });
}

function partyLines(agreement: Agreement, remarks: ReadonlyMap<string, string>): string[] {
  const how =
    agreement.meeting === 'invite'
      ? 'These parties met by an invite: until all of them have compared the words below, their identities are unverified.'
      : 'These parties take part by the keys named here, and by no others.';
  return [
    ...agreement.parties.map(({ name, publicKey }) => {
      const remark = remarks.get(publicKey);
      return `${name} (${agreement.contributors.includes(name) ? 'puts data in' : 'puts no data in'}${remark === undefined ? '' : `; ${remark}`}), key ${publicKey}`;
    }),
    how,
  ];
}

function recipientLines({ parties, recipients, threshold }: Agreement): string[] {
  const who = recipients.length === parties.length ? 'Every party' : `${recipients.join(', ')}, and nobody else`;
  if (threshold === undefined) return [`${who}.`];
  const { needed, holders } = threshold;
  return [
    `Nobody, in the session itself. The result stays sealed until ${needed} of these ${holders.length} open it together: ${holders.join(', ')}. Then: ${lowerFirst(who)}.`,
    `Fewer than ${needed} of them learn nothing of it, even together. ${needed} who break the rules together could open it to themselves or to others.`,
  ];
}

function lowerFirst(text: string): string {
  return text.replace(/^Every/, 'every');
}

function smallGroupLines({ contributors, recipients }: Agreement): string[] {
  if (contributors.length > 2) return [];
  const [first = '', second = ''] = contributors;
  const learning = contributors.filter((name) => recipients.includes(name));
  if (learning.length === 0) return ['ATTENTION: there are only two contributors. If one of them tells a recipient its own total, the recipient knows the other’s.'];
  if (learning.length === 2) {
    return [`ATTENTION: there are only two contributors. ${first} will learn the total of ${second}, and ${second} that of ${first}: each subtracts its own from the result.`];
  }
  const [learner = ''] = learning;
  return [`ATTENTION: there are only two contributors. ${learner} will learn the total of ${learner === first ? second : first}: it subtracts its own from the result.`];
}

function protectionLines(agreement: Agreement): string[] {
  return [
    'What a party puts in stays secret from the relay, and from all other parties even when they act together and break the rules, but for what the result itself says together with what they know; it does not protect against a party that lies about its own data, and any party can stop the session so that some or all learn nothing.',
    ...(agreement.meeting === 'invite' && agreement.parties.length > 2
      ? ['Whoever had the invite could have taken part under any name: compare the words by phone before you trust the names.']
      : []),
  ];
}

function limitLines(agreement: Agreement): string[] {
  const field = fieldFor(agreement);
  const totals = agreement.columns.map((column) => totalRange(agreement, column));
  const widest = totals.reduce((most, { low, high }) => (high - low > most ? high - low : most), 0n);
  const often = agreement.runs === 1 ? 'It can be run once.' : `It can be run ${agreement.runs} times.`;
  return [
    `At most ${agreement.limits.maxRows} rows from each contributor. No total can overflow: totals span ${widest.toString(2).length} bits, and the arithmetic (modulo ${field.name}) holds ${field.bits}.`,
    `It expires at ${agreement.expires}. ${often}`,
    `The parties meet at ${agreement.relay}, which passes sealed messages and is trusted with nothing: it sees sizes, times and network addresses.`,
  ];
}
