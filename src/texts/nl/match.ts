import type { Unit } from '../shapes.js';
import type { Texts } from '../texts.js';
import { listed } from './listed.js';

export const match: Texts['match'] = {
  whichRows: (recipient, owners) => `Welke rijen van de lijst van ${recipient} ook op ten minste één van de lijsten van ${owners.join(', ')} staan. Het resultaat zegt niet op wiens lijst, of op hoeveel.`,
  twoLists: ({ recipient, first, second }) =>
    `LET OP: er zijn maar twee lijsten naast die van ${recipient}. Werkt ${first} samen met ${recipient}, dan kunnen die twee voor elke overeenkomende rij te weten komen of zij op de lijst van ${second} staat. Werkt ${second} samen met ${recipient}, dan kunnen die twee hetzelfde te weten komen over de lijst van ${first}. Op wiens lijst een overeenkomende rij staat, is alleen verborgen zolang geen van beide met ${recipient} samenwerkt.`,
  missed: (recipient) => `Een rij die niet gevonden wordt, kan toch op een lijst staan: een eigenaar van een lijst die de regels overtreedt, kan ervoor zorgen dat ${recipient} namen op de andere lijsten mist, en niemand merkt dat.`,
  largerLast: ({ last, canTry, recipient, mayTry }) => `LET OP: ${last}, die als laatste mengt, kan op andere lijsten in het geheim meer proberen (${canTry}) dan ${recipient} mag proberen (${mayTry}). Keurt u deze overeenkomst goed, dan aanvaardt u dat.`,
  guessing: (recipient, most) => `${recipient} kan namen invoeren die alleen geraden zijn, tot ${most}, en komt voor elk daarvan te weten of een van de lijsten die heeft. De eigenaars van de lijsten zien niet welke namen dat zijn.`,
  together: (against) => `Als alle anderen samenwerken tegen één eigenaar van een lijst, kunnen zij op die lijst zoveel proberen als al hun grenzen samen toelaten: tegen ${against}.`,
  hiddenWhile: ({ recipient, first }) =>
    `Op wiens lijst een naam staat, is voor ${recipient} alleen verborgen zolang ${first}, die als eerste mengt, zich aan de regels houdt. Werken ${first} en ${recipient} tegen de regels samen, dan komen zij te weten op wiens lijst elke overeenkomende rij staat, en niemand merkt dat.`,
  hintFromBlocks: ({ first, last, recipient }) => `Ook als iedereen zich aan de regels houdt, kunnen ${first}, ${last} en ${recipient} bij elkaar leggen wat zij zagen. Dat geeft hun een aanwijzing op wiens lijst elke overeenkomende rij staat, maar geen zekerheid.`,
  otherMixers: (recipient) =>
    `Werkt een andere partij die mengt samen met ${recipient}, dan kunnen die twee te weten komen op hoeveel lijsten elke overeenkomende rij staat. Een eigenaar van een lijst die met ${recipient} samenwerkt, weet ook dit: elke overeenkomende rij die niet op de eigen lijst staat, staat op een van de andere.`,
  lastWithoutList: (last, unit) => `${lastSees(last, unit)} Deze partij heeft geen lijst, en kan dus op zichzelf geen namen naar keuze op de lijsten van anderen proberen.`,
  lastWithList: ({ last, unit, own, recipient, both }) =>
    `${lastSees(last, unit)} Overtreedt deze partij de regels, dan kan zij ook ${own} naar keuze proberen en voor elk daarvan te weten komen of een andere lijst die heeft, en niemand merkt dat. Samen met ${recipient} kan zij er in totaal ${both} proberen. Het register van elke eigenaar wordt daarvoor belast: ${own} op naam van ${last}, en ${both} op naam van ${recipient}.`,

  sendersLearn: (senders, recipient) =>
    `${listed(senders)} ${senders.length === 1 ? 'komt' : 'komen'} te weten hoeveel rijen ${recipient} hoogstens mag hebben, en verder niets daarover. Op zichzelf komt elk van hen over de rijen van de anderen alleen te weten wat onder "Lees dit eerst" staat.`,
  otherRowsStay: (recipient) => `Op zichzelf komt ${recipient} niets te weten over een rij op een andere lijst die met geen van de eigen rijen overeenkomt, ook niet door de regels te overtreden.`,
  withoutList: 'De relay komt niets te weten over wat er op de lijsten staat. Een partij die geen lijst heeft, komt daar ook niets over te weten, behalve wat onder "Lees dit eerst" staat.',
};

function lastSees(last: string, unit: Unit): string {
  return `${last}, die als laatste mengt, ziet hoeveel ${unit === 'row' ? 'rijen' : 'schrijfwijzen'} op meer dan één lijst staan, en geen namen.`;
}
