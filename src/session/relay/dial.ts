import type { ClientRequest } from 'node:http';
import { WebSocket, type ClientOptions } from 'ws';
import { authorizationOf } from './admission-tokens.js';
import { errorProblem, responseProblem, type RelayProblem } from './problem.js';
import { proxyErrorProblem, proxyResponseProblem } from './proxy-problem.js';
import { DIRECT, type RelayWay } from './way.js';

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
}

export function dial({ url, way = DIRECT, admissionToken }: Dial, options: ClientOptions): Dialled {
  const { proxy } = way;
  /** The answer of an HTTP proxy to CONNECT. */
  let proxyStatus: number | undefined;
  const socket = new WebSocket(url, {
    ...options,
    ...(way.agent === undefined ? {} : { agent: way.agent, ...throughProxy(url) }),
    ...(way.ca === undefined ? {} : { ca: [...way.ca] }),
    ...(admissionToken === undefined ? {} : { headers: { authorization: authorizationOf(admissionToken) } }),
    finishRequest: (request: ClientRequest) => {
      request.on('proxyConnect', (answer: { readonly statusCode?: number }) => (proxyStatus = answer.statusCode));
      request.end();
    },
  });
  const hasPassed = (error?: Error & { code?: string }) => proxyStatus === 200 || (way.isSocks === true && error !== undefined && isOfTls(error));
  return {
    socket,
    errorProblem: (error) => (proxy === undefined || hasPassed(error) ? errorProblem(error, url) : proxyErrorProblem(error, proxy, url)),
    responseProblem: (status, retryAfter, body) => (proxy !== undefined && proxyStatus !== undefined && proxyStatus !== 200 ? proxyResponseProblem(status, proxy) : responseProblem(status, retryAfter, body)),
  };
}

/**
 * agent-base would look for `https.js` in a stack trace to find out whether to speak TLS. With a shortened trace it would send the request, and the token in
 * it, in the clear.
 */
function throughProxy(url: string): object {
  return { secureEndpoint: url.startsWith('wss:') };
}

/** Whether the error is one of TLS with the relay, which begins once a SOCKS proxy has let this party through. */
function isOfTls({ code = '', message }: Error & { code?: string }): boolean {
  return /CERT|SIGNATURE|_SSL_|_TLS_|ISSUER/.test(code) || /wrong version number|packet length too long|http request/i.test(message);
}
