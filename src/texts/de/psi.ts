import type { Texts } from '../texts.js';
import { listed } from './listed.js';

export const psi: Texts['psi'] = {
  howMany: ({ spellings, first, second }) => `Wie viele ${spellings ? 'verschiedene Schreibweisen von Zeilen' : 'verschiedene Zeilen'} die Listen von ${first} und ${second} gemeinsam haben. Das Ergebnis ist nur diese Zahl. Was zweimal dasteht, zählt einmal.`,
  whichRows: (first, second) => `Welche Zeilen auf beiden Listen stehen, der von ${first} und der von ${second}.`,
  payload: ({ senders, columns, bytes }) =>
    `Zu jeder Zeile, die übereinstimmt, bekommt der Empfänger auch diese Spalten der Zeile des anderen, von ${listed(senders)}: ${columns.map((name) => `"${name}"`).join(', ')} (höchstens ${bytes} Byte je Zeile). Zu Zeilen, die nicht übereinstimmen, bekommt er nichts.`,

  guessing: ({ limits, hasPayload }) =>
    `Wer das Ergebnis erfährt, kann Namen eingeben, die nur geraten sind, und erfährt für jeden, ob die andere Liste ihn hat: ${limits.map(({ name, most }) => `${name} bis zu ${most}`).join(', ')}. Der Eigentümer der anderen Liste sieht nicht, welche Namen das sind. Sein eigenes Konto zählt sie über mehrere Sitzungen.${hasPayload ? ' Ein richtiger Tipp bringt auch die Spalten, die mit einem Treffer kommen.' : ''}`,
  large: (most) =>
    `Das Verfahren ist das für große Listen (vole). Ein Empfänger, der sein Programm verändert und alle Computer der Welt hat, kann mehr versuchen, als seine Grenze erlaubt: ${most.map(({ name, can, limit }) => `${name} ${can} statt ${limit}`).join(', ')}. Konten werden mit der größeren Zahl belastet.`,
  largeBroken: (recipients) =>
    `Wird die Mathematik dieses Verfahrens eines Tages gebrochen, so kann die andere Partei aus den Nachrichten, die sie aufbewahrt hat, ohne Grenze prüfen, was auf der Liste von ${recipients.join(' und von ')} stehen könnte. Das andere Verfahren (voprf) hat keine dieser beiden Schwächen.`,
  countAltered: (recipients) =>
    `Ein Empfänger, der sein Programm verändert (${listed(recipients, 'oder')}), kann vielleicht herausfinden, welche seiner Zeilen übereinstimmen, und nicht nur wie viele. Die andere Seite kann die Zahl fälschen und erfährt dadurch nichts.`,
  separateRuns: 'Jeder bekommt seine Antwort in einem eigenen Durchlauf. Wer seine Antwort zuerst hat, kann aufhören, bevor der andere eine hat, und eine Partei, die betrügt, kann im zweiten Durchlauf eine andere Liste eingeben.',

  eachLearnsWhich: 'Jeder erfährt, welche der eigenen Zeilen übereinstimmen.',
  senderLearnsNothing: (sender) => `${sender} erfährt nicht, welche Zeilen übereinstimmen oder wie viele.`,
  otherRowsStay: 'Eine Partei erfährt nichts über eine Zeile der anderen Liste, die mit keiner der von ihr eingegebenen übereinstimmt, auch nicht durch Bruch der Regeln.',
};
