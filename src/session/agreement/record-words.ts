/** Sentences about what an agreement says for the files of those who keep it: reference, contacts, retention. */
import type { Texts } from '../../texts/texts.js';
import type { Agreement } from './types.js';

interface Clause {
  readonly heading: string;
  readonly lines: readonly string[];
}

export function referenceLines({ reference }: Agreement, { record }: Texts): string[] {
  return reference === undefined ? [] : [record.reference(reference)];
}

export function contactClauses({ contacts = [] }: Agreement, { record }: Texts): Clause[] {
  return contacts.length === 0 ? [] : [{ heading: record.headings.contacts, lines: contacts.map(({ name, contact }) => record.contact(name, contact)) }];
}

export function retentionClauses({ retainUntil, threshold }: Agreement, { record }: Texts): Clause[] {
  if (retainUntil === undefined) return [];
  return [{ heading: record.headings.retention, lines: [record.until({ day: retainUntil, isSealed: threshold !== undefined }), record.nobodyChecks] }];
}
