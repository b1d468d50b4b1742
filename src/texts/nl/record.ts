import type { Texts } from '../texts.js';

export const record: Texts['record'] = {
  headings: { contacts: 'Contactpersonen', retention: 'Hoe lang het resultaat mag worden bewaard' },
  reference: (text) => `Kenmerk: ${text}`,
  contact: (name, contact) => `${name}: ${contact}`,
  until: ({ day, isSealed }) => `Tot het einde van ${day} (UTC). Uiterlijk dan wist wie het resultaat te weten komt het.${isSealed ? ' Uiterlijk dan wissen wie delen van het verzegelde resultaat bewaren ook deze.' : ''}`,
  nobodyChecks: 'Niemand kan nagaan of een andere partij dat heeft gedaan. Het eigen programma van elke partij zegt het haar gebruiker als de dag voorbij is (mpc status, mpc doctor), en wist niets ongevraagd.',
};
