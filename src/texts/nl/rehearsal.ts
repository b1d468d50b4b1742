import type { Texts } from '../texts.js';
import { decimal, listed } from './listed.js';

export const rehearsal: Texts['rehearsal'] = {
  begins: (file) => `REPETITIE van ${file}: alles hieronder is verzonnen, en zegt over niemand iets.`,
  played: ({ parties, cap }) =>
    `Alle ${parties} partijen zijn op deze machine gespeeld, met een kopie van de overeenkomst. Die heeft wegwerpsleutels in plaats van de sleutels die in de overeenkomst staan, en een relay op deze machine${cap === undefined ? '.' : `; en geen lijst heeft meer dan ${cap} rijen, waar de overeenkomst er meer toelaat.`}`,
  head: { party: 'partij', rows: 'verzonnen rijen', learns: 'komt te weten', file: 'bestand' },
  noData: 'brengt geen gegevens in',
  learnsNothing: 'niets',
  learnsResult: 'een resultaat',
  openedBy: (names) => `Het resultaat was verzegeld. ${listed(names)} hebben het samen geopend.`,
  everyPartyLearns: 'Wat elke partij te weten komt:',
  learn: (names) => `Wat ${listed(names)} te weten ${names.length === 1 ? 'komt' : 'komen'}:`,
  ends: ({ seconds, hasCap, isKept }) => `Dit was allemaal verzonnen. Het duurde ${decimal(seconds)} s; op echte machines komt daar het netwerk bij${hasCap ? ', en langere lijsten' : ''}. ${isKept ? 'De verzonnen bestanden zijn bewaard; al het andere is verwijderd.' : 'Alles is verwijderd.'}`,
};
