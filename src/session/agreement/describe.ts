import { decodePublicKey } from '../../crypto/public-key.js';
import { keyFingerprint } from '../../crypto/words.js';
import { digestOf } from './canonical.js';
import type { Operation, Section } from '../operations/operation.js';
import { operationOf } from '../operations/registry.js';
import type { Agreement } from './types.js';

/** One heading with its paragraph or list, for a terminal to lay out. */
export type Clause = Section;

/**
 * The agreement in words that a lawyer understands: everything in it that can matter to who approves it.
 * `remarks` says what the reader's own machine knows of a key, by its text; `session` is the session's six words, where one is open.
 */
export function describeAgreement(agreement: Agreement, remarks: ReadonlyMap<string, string> = new Map(), session?: string): Clause[] {
  const operation = operationOf(agreement);
  const { words } = operation;
  return [
    { heading: 'Purpose', lines: [agreement.purpose, ...(agreement.legalBasis === undefined ? [] : [`Legal basis: ${agreement.legalBasis}`])] },
    { heading: 'What is computed', lines: words.computed(agreement) },
    { heading: 'Who takes part', lines: partyLines(agreement, operation, remarks) },
    { heading: 'Who learns the result', lines: [...recipientLines(agreement), ...words.learned(agreement)] },
    ...words.sections(agreement),
    { heading: 'What it protects', lines: [...words.protects(agreement), ...meetingLines(agreement)] },
    { heading: 'Limits', lines: [...words.limits(agreement), ...generalLimits(agreement)] },
    wordsClause(agreement, session),
    { heading: 'Digest', lines: [digestOf(agreement)] },
  ];
}

/** A session's words stand for everything in it. Before there is one, each key has words of its own. */
function wordsClause({ parties }: Agreement, session: string | undefined): Clause {
  if (session !== undefined) return { heading: 'This session, in words to compare by phone', lines: [session] };
  return { heading: 'Keys, in words to compare by phone', lines: parties.map(({ name, publicKey }) => `${name}: ${keyFingerprint(decodePublicKey(publicKey)).join(' ')}`) };
}

function partyLines(agreement: Agreement, operation: Operation, remarks: ReadonlyMap<string, string>): string[] {
  const how =
    agreement.meeting === 'invite'
      ? 'These parties met by an invite: until all of them have compared the words of the session, their identities are unverified.'
      : 'These parties take part by the keys named here, and by no others.';
  return [
    ...agreement.parties.map(({ name, publicKey }) => {
      const remark = remarks.get(publicKey);
      return `${name} (${operation.putsDataIn(agreement, name) ? 'puts data in' : 'puts no data in'}${remark === undefined ? '' : `; ${remark}`}), key ${publicKey}`;
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

function meetingLines({ meeting }: Agreement): string[] {
  return meeting === 'invite' ? ['Whoever had the invite could have taken part under any name: compare the words by phone before you trust the names.'] : [];
}

function generalLimits({ runs, expires, relay }: Agreement): string[] {
  const often = runs === 1 ? 'It can be run once.' : `It can be run ${runs} times.`;
  return [`It expires at ${expires}. ${often}`, `The parties meet at ${relay}, which passes sealed messages and is trusted with nothing: it sees sizes, times and network addresses.`];
}
