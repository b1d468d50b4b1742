import type { Texts } from '../texts.js';
import { decimal, listed } from './listed.js';

export const compare: Texts['compare'] = {
  most: 'wie het grootste getal heeft (allen die het hebben, als het er meer zijn)',
  least: 'wie het kleinste getal heeft (allen die het hebben, als het er meer zijn)',
  order: 'de volgorde van alle inbrengers, van het grootste getal naar het kleinste (wie gelijke getallen hebben, staan bij elkaar)',
  max: 'het grootste getal',
  min: 'het kleinste getal',
  median: ({ position, count }) => `de mediaan, dat is nummer ${position} van ${count}, geteld vanaf het kleinste getal${count % 2 === 0 ? ' (het lagere van de twee in het midden)' : ''}`,
  more: (first, other) => `of het getal van ${first} groter is dan dat van ${other} (zijn zij gelijk, dan is het antwoord nee)`,
  computed: ({ column, isOneCell, learned, showsNumber }) =>
    `Elke inbrenger heeft één getal: ${isOneCell ? `de ene cel van de kolom "${column}" in het eigen bestand` : `het totaal van de kolom "${column}" over de rijen van het eigen bestand`}. Het resultaat zegt ${learned.join(', en ')}. ${showsNumber ? 'Er staat geen ander getal in het resultaat.' : 'Er staat geen getal in het resultaat.'}`,

  showsAndNames: 'LET OP: het resultaat bevat het precieze getal van een inbrenger, en zegt van wie het is.',
  showsOfTwo: 'LET OP: het resultaat bevat het precieze getal van een inbrenger, en er zijn er maar twee: een partij die ziet dat het niet haar eigen getal is, weet dat het dat van de ander is.',
  showsUnnamed: 'LET OP: het resultaat bevat het precieze getal van een inbrenger, zonder naam. Een ontvanger weet of raadt misschien van wie het is.',
  canTry: ({ contributors, runs }) =>
    `LET OP: een inbrenger kan in plaats van het eigen getal een getal naar keuze invoeren. Komt die inbrenger het resultaat te weten, dan zegt het resultaat of ${contributors === 2 ? 'het getal van de ander' : 'getallen van anderen'} daarboven of daaronder ${contributors === 2 ? 'ligt' : 'liggen'}.${contributors > 2 ? ' Meerdere inbrengers die samenwerken, kunnen even zoveel getallen tegelijk proberen.' : ''} ${runs === 1 ? 'Met elke volgende overeenkomst kan een ander getal worden geprobeerd.' : `Deze overeenkomst laat dat ${runs} keer toe.`}`,
  canEnd: 'Een partij die de regels overtreedt, kan de sessie afbreken, en vaak kan niemand zeggen welke partij dat deed.',
  noWrongResult: 'Een partij die de regels overtreedt, kan de anderen geen verkeerd resultaat laten aanvaarden, afgezien van wat zij zelf inbrengt.',

  oneRow: 'Het bestand van elke inbrenger heeft precies één rij, met een waarde in de kolom. Anders weigert het eigen programma het bestand.',
  severalRows: (most) => `Hoogstens ${most} rijen van elke inbrenger. Het bestand van elke inbrenger heeft ten minste één rij, en ten minste één waarde in de kolom. Anders weigert het eigen programma het bestand.`,
  range: (low, high) => `Elk getal ligt tussen ${low} en ${high}, deze twee meegerekend. De partijen controleren dit samen zonder de getallen te zien. Ligt een getal daarbuiten, dan eindigt de sessie zonder resultaat, en de controle zegt niet van wie dat getal was.`,
  sends: (megabytes) => `Elke partij stuurt elke andere partij hoogstens ${decimal(megabytes)} megabyte.`,

  hasGreatest: (parties) => `${listed(parties)} ${parties.length === 1 ? 'heeft' : 'hebben'} het grootste getal.${parties.length === 1 ? '' : ' Hun getallen zijn gelijk.'}`,
  hasSmallest: (parties) => `${listed(parties)} ${parties.length === 1 ? 'heeft' : 'hebben'} het kleinste getal.${parties.length === 1 ? '' : ' Hun getallen zijn gelijk.'}`,
  fromGreatest: 'van het grootste getal naar het kleinste',
  equal: (names) => `${listed(names)} (gelijk)`,
  listed,
  head: { column: 'kolom', max: 'grootste getal', min: 'kleinste getal', median: 'mediaan' },
  isGreater: (first, other) => `Ja: het getal van ${first} is groter dan dat van ${other}.`,
  isNotGreater: (first, other) => `Nee: het getal van ${first} is niet groter dan dat van ${other}.`,
};
