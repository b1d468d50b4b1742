import type { RelayAccess } from '../session/channel/relay-access.js';
import { wayTo } from './relay-way.js';
import type { Store } from './store.js';

export interface AccessOptions extends Omit<RelayAccess, 'relay' | 'admissionToken' | 'way'> {
  readonly store: Store;
  /** File with certificates of further authorities that a relay's certificate may be signed by. */
  readonly ca?: string | undefined;
}

/** How this party comes to a relay, by what it keeps and what its environment says. Throws as `wayTo`. */
export async function accessTo(relay: string, { store, ca, patienceMs, relayPatienceMs, onParty, onRelay }: AccessOptions): Promise<RelayAccess> {
  return { relay, admissionToken: await store.relayTokens.tokenFor(relay), way: await wayTo(relay, ca), patienceMs, relayPatienceMs, onParty, onRelay };
}
