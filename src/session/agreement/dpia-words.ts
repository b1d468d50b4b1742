/** An annex to a data-protection impact assessment, filled from an agreement. What only people can say stays open, and is marked. */
import { english } from '../../texts/en/index.js';
import type { Texts } from '../../texts/texts.js';
import { operationOf } from '../operations/registry.js';
import { digestOf } from './canonical.js';
import { checklist } from './checklist.js';
import { bullets, describeAgreement, prefaceOf, type Clause } from './describe.js';
import type { Agreement } from './types.js';

/**
 * In the order of Article 35(7) GDPR.
 *
 * @param unverified names of parties whose keys the reader has not checked; undefined where nobody can know.
 */
export function dpiaAnnex(agreement: Agreement, unverified?: readonly string[], texts: Texts = english): Clause[] {
  const clauses = describeAgreement(agreement, { texts });
  const linesOf = (...wanted: readonly string[]): string[] => clauses.filter(({ heading }) => wanted.includes(heading)).flatMap(({ lines }) => lines);
  const { annex, agreement: { headings }, record } = texts;
  const { gap } = annex;
  const { words } = operationOf(agreement);
  return [
    ...prefaceOf(texts),
    { heading: annex.headings.about, lines: [annex.byProgram, annex.ofAgreement(digestOf(agreement)), annex.order] },
    { heading: annex.headings.processing, lines: [
      ...linesOf(headings.purpose),
      gap(agreement.legalBasis === undefined ? annex.noLegalBasis : annex.legalBasisHolds),
      ...words.computed(agreement, texts),
      ...linesOf(headings.parties, record.headings.contacts),
      ...contactGaps(agreement, texts),
      ...linesOf(headings.learns),
      ...(agreement.retainUntil === undefined ? [gap(annex.retention)] : linesOf(record.headings.retention)),
      gap(annex.whoseData),
      gap(annex.controllers),
      gap(annex.countries),
    ] },
    { heading: annex.headings.necessity, lines: [...linesOf(headings.limits), gap(annex.necessary), gap(annex.rights)] },
    { heading: annex.headings.risks, lines: [...linesOf(headings.first), ...checklist(agreement, unverified, texts).lines, gap(annex.likelihood)] },
    { heading: annex.headings.measures, lines: [
      annex.ofProgram,
      ...linesOf(headings.protects),
      ...bullets([annex.encrypted, annex.approvedFirst, annex.receipt]),
      annex.restsOn,
      ...bullets([annex.machines, annex.assumptions]),
      annex.areNot,
      ...bullets([annex.noAudit]),
      gap(annex.ownMeasures),
    ] },
    { heading: annex.headings.decision, lines: [annex.advice, annex.views, annex.remaining, annex.decision].map(gap) },
  ];
}

function contactGaps({ parties, contacts = [] }: Agreement, { annex }: Texts): string[] {
  return parties.filter(({ name }) => !contacts.some((each) => each.name === name)).map(({ name }) => annex.gap(annex.contact(name)));
}
