/** An annex to a data-protection impact assessment, filled from an agreement. What only people can say stays open, and is marked. */
import { digestOf } from './canonical.js';
import { checklist } from './checklist.js';
import { describeAgreement } from './describe.js';
import { operationOf } from '../operations/registry.js';
import { english } from '../../texts/en/index.js';
import type { Agreement } from './types.js';

interface Clause {
  readonly heading: string;
  readonly lines: readonly string[];
}

const OPEN = 'TO FILL IN';

/** In the order of Article 35(7) GDPR. */
export function dpiaAnnex(agreement: Agreement, unverified?: readonly string[]): Clause[] {
  const clauses = describeAgreement(agreement);
  const linesOf = (...headings: readonly string[]): string[] => clauses.filter(({ heading }) => headings.includes(heading)).flatMap(({ lines }) => lines);
  const { words } = operationOf(agreement);
  return [
    { heading: 'What this annex is', lines: [
      'It was filled by a program from one agreement, for whoever carries out a data-protection impact assessment. It is not that assessment, it is no legal advice, and it approves nothing.',
      `The agreement is the file with the digest ${digestOf(agreement)}. Where this text and the file differ, the file counts.`,
      `The order follows Article 35(7) of Regulation (EU) 2016/679. Lines that begin with ${OPEN} are for the data-protection officer and the controller.`,
    ] },
    { heading: '1. The processing and its purpose (a)', lines: [
      ...linesOf('Purpose'),
      ...(agreement.legalBasis === undefined ? [gap('the legal basis. The agreement names none.')] : [gap('whether the legal basis that is named holds for each party.')]),
      ...words.computed(agreement, english),
      ...linesOf('Who takes part', 'Contacts'),
      ...contactGaps(agreement),
      ...linesOf('Who learns the result'),
      ...(agreement.retainUntil === undefined ? [gap('how long the result is kept, and who deletes it. The agreement does not say.')] : linesOf('How long the result may be kept')),
      gap('whose data these are, how many people, and which special categories are among them.'),
      gap('who is a controller, a joint controller or a processor. Whoever runs the relay included.'),
      gap('in which countries the parties and the relay are, and whether data leave for a third country.'),
    ] },
    { heading: '2. Necessity and proportionality (b)', lines: [
      ...linesOf('Limits'),
      gap('why the purpose needs this computation, and why less data or another way would not do.'),
      gap('how the people concerned are informed, and how they exercise their rights.'),
    ] },
    { heading: '3. Risks to the people concerned (c)', lines: [
      ...linesOf('Read this first'),
      ...checklist(agreement, unverified, english).lines,
      gap('for each risk, how likely and how severe it is for the people concerned.'),
    ] },
    { heading: '4. Measures (d)', lines: [
      'By the program:',
      ...linesOf('What is protected'),
      '- Messages between parties are encrypted from party to party. The relay passes them on and has no key to them.',
      '- Every party’s program computes nothing before every party has approved the same digest.',
      '- Each party that ends the session well keeps a receipt with the agreement and the approvals. It does not hold the result.',
      'What these measures rest on:',
      '- The machine of a party and its user account are not in the hands of others, and its users compare keys or words over a way that an attacker does not control.',
      '- The cryptographic assumptions that the project’s threat model lists (docs/threat-model.md).',
      'What they are not:',
      '- Nobody outside the project has audited the program, and it is not certified. Its results are exact, with no noise added (docs/compliance.md).',
      gap('measures of each organisation: who may use the machine, back-ups, training, what happens with the result.'),
    ] },
    { heading: '5. Advice and decision', lines: [
      gap('advice of the data-protection officer (Article 35(2)), name and date.'),
      gap('views of the people concerned or of who represents them, or why these were not sought (Article 35(9)).'),
      gap('what risk remains, and whether the authority has to be consulted first (Article 36).'),
      gap('decision of each controller, name and date.'),
    ] },
  ];
}

function gap(text: string): string {
  return `${OPEN}: ${text}`;
}

function contactGaps({ parties, contacts = [] }: Agreement): string[] {
  return parties.filter(({ name }) => !contacts.some((each) => each.name === name)).map(({ name }) => gap(`whom to ask at ${name}.`));
}
