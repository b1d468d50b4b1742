import type { Texts } from '../texts.js';

export const result: Texts['result'] = {
  preface: ['Dit is een vertaling. De Engelse tekst is de tekst die telt; die komt met --lang en.'],
  done: 'Klaar.',
  doneSealed: (needed, holders) => `Klaar. Het resultaat is verzegeld: ${needed} van ${holders.join(', ')} openen het samen met \`mpc reveal\`.`,
  doneWithout: 'Klaar. Volgens de overeenkomst komt deze partij het resultaat niet te weten.',
  share: (file) => `Uw deel: ${file}`,
  receipt: (file) => `Bewijs: ${file}`,
  report: (file) => `Verslag: ${file}`,

  notFound: (untested) =>
    `Niet gevonden is niet veilig: ${untested === 0 ? '' : `${untested} van uw rijen ${untested === 1 ? 'kon niet getoetst worden' : 'konden niet getoetst worden'}, en `}een rij kan op een andere lijst staan met een schrijfwijze, of met een datum, die geen regel hier gelijk maakt.`,
  byRule: (found) => `Naar de regel die het meeste zegt over elke overeenkomende rij: ${found.map(({ rule, rows }) => `${rule} ${rows}`).join('; ')}.`,
  tooShort: (ownRows) => `Hoeveel hiervan bij toeval overeenkomen, valt niet te zeggen: uw lijst van ${ownRows} ${ownRows === 1 ? 'rij' : 'rijen'} is te kort om te laten zien hoe vaak zulke rijen voorkomen. Bekijk elke overeenkomende rij.`,
  noPairs: ({ otherRows, fewest }) =>
    `Bij toeval: geen twee rijen van uw eigen lijst komen door deze regels overeen. Als zulke rijen op de andere lijsten even zeldzaam zijn, en die vol zijn (${otherRows} rijen), komen minder dan ongeveer ${fewest} rijen overeen zonder dezelfde persoon te zijn.`,
  byChance: ({ pairs, otherRows, each }) =>
    `Bij toeval: op uw eigen lijst ${pairs === 1 ? `komt ${pairs} paar rijen` : `komen ${pairs} paren rijen`} door deze regels overeen. Als zulke rijen op de andere lijsten even vaak voorkomen, en die vol zijn (${otherRows} rijen), komen er zoveel overeen zonder dezelfde te zijn: ${each.map(({ rule, about }) => `${rule} ongeveer ${about}`).join('; ')}. Bekijk die rijen.`,
};

export const report: Texts['report'] = {
  title: (purpose) => `${purpose}: verslag`,
  headings: { result: 'Resultaat', before: 'Voordat u erop vertrouwt', receipt: 'Bewijs', agreement: 'Overeenkomst' },
  notLearned: 'Volgens de overeenkomst komt deze partij het resultaat niet te weten.',
  sealed: 'Het resultaat is verzegeld.',
  rows: { session: 'Sessie', digest: 'Digest van de overeenkomst', receipt: 'Bewijs', parties: 'Partijen' },
  strengths: {
    heading: 'Hoeveel elke regel bewijst',
    chart: 'Overeenkomende rijen naar de regel die het meeste zegt',
    head: ['Regel', 'Overeenkomende rijen waarover die het meeste zegt', 'Paren op uw eigen lijst', 'Bij toeval overeenkomend, geschat'],
    about: (rows) => `ongeveer ${rows}`,
    below: (rows) => `minder dan ongeveer ${rows}`,
    unknown: 'valt niet te zeggen',
  },
  evidence: 'Het bewijsbestand is het bewijs, en deze pagina niet: wie haar heeft, kan haar veranderen. Controleer het bewijsbestand met “mpc receipt verify FILE”.',
};
