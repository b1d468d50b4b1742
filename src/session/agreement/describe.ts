import { decodePublicKey } from '../../crypto/public-key.js';
import { keyFingerprint } from '../../crypto/words.js';
import { digestOf } from './canonical.js';
import { glossaryOf } from './glossary.js';
import { contactClauses, referenceLines, retentionClauses } from './record-words.js';
import type { Operation, Section } from '../operations/operation.js';
import { operationOf } from '../operations/registry.js';
import type { Agreement } from './types.js';

/** One heading with its paragraph or list, for a terminal to lay out. */
export type Clause = Section;

/**
 * The agreement in words that a lawyer understands: everything in it that can matter to an approving party. `remarks` holds, by the text of a key, what the
 * reader's own machine knows of it. `session` is the session's six words, if a session is open.
 */
export function describeAgreement(agreement: Agreement, remarks: ReadonlyMap<string, string> = new Map(), session?: string): Clause[] {
  const operation = operationOf(agreement);
  const { words } = operation;
  const terms: Clause[] = [
    { heading: 'Purpose', lines: [agreement.purpose, ...(agreement.legalBasis === undefined ? [] : [`Legal basis: ${agreement.legalBasis}`]), ...referenceLines(agreement)] },
    { heading: 'Read this first', lines: bullets([...invitedRisks(agreement), ...words.risks(agreement), ...generalRisks(agreement)]) },
    { heading: 'What is computed', lines: words.computed(agreement) },
    { heading: 'Who takes part', lines: partyLines(agreement, operation, remarks) },
    ...contactClauses(agreement),
    { heading: 'Who learns the result', lines: [...recipientLines(agreement), ...words.learned(agreement)] },
    ...words.sections(agreement),
    { heading: 'What is protected', lines: bullets(words.protects(agreement)) },
    ...retentionClauses(agreement),
    { heading: 'Limits', lines: bullets([...words.limits(agreement), ...generalLimits(agreement)]) },
    wordsClause(agreement, session),
  ];
  const digest = { heading: 'Digest', lines: [digestOf(agreement)] };
  return [...terms, { heading: 'What these words mean', lines: bullets(glossaryOf([...terms, digest].flatMap(({ heading, lines }) => [heading, ...lines]))) }, digest];
}

function bullets(lines: readonly string[]): string[] {
  return lines.map((line) => `- ${line}`);
}

/** A session's words stand for everything in it. Before there is a session, each key has words of its own. */
function wordsClause({ parties }: Agreement, session: string | undefined): Clause {
  if (session !== undefined) return { heading: 'This session, in words to compare by phone', lines: [session] };
  return { heading: 'Keys, in words to compare by phone', lines: parties.map(({ name, publicKey }) => `${name}: ${keyFingerprint(decodePublicKey(publicKey)).join(' ')}`) };
}

function partyLines(agreement: Agreement, operation: Operation, remarks: ReadonlyMap<string, string>): string[] {
  const how =
    agreement.meeting === 'invite'
      ? 'These parties met by an invite: until all of them have compared the words of the session, their identities are unverified.'
      : 'Each party takes part with the key named here. No other key is accepted.';
  return [
    ...agreement.parties.map(({ name, publicKey }) => {
      const remark = remarks.get(publicKey);
      return `${name} (${operation.putsDataIn(agreement, name) ? 'puts data in' : 'puts no data in'}${remark === undefined ? '' : `; ${remark}`}), key ${publicKey}`;
    }),
    how,
  ];
}

function recipientLines({ parties, recipients, threshold }: Agreement): string[] {
  const isAll = recipients.length === parties.length;
  const who = isAll ? 'every party' : recipients.join(', ');
  if (threshold === undefined) return [isAll ? 'Every party.' : `${who}. The session gives it to no other party.`];
  const { needed, holders } = threshold;
  return [
    `Nobody learns it in the session itself. It stays sealed until ${needed} of these ${holders.length} parties open it together: ${holders.join(', ')}. Who learns it then: ${who}.`,
    `Fewer than ${needed} of them cannot open it, even together.`,
  ];
}

function invitedRisks({ meeting }: Agreement): string[] {
  return meeting === 'invite' ? ['ATTENTION: whoever had the invite could have taken part under any name, and would learn what the party of that name learns. Compare the words by phone before you trust the names.'] : [];
}

/** The risks that no operation can prevent. */
function generalRisks({ recipients, threshold }: Agreement): string[] {
  const [first = ''] = recipients;
  const stopped = threshold !== undefined ? '' : recipients.length === 1 ? ` Then ${first} may have no result.` : ' A party that stops at the right moment may have the result while others have none.';
  return [
    ...(threshold === undefined ? [] : [`${threshold.needed} holders who break the rules together can open the result to themselves or to others.`]),
    'Nobody can check whether what another party puts in is true or complete.',
    `Any party can stop the session.${stopped}`,
  ];
}

function generalLimits({ runs, expires, relay, meeting }: Agreement): string[] {
  const often = runs === 1 ? 'It can be run once.' : `It can be run ${runs} times.`;
  const unless = meeting === 'invite' ? ' If whoever runs it also has the invite, it can do both, and the words of the session then differ between the parties.' : '';
  return [
    `This agreement expires at ${expires}. ${often}`,
    `The parties meet at the relay ${relay}. It sees the sizes and times of messages, and network addresses. It cannot read messages, and it cannot alter one unnoticed.${unless}`,
  ];
}
