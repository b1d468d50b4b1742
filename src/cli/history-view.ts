import { ERRORS } from '../library/errors.js';
import type { Attempt } from '../library/home.js';
import { cleaned, grouped } from '../library/text.js';

const MINUTES = 'YYYY-MM-DDTHH:MM'.length;
const MAX_PURPOSE = 200;

/** Three or four lines about one attempt. */
export function attemptInWords({ attempted, began, approved, computing, outcome, operator, operation, purpose, partners, rows, session }: Attempt): string {
  const who = operator === null ? '' : `, by ${operator}`;
  const how = operation === null ? attempted : attempted === 'session' ? operation : `${operation}, ${attempted}`;
  const said = [...(approved === null ? [] : [`approved ${clock(approved)}`]), ...(computing === null ? ['nothing about the data left'] : [`computed ${clock(computing)}`])];
  const isData = attempted === 'session';
  return [
    `${minute(began)} UTC  ${how}: ${outcomeInWords(outcome)}${who}`,
    ...(purpose === null ? [] : [`  For: ${cleaned(purpose, MAX_PURPOSE)}`]),
    ...(partners.length === 0 ? [] : [`  With: ${partners.join(', ')}${rows === null ? '' : `; own rows: ${grouped(String(rows))}`}`]),
    ...(isData ? [`  ${capital(said.join(', '))}${session === null ? '' : `; session ${session.slice(0, 8)}`}`] : []),
  ].join('\n');
}

function outcomeInWords(outcome: string | null): string {
  if (outcome === null) return 'no end is noted: it goes on, or its process was killed';
  if (outcome === 'done') return 'done';
  const known = new Map<string, { readonly what: string }>(Object.entries(ERRORS)).get(outcome);
  return `${outcome} (${known?.what.replace(/\.$/, '') ?? 'of another version of mpc'})`;
}

/** `2026-11-29 09:12`. */
export function minute(time: string): string {
  return time.slice(0, MINUTES).replace('T', ' ');
}

function clock(time: string): string {
  return time.slice('YYYY-MM-DDT'.length, MINUTES);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
