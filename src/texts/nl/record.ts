import type { Texts } from '../texts.js';

export const record: Texts['record'] = {
  headings: { contacts: 'Contactpersonen', retention: 'Hoe lang het resultaat mag worden bewaard' },
  reference: (text) => `Kenmerk: ${text}`,
  contact: (name, contact) => `${name}: ${contact}`,
  until: ({ day, isSealed }) => `Tot het einde van ${day} (UTC). Wie het resultaat te weten komt, wist het uiterlijk dan.${isSealed ? ' Wie een deel van het verzegelde resultaat bewaart, wist ook dat uiterlijk dan.' : ''}`,
  nobodyChecks: 'Niemand kan nagaan of een andere partij dat heeft gedaan. Het eigen programma van elke partij meldt aan zijn gebruiker dat die dag voorbij is (mpc status, mpc doctor), en wist niets ongevraagd.',
};
