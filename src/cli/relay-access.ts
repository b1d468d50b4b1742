import { graceOf, type Grace } from '../app/grace.js';
import type { Home } from '../io/home.js';
import type { Progress } from '../io/progress.js';
import { tokenFor } from '../io/relay-tokens.js';
import { wayTo } from '../app/relay-way.js';
import type { RelayAccess } from '../session/channel/relay-access.js';
import { parseWait } from './duration.js';
import { partyText, relayText } from './phases.js';

/** How long a lost connection is waited for, as --grace says. Throws USAGE. */
export function parseGrace(grace: string | undefined): Grace {
  return graceOf(grace === undefined ? undefined : parseWait(grace, 'grace'));
}

/** The way to a relay, with the token that this party keeps for it, and somebody who tells the user when it is away. */
export async function accessTo(relay: string, { home, grace, ca, progress }: { home: Home; grace: Grace; ca: string | undefined; progress: Progress }): Promise<RelayAccess> {
  return { relay, ...grace, admissionToken: await tokenFor(home, relay), way: await wayTo(relay, ca), onParty: (name, waitMs) => progress.phase(partyText(name, waitMs)), onRelay: (problem, retryMs) => progress.phase(relayText(problem?.text, retryMs)) };
}
