import type { ClientRequestArgs } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { WebSocket, type ClientOptions } from 'ws';
import { authorizationOf } from './admission-tokens.js';
import { errorProblem, responseProblem, SILENT, type RelayProblem } from './problem.js';
import { proxyErrorProblem, silentProxy } from './proxy-problem.js';
import { DIRECT, type RelayWay, type Tunnel } from './way.js';

export interface Dial {
  readonly url: string;
  readonly way?: RelayWay | undefined;
  readonly admissionToken?: string | undefined;
}

/** A connection attempt, and the meaning of its failures: failures of a proxy on the way are not the relay's. */
export interface Dialled {
  readonly socket: WebSocket;
  readonly errorProblem: (error: Error & { code?: string }) => RelayProblem;
  readonly responseProblem: (status: number, retryAfter: string | undefined, body: string) => RelayProblem;
  /** The meaning of no answer so far. */
  readonly silence: () => RelayProblem;
}

/** The options of `ws`, of which the time to wait counts for the proxy and then again for the relay. */
export type DialOptions = ClientOptions & { readonly handshakeTimeout: number };

/** What Node asks for a connection, and how it is told. */
type CreateConnection = (options: ClientRequestArgs, done: (error: Error | null, socket?: Socket) => void) => undefined;

export function dial({ url, way = DIRECT, admissionToken }: Dial, options: DialOptions): Dialled {
  const { proxy, tunnel } = way;
  const gone = new AbortController();
  let isAtProxy = tunnel !== undefined;
  const createConnection = (through: Tunnel): CreateConnection => (_, done) => {
    void through(targetOf(url), { waitMs: options.handshakeTimeout, signal: gone.signal }).then((tunnelled) => {
      isAtProxy = false;
      done(null, url.startsWith('wss:') ? overTls(tunnelled, url, way) : tunnelled);
    }, done);
  };
  const socket = new WebSocket(url, {
    ...options,
    ...(tunnel === undefined ? {} : { createConnection: createConnection(tunnel) as unknown as NonNullable<ClientOptions['createConnection']> }),
    ...(way.ca === undefined ? {} : { ca: [...way.ca] }),
    ...(admissionToken === undefined ? {} : { headers: { authorization: authorizationOf(admissionToken) } }),
  });
  socket.once('close', () => gone.abort());
  return {
    socket,
    errorProblem: (error) => (isAtProxy ? proxyErrorProblem(error, proxy ?? 'the proxy', url) : errorProblem(error, url)),
    responseProblem,
    silence: () => (isAtProxy ? silentProxy(proxy ?? 'the proxy') : SILENT),
  };
}

function targetOf(url: string): { host: string; port: number } {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (protocol === 'wss:' ? 443 : 80) : Number(port) };
}

function overTls(socket: Socket, url: string, { ca }: RelayWay): Socket {
  const { host } = targetOf(url);
  return connectTls({ socket, host, servername: isIP(host) === 0 ? host : '', ALPNProtocols: ['http/1.1'], ...(ca === undefined ? {} : { ca: [...ca] }) });
}
