import type { Texts } from '../texts.js';

export const linear: Texts['linear'] = {
  sum: (columns) => `De precieze som van ${columns > 1 ? `elk van ${columns} kolommen` : 'één kolom'} over alle rijen van alle inbrengers samen. Het resultaat is ${columns > 1 ? 'één getal per kolom' : 'dat ene getal'}.`,
  average: ({ columns, digits }) =>
    `Het precieze gemiddelde van ${columns > 1 ? `elk van ${columns} kolommen` : 'één kolom'} over alle rijen van alle inbrengers samen, met de som en het aantal waarden waaruit het volgt. Het wordt afgedrukt met ${digits} decimalen meer dan de kolom heeft, afgerond naar het dichtstbijzijnde getal. Ligt het precies halverwege, dan wordt het laatste cijfer even.`,
  column: ({ name, decimals, min, max }) => `Kolom "${name}": ${decimals === 0 ? 'gehele getallen' : `getallen met hoogstens ${decimals} decimalen`} van ${min} tot en met ${max}. Elke andere waarde is een fout.`,
  emptyCells: {
    refuse: 'Een lege cel is een fout.',
    skip: 'Een lege cel wordt overgeslagen, alsof die rij de kolom niet had.',
    zero: 'Een lege cel telt als 0.',
  },
  onError: 'Is er een fout, dan stopt het eigen programma van de partij voordat het iets verstuurt dat van haar bestand afhangt.',

  mayHaveNone: 'LET OP: een inbrenger kan helemaal geen rijen hebben, en niemand ziet dat. Als op twee na allen er geen hebben, komen die twee elkaars totalen te weten.',
  twoAndRecipient: 'LET OP: er zijn maar twee inbrengers. Vertelt een van hen een ontvanger het eigen totaal, dan kent de ontvanger dat van de ander.',
  twoLearnBoth: (first, second) => `LET OP: er zijn maar twee inbrengers. ${first} komt het totaal van ${second} te weten, en ${second} dat van ${first}: elk kan het eigen totaal van het resultaat aftrekken.`,
  twoLearnOne: (learner, other) => `LET OP: er zijn maar twee inbrengers. ${learner} komt het totaal van ${other} te weten, door het eigen totaal van het resultaat af te trekken.`,
  allButOne: 'Als alle inbrengers op één na samenwerken en het resultaat kennen, kunnen zij hun eigen totalen ervan aftrekken. Dan kennen zij het totaal van de laatste.',
  differences: 'Het verschil tussen dit resultaat en een ander, zoals dat van de maand ervoor, kan het getal van één persoon zijn.',

  secretInputs: 'Wat een partij inbrengt, blijft geheim voor de relay en voor de andere partijen, ook als die allemaal samenwerken en de regels overtreden. Wie het resultaat te weten komt, komt ook te weten wat daaruit volgt samen met wat men al weet.',
  mostRows: ({ rows, mayHaveNone }) =>
    `Hoogstens ${rows} rijen van elke inbrenger. ${mayHaveNone ? 'Het is toegestaan dat een inbrenger geen rijen heeft.' : 'Het bestand van elke inbrenger heeft ten minste één rij, en ten minste één waarde in elke kolom. Anders weigert het eigen programma het bestand.'}`,
  exact: 'Totalen zijn precies: geen enkel totaal kan te groot worden voor het programma.',

  head: { column: 'kolom', sum: 'som', average: 'gemiddelde', count: 'aantal' },
  noRows: '(geen rijen)',
};
