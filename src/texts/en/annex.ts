/** The annex to a data-protection impact assessment, in the order of Article 35(7) GDPR. */
export const annex = {
  /** Of a document. */
  title: (purpose: string) => `Data-protection annex: ${purpose}`,
  headings: {
    about: 'What this annex is',
    processing: '1. The processing and its purpose (a)',
    necessity: '2. Necessity and proportionality (b)',
    risks: '3. Risks to the people concerned (c)',
    measures: '4. Measures (d)',
    decision: '5. Advice and decision',
  },
  /** What only people can say. */
  gap: (text: string) => `TO FILL IN: ${text}`,

  byProgram: 'It was filled by a program from one agreement, for whoever carries out a data-protection impact assessment. It is not that assessment, it is no legal advice, and it approves nothing.',
  ofAgreement: (digest: string) => `The agreement is the file with the digest ${digest}. Where this text and the file differ, the file counts.`,
  order: 'The order follows Article 35(7) of Regulation (EU) 2016/679. Lines that begin with TO FILL IN are for the data-protection officer and the controller.',

  noLegalBasis: 'the legal basis. The agreement names none.',
  legalBasisHolds: 'whether the legal basis that is named holds for each party.',
  contact: (name: string) => `whom to ask at ${name}.`,
  retention: 'how long the result is kept, and who deletes it. The agreement does not say.',
  whoseData: 'whose data these are, how many people, and which special categories are among them.',
  controllers: 'who is a controller, a joint controller or a processor. Whoever runs the relay included.',
  countries: 'in which countries the parties and the relay are, and whether data leave for a third country.',

  necessary: 'why the purpose needs this computation, and why less data or another way would not do.',
  rights: 'how the people concerned are informed, and how they exercise their rights.',

  likelihood: 'for each risk, how likely and how severe it is for the people concerned.',

  ofProgram: 'By the program:',
  encrypted: 'Messages between parties are encrypted from party to party. The relay passes them on and has no key to them.',
  approvedFirst: 'Every party’s program computes nothing before every party has approved the same digest.',
  receipt: 'Each party that ends the session well keeps a receipt with the agreement and the approvals. It does not hold the result.',
  restsOn: 'What these measures rest on:',
  machines: 'The machine of a party and its user account are not in the hands of others, and its users compare keys or words over a way that an attacker does not control.',
  assumptions: 'The cryptographic assumptions that the project’s threat model lists (docs/threat-model.md).',
  areNot: 'What they are not:',
  noAudit: 'Nobody outside the project has audited the program, and it is not certified. Its results are exact, with no noise added (docs/compliance.md).',
  ownMeasures: 'measures of each organisation: who may use the machine, back-ups, training, what happens with the result.',

  advice: 'advice of the data-protection officer (Article 35(2)), name and date.',
  views: 'views of the people concerned or of who represents them, or why these were not sought (Article 35(9)).',
  remaining: 'what risk remains, and whether the authority has to be consulted first (Article 36).',
  decision: 'decision of each controller, name and date.',
};
