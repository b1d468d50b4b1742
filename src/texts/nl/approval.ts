import type { Texts } from '../texts.js';
import { listed } from './listed.js';

export const approval: Texts['approval'] = {
  question: 'Keurt u dit goed?',
  yesOrNo: 'ja of nee',
  yesNoOrCompared: 'ja, nee, of "vergeleken" als u het goedkeurt en de 6 woorden met elke andere partij hebt vergeleken',
  pleaseAnswer: (choices) => `Antwoord alstublieft met ${choices}.`,
  yes: ['ja', 'j'],
  no: ['nee'],
  compared: ['vergeleken', 'v'],

  namesAsRead: 'De eerste rijen die niet alleen gewone letters hebben, worden zo gelezen:',
  areNamesRight: 'Zijn zij goed geschreven?',

  sessionInWords: (words) => `Deze sessie in woorden: ${words}`,
  unverified: 'Identiteiten niet gecontroleerd: vergelijk deze woorden telefonisch met de andere partijen.',

  formerKeys: (names) => {
    const isOne = names.length === 1;
    return `LET OP: ${listed(names)} ${isOne ? 'nam deel met een sleutel die sindsdien is vervangen, en kan het resultaat alleen daarmee openen' : 'namen deel met sleutels die sindsdien zijn vervangen, en kunnen het resultaat alleen daarmee openen'}. Wie intussen zo’n sleutel heeft, kan de plaats van de eigenaar innemen: ga telefonisch na wie er deelneemt.`;
  },
  pastRetention: (day) => `LET OP: volgens de overeenkomst had dit resultaat sinds het einde van ${day} gewist moeten zijn. Wie het nu opent, heeft een reden nodig die niet in de overeenkomst staat.`,
  openedNow: (recipients) => `Het resultaat van deze sessie wordt nu geopend, voor: ${recipients.join(', ')}.`,
  sharedAnew: ({ needed, holders, dealers }) => `Vanaf nu openen ${needed} van dezen het resultaat van deze sessie samen: ${holders.join(', ')}. Nieuwe delen worden uitgedeeld door: ${dealers.join(', ')}.`,

  rightKeys: (names) => `U hebt de woorden van deze sessie vergeleken met ${names.join(', ')}: ${names.length === 1 ? 'die sleutel is de juiste' : 'deze sleutels zijn de juiste'}.`,
  keepKeys: (count) => `${count === 1 ? 'Deze sleutel' : 'Deze sleutels'} als gecontroleerd bewaren bij de partijen die u kent?`,
  keptKeys: 'Stel de volgende keer voor met --party NAME; dan hoeft niemand woorden te vergelijken. `mpc party list` toont de partijen.',

  nobodySigned: 'Niemand heeft dit exemplaar ondertekend.',
  signedAhead: (names) => `Vooraf ondertekend, in dit exemplaar, door: ${names.join(', ')}`,
  holdersApprove: (command) => `Houders keuren dit goed met: ${command}`,
  signed: (digest) => `Ondertekend: ${digest}`,
};
