import type { Texts } from '../texts.js';
import { decimal, listed } from './listed.js';

export const rehearsal: Texts['rehearsal'] = {
  begins: (file) => `PROBE von ${file}: Alles unten ist erfunden und sagt über niemanden etwas.`,
  played: ({ parties, cap }) =>
    `Alle ${parties} Parteien wurden auf diesem Rechner gespielt, mit einer Kopie der Vereinbarung. Sie hat Wegwerfschlüssel anstelle der Schlüssel, die in der Vereinbarung stehen, und ein Relay auf diesem Rechner${cap === undefined ? '.' : `; und keine Liste hat mehr als ${cap} Zeilen, wo die Vereinbarung mehr erlaubt.`}`,
  head: { party: 'Partei', rows: 'erfundene Zeilen', learns: 'erfährt', file: 'Datei' },
  noData: 'gibt keine Daten ein',
  learnsNothing: 'nichts',
  learnsResult: 'ein Ergebnis',
  openedBy: (names) => `Das Ergebnis war versiegelt. ${listed(names)} haben es gemeinsam geöffnet.`,
  everyPartyLearns: 'Was jede Partei erfährt:',
  learn: (names) => `Was ${listed(names)} ${names.length === 1 ? 'erfährt' : 'erfahren'}:`,
  ends: ({ seconds, hasCap, isKept }) => `All dies war erfunden. Es dauerte ${decimal(seconds)} s; auf echten Rechnern kommt das Netz hinzu${hasCap ? ', und längere Listen' : ''}. ${isKept ? 'Die erfundenen Dateien wurden aufbewahrt; alles andere wurde entfernt.' : 'Alles wurde entfernt.'}`,
};
