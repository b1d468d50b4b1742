import { decodePublicKey } from '../../crypto/public-key.js';
import { keyFingerprint } from '../../crypto/words.js';
import { english } from '../../texts/en/index.js';
import type { KeyRemark } from '../../texts/shapes.js';
import type { Texts } from '../../texts/texts.js';
import { digestOf } from './canonical.js';
import { glossaryOf } from './glossary.js';
import { contactClauses, referenceLines, retentionClauses } from './record-words.js';
import type { Operation, Section } from '../operations/operation.js';
import { operationOf } from '../operations/registry.js';
import type { Agreement } from './types.js';

/** One heading with its paragraph or list, for a terminal to lay out. */
export type Clause = Section;

export interface DescribeOptions {
  /** The language; English unless given. */
  readonly texts?: Texts | undefined;
  /** What the reader's own machine knows of each key, by the key's text. */
  readonly remarks?: ReadonlyMap<string, KeyRemark> | undefined;
  /** The session's six words, if a session is open. */
  readonly session?: string | undefined;
  /** The agreement follows other clauses, which begin with the preface of the translation. */
  readonly isContinued?: boolean;
}

/** The agreement in words that a lawyer understands: everything in it that can matter to an approving party. */
export function describeAgreement(agreement: Agreement, { texts = english, remarks = new Map(), session, isContinued = false }: DescribeOptions = {}): Clause[] {
  const operation = operationOf(agreement);
  const { words } = operation;
  const { headings, legalBasis } = texts.agreement;
  const terms: Clause[] = [
    { heading: headings.purpose, lines: [agreement.purpose, ...(agreement.legalBasis === undefined ? [] : [legalBasis(agreement.legalBasis)]), ...referenceLines(agreement, texts)] },
    { heading: headings.first, lines: bullets([...invitedRisks(agreement, texts), ...words.risks(agreement, texts), ...generalRisks(agreement, texts)]) },
    { heading: headings.computed, lines: words.computed(agreement, texts) },
    { heading: headings.parties, lines: partyLines(agreement, operation, remarks, texts) },
    ...contactClauses(agreement, texts),
    { heading: headings.learns, lines: [...recipientLines(agreement, texts), ...words.learned(agreement, texts)] },
    ...words.sections(agreement, texts),
    { heading: headings.protects, lines: bullets(words.protects(agreement, texts)) },
    ...retentionClauses(agreement, texts),
    { heading: headings.limits, lines: bullets([...words.limits(agreement, texts), ...generalLimits(agreement, texts)]) },
  ];
  const toCompare = wordsClause(agreement, session, texts);
  const digest = { heading: headings.digest, lines: [digestOf(agreement)] };
  // Of the words to compare by phone only the heading: "mixed" among them is no term.
  const meanings = glossaryOf([...terms, digest].flatMap(({ heading, lines }) => [heading, ...lines]).concat(toCompare.heading), texts);
  return [...(isContinued ? [] : prefaceOf(texts)), ...terms, toCompare, { heading: headings.meanings, lines: bullets(meanings) }, digest];
}

/** What comes before every text in another language than English. */
export function prefaceOf({ preface }: Pick<Texts, 'preface'>): Clause[] {
  return preface === undefined ? [] : [preface];
}

export function bullets(lines: readonly string[]): string[] {
  return lines.map((line) => `- ${line}`);
}

/** A session's words stand for everything in it. Before there is a session, each key has words of its own. */
function wordsClause({ parties }: Agreement, session: string | undefined, { agreement: { headings } }: Texts): Clause {
  if (session !== undefined) return { heading: headings.sessionWords, lines: [session] };
  return { heading: headings.keyWords, lines: parties.map(({ name, publicKey }) => `${name}: ${keyFingerprint(decodePublicKey(publicKey)).join(' ')}`) };
}

function partyLines(agreement: Agreement, operation: Operation, remarks: ReadonlyMap<string, KeyRemark>, { agreement: texts, keys }: Texts): string[] {
  return [
    ...agreement.parties.map(({ name, publicKey }) => {
      const remark = remarks.get(publicKey);
      return texts.party({ name, role: operation.words.roleOf?.(agreement, name), putsDataIn: operation.putsDataIn(agreement, name), remark: remark && keys.remark(remark), key: publicKey });
    }),
    agreement.meeting === 'invite' ? texts.metByInvite : texts.namedKeys,
  ];
}

function recipientLines({ parties, recipients, threshold }: Agreement, { agreement: texts }: Texts): string[] {
  const some = recipients.length === parties.length ? undefined : recipients;
  if (threshold === undefined) return [some === undefined ? texts.everyParty : texts.onlyThese(some)];
  const { needed, holders } = threshold;
  return [texts.sealedUntil({ needed, holders, recipients: some }), texts.fewerCannot(needed)];
}

function invitedRisks({ meeting }: Agreement, { agreement: texts }: Texts): string[] {
  return meeting === 'invite' ? [texts.inviteRisk] : [];
}

/** The risks that no operation can prevent. */
function generalRisks({ recipients, threshold }: Agreement, { agreement: texts }: Texts): string[] {
  const [first = ''] = recipients;
  return [
    ...(threshold === undefined ? [] : [texts.holdersCanOpen(threshold.needed)]),
    texts.nobodyChecks,
    threshold !== undefined ? texts.anyCanStop : recipients.length === 1 ? texts.anyCanStopOne(first) : texts.anyCanStopSeveral,
  ];
}

function generalLimits({ runs, expires, relay, meeting }: Agreement, { agreement: texts }: Texts): string[] {
  return [texts.expires({ expires, runs }), texts.relay({ relay, byInvite: meeting === 'invite' })];
}
