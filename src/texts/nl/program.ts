import type { Texts } from '../texts.js';
import { listed } from './listed.js';

export const program: Texts['program'] = {
  inEnglish: ['De woorden van dit programma en de waarschuwingen erover zijn alleen in het Engels. Keur niets goed waarvan u een deel niet kunt lezen.'],
  resultInEnglish: ['De woorden in dit resultaat komen uit het programma, en zijn in het Engels.'],
  allButOne: 'Als alle partijen op één na samenwerken, kennen zij hun eigen aandeel in elke som die een van hen te weten komt, en kunnen zij het aandeel van de laatste berekenen.',
  saidBelow: 'Wat elk van hen te weten komt, en welke sommen elk daarnaast ziet, staat hieronder.',
  notices: 'Waarschuwingen',
  itself: 'Het programma zelf',
  governs: 'Waar deze woorden en het programma van elkaar verschillen, geldt het programma. De digest hieronder omvat het letter voor letter.',
  accepted: (codes) => `Wie dit voorstelt, heeft ${listed(codes)} aanvaard.`,
  notAccepted: (notice) => `${notice} (Wie dit voorstelt, heeft dit niet aanvaard; misschien heeft die een andere versie van mpc.)`,
  secretInputs: 'Wat een partij inbrengt, blijft geheim voor de relay en voor de andere partijen, ook als die allemaal samenwerken en de regels overtreden. Wie sommen te weten komt, komt ook te weten wat daaruit volgt samen met wat men al weet.',
  allTakePart: 'Alle partijen die hierboven genoemd zijn, nemen deel; anders wordt er niets berekend.',
  sums: (count) => `Er ${count === 1 ? 'is 1 som. Die is precies: zij kan' : `zijn ${count} sommen. Zij zijn precies: geen daarvan kan`} ${count === 1 ? 'niet ' : ''}te groot worden voor het programma.`,
  hidden: {
    sign: (sign) => `${sign} verborgen door een voorwaarde van het programma`,
    cells: (count) => `Er zijn ${count} cellen verborgen.`,
    condition: 'niet onthuld: de voorwaarde ervoor gaat niet op',
    none: 'geen waarde',
    byParties: (parties) => `niet onthuld: afgesloten door ${listed(parties)}, omdat de voorwaarde niet opgaat zonder de eigen rijen van ${parties.length > 1 ? 'deze partijen' : 'deze partij'}`,
    ofTotal: (tables, parties) => `niet onthuld: een totaal over de rijen van ${listed(tables)}, waarin cellen zijn afgesloten${parties.length === 0 ? '' : `, sommige door ${listed(parties)}`}`,
    cellsByParty: (party, cells) => `Afgesloten door ${party}, omdat de voorwaarde ze zonder de eigen rijen van deze partij verbergt: ${cells.join('; ')}.`,
    cellsWithTable: (table, cells) => `Afgesloten samen met cellen van ${table}, die over dezelfde rijen gaan: ${cells.join('; ')}.`,
  },
};
