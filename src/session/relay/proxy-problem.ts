import { cleaned } from '../clean.js';
import type { RelayProblem } from './problem.js';
import { isPlainForTls, nameProblem, tlsProblem } from './tls-problem.js';

/** A proxy's own answer: it lets nobody through. */
export class ProxyRefusal extends Error {
  constructor(readonly status: number) {
    super(`HTTP status ${status}`);
  }
}

/** A proxy that has not let this party through in time. */
export class ProxySilence extends Error {}

const KINDS_NEXT = 'Check that the address is that of a proxy, and of which kind: http://, https://, socks5h://.';

/** The meaning of an error before a proxy let this party through. `proxy`: in words, without its password. */
export function proxyErrorProblem(error: Error & { code?: string }, proxy: string, url: string): RelayProblem {
  if (error instanceof ProxyRefusal) return refusalProblem(error.status, proxy);
  if (error instanceof ProxySilence) return silentProxy(proxy);
  const tls = tlsProblem(error);
  if (tls !== undefined) return { ...tls, text: `${proxy}: ${tls.text}` };
  const name = nameProblem(error, 'of the proxy');
  if (name !== undefined) return { ...name, text: `${proxy}: ${name.text}` };
  const socks = /^Socks[45] proxy rejected connection(?: - \(?(\w+)\)?)?/i.exec(error.message);
  // The library calls every code but one a rejection, and names those that SOCKS has.
  if (socks !== null && socks[1] !== 'undefined') return { text: `${proxy} cannot reach ${new URL(url).host}${socks[1] === undefined ? '' : ` (${socks[1]})`}`, retryAfterMs: 0, isAnswer: false, next: 'Check the address of the relay, and that this proxy may go there.' };
  if (/authentication/i.test(error.message)) return { text: `${proxy} asks for a name and password, or refuses those it was given`, retryAfterMs: 'never', isAnswer: true, next: 'Put both into the address of the proxy: NAME:PASSWORD@HOST:PORT.' };
  if (isPlainForTls(error)) return { text: `${proxy} does not speak TLS, which https:// asks for`, retryAfterMs: 'never', isAnswer: true, next: 'Most proxies are named http://HOST:PORT, also for relays at wss://.' };
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.message === 'Socket closed') return { text: `${proxy} ends the connection without an answer that a proxy gives`, retryAfterMs: 0, isAnswer: false, next: KINDS_NEXT };
  if (error.code?.startsWith('HPE_') === true || socks !== null || /^Received invalid|invalid incoming connection/i.test(error.message)) return { text: `${proxy} does not answer as a proxy of this kind does`, retryAfterMs: 'never', isAnswer: true, next: KINDS_NEXT };
  return { text: `${proxy} cannot be reached (${error.code ?? cleaned(error.message, 100)})`, retryAfterMs: 0, isAnswer: false, next: 'Check that the proxy runs, or name the relay in NO_PROXY to go there directly.' };
}

export function silentProxy(proxy: string): RelayProblem {
  return { text: `${proxy} does not answer`, retryAfterMs: 0, isAnswer: false, next: 'Check the address of the proxy, and that it can reach the relay. To go there directly, name the relay in NO_PROXY.' };
}

/** The meaning of a proxy's own answer, if the proxy did not let this party through. */
function refusalProblem(status: number, proxy: string): RelayProblem {
  const text = `${proxy} answered with HTTP status ${status}`;
  if (status === 407) return { text: `${text}: it asks for a name and password, or refuses those it was given`, retryAfterMs: 'never', isAnswer: true, next: 'Put both into the address of the proxy: http://NAME:PASSWORD@HOST:PORT.' };
  if (status === 403 || status === 405) return { text: `${text}: it does not let anybody through to this address`, retryAfterMs: 'never', isAnswer: true, next: 'Many proxies let through to port 443 only: ask for an exception, or for a relay at wss:// and port 443.' };
  if (status >= 500) return { text: `${text}: it cannot reach the relay`, retryAfterMs: 1_000, isAnswer: true, next: 'Check the address of the relay, and that it runs.' };
  return { text, retryAfterMs: 'never', isAnswer: true, next: 'Check that the address is that of a proxy which knows CONNECT.' };
}
