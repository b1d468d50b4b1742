import type { Texts } from '../texts.js';
import { listed } from './listed.js';

export const program: Texts['program'] = {
  inEnglish: ['Die Wörter dieses Programms und die Hinweise dazu sind nur auf Englisch. Stimmen Sie nichts zu, wovon Sie einen Teil nicht lesen können.'],
  resultInEnglish: ['Die Wörter in diesem Ergebnis kommen aus dem Programm und sind auf Englisch.'],
  allButOne: 'Arbeiten alle Parteien bis auf eine zusammen, so kennen sie ihre eigenen Teile jeder Summe, die eine von ihnen erfährt, und können den Teil der letzten errechnen.',
  saidBelow: 'Was jede von ihnen erfährt, und welche Summen jede außerdem sieht, steht unten.',
  notices: 'Hinweise',
  itself: 'Das Programm selbst',
  governs: 'Wo diese Wörter und das Programm voneinander abweichen, gilt das Programm. Die Prüfsumme unten umfasst es Buchstabe für Buchstabe.',
  accepted: (codes) => `Wer dies vorschlägt, hat ${listed(codes)} angenommen.`,
  notAccepted: (notice) => `${notice} (Wer dies vorschlägt, hat dies nicht angenommen: möglicherweise mit einer anderen Version von mpc.)`,
  secretInputs: 'Was eine Partei eingibt, bleibt geheim vor dem Relay und vor den anderen Parteien, auch wenn sie alle zusammenarbeiten und die Regeln brechen. Wer Summen erfährt, erfährt auch, was daraus zusammen mit dem folgt, was er schon weiß.',
  allTakePart: 'Alle oben genannten Parteien nehmen teil, oder es wird nichts berechnet.',
  sums: (count) => (count === 1 ? 'Es gibt 1 Summe. Sie ist genau: Sie kann für das Programm nicht zu groß werden.' : `Es gibt ${count} Summen. Sie sind genau: Keine kann für das Programm zu groß werden.`),
  hidden: {
    sign: (sign) => `${sign} verborgen durch eine Bedingung des Programms`,
    cells: (count) => `${count} Zellen sind verborgen.`,
    condition: 'nicht offengelegt: die Bedingung dafür ist nicht erfüllt',
    none: 'kein Wert',
    byParties: (parties) => `nicht offengelegt: verschlossen von ${listed(parties)}, da die Bedingung ohne die eigenen Zeilen ${parties.length > 1 ? 'dieser Parteien' : 'dieser Partei'} nicht erfüllt ist`,
    ofTotal: (tables, parties) => `nicht offengelegt: eine Summe über die Zeilen von ${listed(tables)}, wo Zellen verschlossen sind${parties.length === 0 ? '' : `, einige von ${listed(parties)}`}`,
    cellsByParty: (party, cells) => `Verschlossen von ${party}, da die Bedingung sie ohne die eigenen Zeilen dieser Partei verbirgt: ${cells.join('; ')}.`,
    cellsWithTable: (table, cells) => `Verschlossen zusammen mit Zellen von ${table}, die über dieselben Zeilen gehen: ${cells.join('; ')}.`,
  },
};
