import type { Socket } from 'node:net';

/** Where a tunnel ends. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** How a tunnel is waited for. */
export interface TunnelWait {
  /** It is given up after this time, whatever the proxy says meanwhile. */
  readonly waitMs: number;
  /** It is given up when this aborts: nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Makes a connection through a proxy. It fails with the proxy's fault: what comes after it is the relay's. */
export type Tunnel = (target: Target, wait: TunnelWait) => Promise<Socket>;

/** How connections to a relay leave this machine. By default they go directly, and trust the authorities that Node trusts. */
export interface RelayWay {
  readonly tunnel?: Tunnel | undefined;
  /** The proxy for people, without name and password: `the proxy http://10.0.0.1:3128 (HTTPS_PROXY)`. */
  readonly proxy?: string | undefined;
  /** Every authority that may sign a relay's certificate, in PEM; undefined for Node's own list. */
  readonly ca?: readonly string[] | undefined;
}

export const DIRECT: RelayWay = {};
