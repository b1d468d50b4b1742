import type { Agent } from 'node:http';

/** How connections to a relay leave this machine. By default they go directly, and trust the authorities that Node trusts. */
export interface RelayWay {
  /** Makes the connections, through a proxy. */
  readonly agent?: Agent | undefined;
  /** The proxy for people, without name and password: `the proxy http://10.0.0.1:3128 (HTTPS_PROXY)`. */
  readonly proxy?: string | undefined;
  /** Whether the proxy speaks SOCKS, and therefore sends no HTTP. */
  readonly isSocks?: boolean | undefined;
  /** Every authority that may sign a relay's certificate, in PEM; undefined for Node's own list. */
  readonly ca?: readonly string[] | undefined;
}

export const DIRECT: RelayWay = {};
