import type { Home } from '../io/home.js';
import type { Progress } from '../io/progress.js';
import { tokenFor } from '../io/relay-tokens.js';
import type { RelayAccess } from '../session/channel/relay-access.js';
import { parseWait } from './duration.js';
import { partyText, relayText } from './phases.js';

/** Long enough for a laptop that was shut for a minute, and that the relay took a minute to miss. */
const DEFAULT_GRACE_MS = 120_000;

type Grace = Pick<RelayAccess, 'patienceMs' | 'relayPatienceMs'>;

/** How long a lost connection is waited for: as --grace says, else two minutes for another party, and for the relay as long as the session has. */
export function parseGrace(grace: string | undefined): Grace {
  if (grace === undefined) return { patienceMs: DEFAULT_GRACE_MS, relayPatienceMs: Infinity };
  const patienceMs = parseWait(grace, 'grace');
  return { patienceMs, relayPatienceMs: patienceMs };
}

/** The way to a relay, with the token that this party keeps for it, and somebody who tells the user when it is away. */
export async function accessTo(relay: string, { home, grace, progress }: { home: Home; grace: Grace; progress: Progress }): Promise<RelayAccess> {
  return { relay, ...grace, admissionToken: await tokenFor(home, relay), onParty: (name, waitMs) => progress.phase(partyText(name, waitMs)), onRelay: (problem, retryMs) => progress.phase(relayText(problem?.text, retryMs)) };
}
