/** Sentences about what an agreement says for the files of those who keep it: reference, contacts, retention. */
import type { Agreement } from './types.js';

interface Clause {
  readonly heading: string;
  readonly lines: readonly string[];
}

export function referenceLines({ reference }: Agreement): string[] {
  return reference === undefined ? [] : [`Reference: ${reference}`];
}

export function contactClauses({ contacts = [] }: Agreement): Clause[] {
  return contacts.length === 0 ? [] : [{ heading: 'Contacts', lines: contacts.map(({ name, contact }) => `${name}: ${contact}`) }];
}

export function retentionClauses({ retainUntil, threshold }: Agreement): Clause[] {
  if (retainUntil === undefined) return [];
  const shares = threshold === undefined ? '' : ' By then those who hold shares of the sealed result delete these, too.';
  return [
    {
      heading: 'How long the result may be kept',
      lines: [
        `Until the end of ${retainUntil} (UTC). By then whoever learns the result deletes it.${shares}`,
        'Nobody can check that another party did. Each party’s own program says so to its user when the day is over (mpc status, mpc doctor), and deletes nothing unasked.',
      ],
    },
  ];
}
