import type { Texts } from '../texts.js';
import { listed } from './listed.js';

export const approval: Texts['approval'] = {
  question: 'Stimmen Sie zu?',
  yesOrNo: 'ja oder nein',
  yesNoOrCompared: 'ja, nein, oder "verglichen", wenn Sie zustimmen und die 6 Wörter mit jeder anderen Partei verglichen haben',
  pleaseAnswer: (choices) => `Bitte antworten Sie mit ${choices}.`,
  yes: ['ja', 'j'],
  no: ['nein'],
  compared: ['verglichen', 'v'],

  namesAsRead: 'Die ersten Zeilen, die nicht nur einfache Buchstaben haben, werden so gelesen:',
  areNamesRight: 'Sind sie richtig geschrieben?',

  sessionInWords: (words) => `Diese Sitzung in Wörtern: ${words}`,
  unverified: 'Identitäten ungeprüft: Vergleichen Sie diese Wörter am Telefon mit den anderen Parteien.',

  formerKeys: (names) => {
    const isOne = names.length === 1;
    return `ACHTUNG: ${listed(names)} ${isOne ? 'nahm mit einem Schlüssel teil, der seitdem gewechselt wurde, und kann das Ergebnis nur mit ihm öffnen' : 'nahmen mit Schlüsseln teil, die seitdem gewechselt wurden, und können das Ergebnis nur mit ihnen öffnen'}. Wer inzwischen einen solchen Schlüssel hat, könnte an die Stelle seines Eigentümers treten: Klären Sie am Telefon, wer teilnimmt.`;
  },
  pastRetention: (day) => `ACHTUNG: Nach seiner Vereinbarung sollte dieses Ergebnis seit dem Ende des Tages ${day} gelöscht sein. Wer es jetzt öffnet, braucht einen Grund, der nicht in der Vereinbarung steht.`,
  openedNow: (recipients) => `Das Ergebnis dieser Sitzung soll jetzt geöffnet werden, für: ${recipients.join(', ')}.`,
  sharedAnew: ({ needed, holders, dealers }) => `Von jetzt an öffnen ${needed} von diesen das Ergebnis dieser Sitzung gemeinsam: ${holders.join(', ')}. Neue Anteile werden ausgegeben von: ${dealers.join(', ')}.`,

  rightKeys: (names) => `Sie haben die Wörter dieser Sitzung mit ${names.join(', ')} verglichen: ${names.length === 1 ? 'Dieser Schlüssel ist der richtige' : 'Diese Schlüssel sind die richtigen'}.`,
  keepKeys: (count) => `${count === 1 ? 'Diesen Schlüssel' : 'Diese Schlüssel'} als geprüft bei den Parteien aufbewahren, die Sie kennen?`,
  keptKeys: 'Schlagen Sie das nächste Mal mit --party NAME vor; dann muss niemand Wörter vergleichen. `mpc party list` zeigt die Parteien.',

  nobodySigned: 'Niemand hat dieses Exemplar unterschrieben.',
  signedAhead: (names) => `Im Voraus unterschrieben, in diesem Exemplar, von: ${names.join(', ')}`,
  holdersApprove: (command) => `Verwahrer stimmen zu mit: ${command}`,
  signed: (digest) => `Unterschrieben: ${digest}`,
};
