import type { RelayProblem } from '../relay/problem.js';
import type { RelayWay } from '../relay/way.js';

/** How a party comes to its relay, and how long it waits for it and for others who lost theirs. */
export interface RelayAccess {
  /** Its address. */
  readonly relay: string;
  /** How many milliseconds to wait for another party that lost its connection, and, unless something else is given, for the relay. */
  readonly patienceMs: number;
  /** Infinity: as long as the session has. */
  readonly relayPatienceMs?: number | undefined;
  /** The token that admits a client, if the relay asks for one. */
  readonly admissionToken?: string | undefined;
  /** Through which proxy, and with which authorities; directly unless given. */
  readonly way?: RelayWay | undefined;
  /** Told when another party of the session lost its connection, and for how long it is waited for in milliseconds; and with undefined when it is back. */
  readonly onParty?: ((name: string, waitMs: number | undefined) => void) | undefined;
  /** Told when the relay is away, or does not answer, and why; and with undefined when it is back. */
  readonly onRelay?: ((problem: RelayProblem | undefined, retryMs: number) => void) | undefined;
}

/** The way to the relay alone, out of options that hold more. */
export function relayAccessOf({ relay, patienceMs, relayPatienceMs, admissionToken, way, onParty, onRelay }: RelayAccess): RelayAccess {
  return { relay, patienceMs, relayPatienceMs, admissionToken, way, onParty, onRelay };
}
