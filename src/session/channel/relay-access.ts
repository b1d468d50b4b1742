import type { RelayProblem } from '../relay/problem.js';
import type { RelayWay } from '../relay/way.js';

/** How a party reaches its relay, and how long it waits for the relay and for parties that lost their connection. */
export interface RelayAccess {
  /** The relay's address. */
  readonly relay: string;
  /** Milliseconds to wait for another party that lost its connection and, unless set otherwise, for the relay. */
  readonly patienceMs: number;
  /** Infinity: as long as the session lasts, once it has answered; a minute before that. */
  readonly relayPatienceMs?: number | undefined;
  /** The token that admits a client, if the relay asks for one. */
  readonly admissionToken?: string | undefined;
  /** The proxy and the certificate authorities to use. Directly by default. */
  readonly way?: RelayWay | undefined;
  /** Called with the name of a party that lost its connection, and for how many milliseconds it is awaited; with undefined when it is back. */
  readonly onParty?: ((name: string, waitMs: number | undefined) => void) | undefined;
  /** Called with the problem when the relay is away or does not answer, and for how many milliseconds it is tried if it never answered; with undefined when it is back. */
  readonly onRelay?: ((problem: RelayProblem | undefined, retryMs: number, leftMs?: number) => void) | undefined;
}

/** The access to the relay alone, out of options that hold more. */
export function relayAccessOf({ relay, patienceMs, relayPatienceMs, admissionToken, way, onParty, onRelay }: RelayAccess): RelayAccess {
  return { relay, patienceMs, relayPatienceMs, admissionToken, way, onParty, onRelay };
}
