import type { Texts } from '../texts.js';
import { listed } from './listed.js';

export const psi: Texts['psi'] = {
  howMany: ({ spellings, first, second }) => `Hoeveel ${spellings ? 'verschillende schrijfwijzen van rijen' : 'verschillende rijen'} de lijsten van ${first} en ${second} gemeen hebben. Het resultaat is alleen dat aantal. Wat er twee keer staat, telt één keer.`,
  whichRows: (first, second) => `Welke rijen op beide lijsten staan, die van ${first} en die van ${second}.`,
  payload: ({ senders, columns, bytes }) =>
    `Voor elke overeenkomende rij krijgt de ontvanger ook deze kolommen van de rij van de ander, van ${listed(senders)}: ${columns.map((name) => `"${name}"`).join(', ')} (hoogstens ${bytes} bytes per rij). Voor rijen die niet overeenkomen, krijgt de ontvanger niets.`,

  guessing: ({ limits, hasPayload }) =>
    `Wie het resultaat te weten komt, kan namen invoeren die alleen geraden zijn, en komt voor elk daarvan te weten of de andere lijst die heeft: ${limits.map(({ name, most }) => `${name} tot ${most}`).join(', ')}. De eigenaar van de andere lijst ziet niet welke namen dat zijn. Diens eigen register telt ze over meer sessies.${hasPayload ? ' Een juiste gok brengt ook de kolommen mee die bij een overeenkomende rij horen.' : ''}`,
  large: (most) =>
    `De methode is die voor grote lijsten (vole). Een ontvanger die het eigen programma verandert, en over alle computers van de wereld beschikt, kan meer proberen dan toegestaan: ${most.map(({ name, can, limit }) => `${name} ${can} in plaats van ${limit}`).join(', ')}. Registers worden belast met het grootste aantal.`,
  largeBroken: (recipients) =>
    `Als de wiskunde van deze methode ooit gebroken wordt, kan de andere partij zonder grens toetsen wat op de lijst van ${recipients.join(' en van ')} kan staan, met de berichten die zij heeft bewaard. De andere methode (voprf) heeft geen van deze twee zwakke plekken.`,
  countAltered: (recipients) =>
    `Een ontvanger die het eigen programma verandert (${listed(recipients, 'of')}), kan misschien ontdekken welke van de eigen rijen overeenkomen, en niet alleen hoeveel. De andere kant kan het aantal vervalsen, en komt daardoor niets te weten.`,
  separateRuns: 'Elke partij krijgt het antwoord in een aparte ronde. Wie het antwoord het eerst heeft, kan stoppen voordat de ander er een heeft, en een partij die vals speelt, kan in de tweede ronde een andere lijst invoeren.',

  eachLearnsWhich: 'Elke partij komt te weten welke van haar eigen rijen overeenkomen.',
  senderLearnsNothing: (sender) => `${sender} komt niet te weten welke rijen overeenkomen, of hoeveel.`,
  otherRowsStay: 'Een partij komt niets te weten over een rij van de andere lijst die overeenkomt met geen van de rijen die zij invoert, ook niet door de regels te overtreden.',
};
