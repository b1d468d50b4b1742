import type { Unit } from '../shapes.js';
import type { Texts } from '../texts.js';
import { listed } from './listed.js';

export const match: Texts['match'] = {
  whichRows: (recipient, owners) => `Welche Zeilen der Liste von ${recipient} auch auf mindestens einer der Listen von ${owners.join(', ')} stehen. Das Ergebnis sagt nicht, auf wessen Liste oder auf wie vielen.`,
  twoLists: ({ recipient, first, second }) =>
    `ACHTUNG: Es gibt nur zwei Listen neben der von ${recipient}. Arbeitet ${first} mit ${recipient} zusammen, so können die beiden für jeden Treffer erfahren, ob er auf der Liste von ${second} steht. Arbeitet ${second} mit ${recipient} zusammen, so können die beiden dasselbe über die Liste von ${first} erfahren. Auf wessen Liste ein Treffer steht, ist nur verborgen, solange keine der beiden Parteien mit ${recipient} zusammenarbeitet.`,
  missed: (recipient) => `Eine Zeile, die nicht gefunden wird, kann dennoch auf einer Liste stehen: Ein Eigentümer einer Liste, der die Regeln bricht, kann bewirken, dass ${recipient} Namen auf den anderen Listen verfehlt, und niemand bemerkt es.`,
  largerLast: ({ last, canTry, recipient, mayTry }) => `ACHTUNG: ${last}, als letzte Partei beim Mischen, kann auf anderen Listen heimlich mehr versuchen (${canTry}), als ${recipient} versuchen darf (${mayTry}). Wenn Sie dieser Vereinbarung zustimmen, nehmen Sie das hin.`,
  guessing: (recipient, most) => `${recipient} kann Namen eingeben, die nur geraten sind, bis zu ${most}, und erfährt für jeden, ob irgendeine Liste ihn hat. Die Eigentümer der Listen sehen nicht, welche Namen das sind.`,
  together: (against) => `Arbeiten alle anderen gegen einen Eigentümer einer Liste zusammen, so können sie auf seiner Liste so viel versuchen, wie alle ihre Grenzen zusammen erlauben: gegen ${against}.`,
  hiddenWhile: ({ recipient, first }) =>
    `Auf wessen Liste ein Name steht, ist vor ${recipient} nur verborgen, solange ${first}, als erste Partei beim Mischen, die Regeln einhält. Arbeiten ${first} und ${recipient} gegen die Regeln zusammen, so erfahren sie, auf wessen Liste jeder Treffer steht, und niemand bemerkt es.`,
  hintFromBlocks: ({ first, last, recipient }) => `Auch wenn alle die Regeln einhalten, können ${first}, ${last} und ${recipient} zusammenlegen, was sie gesehen haben. Das gibt ihnen einen Hinweis, auf wessen Liste jeder Treffer steht, aber keine Gewissheit.`,
  otherMixers: (recipient) =>
    `Arbeitet eine andere Partei, die mischt, mit ${recipient} zusammen, so können die beiden erfahren, auf wie vielen Listen jeder Treffer steht. Ein Eigentümer einer Liste, der mit ${recipient} zusammenarbeitet, weiß auch dies: Jeder Treffer, der nicht auf seiner eigenen Liste steht, steht auf einer der anderen.`,
  lastWithoutList: (last, unit) => `${lastSees(last, unit)} Diese Partei hat keine Liste und kann daher für sich allein keine Namen ihrer Wahl auf den Listen anderer versuchen.`,
  lastWithList: ({ last, unit, own, recipient, both }) =>
    `${lastSees(last, unit)} Bricht diese Partei die Regeln, so kann sie auch ${own} ihrer Wahl versuchen und für jede erfahren, ob eine andere Liste sie hat, und niemand bemerkt es. Zusammen mit ${recipient} kann sie insgesamt ${both} versuchen. Das Konto jedes Eigentümers wird dafür belastet: ${own} für ${last}, und ${both} für ${recipient}.`,

  sendersLearn: (senders, recipient) =>
    `${listed(senders)} ${senders.length === 1 ? 'erfährt' : 'erfahren'}, wie viele Zeilen ${recipient} höchstens haben darf, und sonst nichts darüber. Für sich allein erfährt jede dieser Parteien über die Zeilen der anderen nur, was unter "Lesen Sie dies zuerst" steht.`,
  otherRowsStay: (recipient) => `Für sich allein erfährt ${recipient} nichts über eine Zeile auf einer anderen Liste, die mit keiner eigenen übereinstimmt, auch nicht durch Bruch der Regeln.`,
  withoutList: 'Das Relay erfährt nichts darüber, was auf den Listen steht. Eine Partei, die keine Liste hat, erfährt darüber auch nichts, außer dem, was unter "Lesen Sie dies zuerst" steht.',
};

function lastSees(last: string, unit: Unit): string {
  return `${last}, als letzte Partei beim Mischen, sieht, wie viele ${unit === 'row' ? 'Zeilen' : 'Schreibweisen'} auf mehr als einer Liste stehen, und keine Namen.`;
}
