import type { Texts } from '../texts.js';

export const checklist: Texts['checklist'] = {
  heading: 'Sehen Sie hier zweimal hin',
  nothing: 'Nichts, wonach dieses Programm sucht.',
  found: (what, problem) => `${what}: ${problem}`,
  notSaid: (missing) => `Nicht darin gesagt: ${missing.join(', ')}.`,
  fine: (what) => `Danach gesucht, und nicht gefunden: ${what.join('; ')}.`,
  byRules: 'Diese Liste wird nach festen Regeln aus der Vereinbarung gemacht. Sie kann nicht sagen, ob der Zweck gut ist.',

  uncheckedKeys: {
    what: 'ungeprüfte Schlüssel',
    named: (names) => `${names.join(', ')}. Niemand an diesem Rechner hat geprüft, wem sie gehören.`,
    byInvite: 'Die Parteien sind durch eine Einladung zusammengekommen, und ihre Namen sind die, die sie sich selbst geben. Vergleichen Sie die Wörter am Telefon.',
  },
  accepted: { what: 'Hinweise, die der Vorschlagende angenommen hat', problem: (codes) => `${codes.join(', ')}. Unter "Lesen Sie dies zuerst" steht, was jeder davon preisgibt.` },
  twoSources: { what: 'zwei Parteien, die Daten eingeben', problem: (names) => `${names.join(' und ')}. Was man erfährt und nicht von der einen kommt, kommt von der anderen.` },
  namesAlone: { what: 'nur Namen', problem: 'Menschen werden durch Namen und durch nichts anderes unterschieden. Viele Menschen haben denselben Namen.' },
  payload: { what: 'Spalten, die mit Treffern übergeben werden', problem: (columns) => `${columns.join(', ')}.` },
  fewRows: {
    what: 'wenige Zeilen',
    ofParty: (name, most) => `${name} höchstens ${most}`,
    ofEach: (most) => `jede höchstens ${most}`,
    problem: (caps) => `${caps.join(', ')}. Ein Ergebnis über so wenige Menschen sagt etwas über jeden von ihnen.`,
  },
  manyTries: {
    what: (keys) => `${keys} Versuche oder mehr`,
    problem: (testers) => `${testers.map(({ name, keys }) => `${name} hat bis zu ${keys} Versuche`).join(', ')}. Das reicht, um eine ganze Stadt durchzugehen.`,
  },
  severalRuns: { what: 'mehrere Ausführungen', problem: (runs) => `${runs}. Zwei Ergebnisse, vor und nach der Änderung einer Zeile, verraten etwas über diese Zeile.` },
  lateEnd: { what: 'ein spätes Ende', problem: (expires) => `Sie kann bis ${expires} ausgeführt werden, mehr als ein Jahr nachdem sie gemacht wurde.` },

  legalBasis: 'eine Rechtsgrundlage',
  reference: 'ein Aktenzeichen',
  contacts: (names) => `eine Kontaktstelle bei ${names.join(', ')}`,
  retention: 'bis wann das Ergebnis aufbewahrt werden darf',
};
