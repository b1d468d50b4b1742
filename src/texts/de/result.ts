import type { Texts } from '../texts.js';

export const result: Texts['result'] = {
  preface: ['NICHT GEPRÜFT: Diese Übersetzung wurde von keiner Person mit juristischer oder übersetzerischer Ausbildung geprüft, die Deutsch als Muttersprache hat. Es zählt der englische Text; er kommt mit --lang en. / NOT REVIEWED: no native lawyer or translator has reviewed this translation. The English wording counts: --lang en.'],
  done: 'Fertig.',
  doneSealed: (needed, holders) => `Fertig. Das Ergebnis ist versiegelt: ${needed} von ${holders.join(', ')} öffnen es gemeinsam mit \`mpc reveal\`.`,
  doneWithout: 'Fertig. Nach der Vereinbarung erfährt diese Partei das Ergebnis nicht.',
  share: (file) => `Ihr Anteil: ${file}`,
  receipt: (file) => `Beleg: ${file}`,
  report: (file) => `Bericht: ${file}`,

  notFound: (untested) =>
    `Nicht gefunden heißt nicht sicher: ${untested === 0 ? '' : `${untested} Ihrer Zeilen ${untested === 1 ? 'konnte nicht geprüft werden' : 'konnten nicht geprüft werden'}, und `}eine Zeile kann auf einer anderen Liste mit einer Schreibweise oder einem Datum stehen, die keine Regel hier gleich macht.`,
  byRule: (found) => `Nach der Regel, die über jeden Treffer am meisten sagt: ${found.map(({ rule, rows }) => `${rule} ${rows}`).join('; ')}.`,
  tooShort: (ownRows) => `Wie viele davon zufällig übereinstimmen, lässt sich nicht sagen: Ihre Liste mit ${ownRows} ${ownRows === 1 ? 'Zeile' : 'Zeilen'} ist zu kurz, um zu zeigen, wie häufig solche Zeilen sind. Sehen Sie sich jeden Treffer an.`,
  noPairs: ({ otherRows, fewest }) =>
    `Zufällig: Keine zwei Zeilen Ihrer eigenen Liste stimmen nach diesen Regeln überein. Sind solche Zeilen auf den anderen Listen ebenso selten, und sind diese voll (${otherRows} Zeilen), so stimmen weniger als etwa ${fewest} Zeilen überein, ohne dieselbe Person zu sein.`,
  byChance: ({ pairs, otherRows, each }) =>
    `Zufällig: Auf Ihrer eigenen Liste ${pairs === 1 ? `stimmt ${pairs} Paar von Zeilen` : `stimmen ${pairs} Paare von Zeilen`} nach diesen Regeln überein. Sind solche Zeilen auf den anderen Listen ebenso häufig, und sind diese voll (${otherRows} Zeilen), so stimmen so viele überein, ohne dieselben zu sein: ${each.map(({ rule, about }) => `${rule} etwa ${about}`).join('; ')}. Sehen Sie sich diese Treffer an.`,
};

export const report: Texts['report'] = {
  title: (purpose) => `${purpose}: Bericht`,
  headings: { result: 'Ergebnis', before: 'Bevor Sie sich darauf verlassen', receipt: 'Beleg', agreement: 'Vereinbarung' },
  notLearned: 'Nach der Vereinbarung erfährt diese Partei das Ergebnis nicht.',
  sealed: 'Das Ergebnis ist versiegelt.',
  rows: { session: 'Sitzung', digest: 'Prüfsumme (Digest) der Vereinbarung', receipt: 'Beleg', parties: 'Parteien' },
  strengths: {
    heading: 'Wie viel jede Regel beweist',
    chart: 'Treffer nach der Regel, die am meisten sagt',
    head: ['Regel', 'Treffer, über die sie am meisten sagt', 'Paare auf Ihrer eigenen Liste', 'Zufällige Treffer, geschätzt'],
    about: (rows) => `etwa ${rows}`,
    below: (rows) => `weniger als etwa ${rows}`,
    unknown: 'lässt sich nicht sagen',
  },
  evidence: 'Der Beleg ist der Nachweis, und diese Seite ist es nicht: Wer sie hat, kann sie ändern. Prüfen Sie den Beleg mit “mpc receipt verify FILE”.',
};
