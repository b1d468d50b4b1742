import { graceOf, type Grace, type RelayAccess } from '../library/sessions.js';
import { parseWait } from './duration.js';
import { partyText, relayText } from './phases.js';
import type { Progress } from './terminal/progress.js';

/** How long to wait for a lost connection, as --grace says. Throws USAGE. */
export function parseGrace(grace: string | undefined): Grace {
  return graceOf(grace === undefined ? undefined : parseWait(grace, 'grace'));
}

/** Tells the user when another party or the relay is away. */
export function telling(progress: Progress): Required<Pick<RelayAccess, 'onParty' | 'onRelay'>> {
  return { onParty: (name, waitMs) => progress.phase(partyText(name, waitMs)), onRelay: (problem, retryMs, leftMs) => progress.phase(relayText(problem?.text, retryMs, leftMs)) };
}
