import type { RelayAccess } from '../session/channel/relay-access.js';

/** How long a lost connection is waited for. */
export type Grace = Pick<RelayAccess, 'patienceMs' | 'relayPatienceMs'>;

/** Long enough for a laptop that was shut for a minute, and that the relay took a minute to miss. */
const USUAL_MS = 120_000;

/** As long as is asked for; else two minutes for another party, and for the relay as long as the session has. */
export function graceOf(ms: number | undefined): Grace {
  return { patienceMs: ms ?? USUAL_MS, relayPatienceMs: ms ?? Infinity };
}
