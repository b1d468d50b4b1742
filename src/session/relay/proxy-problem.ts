import { cleaned } from '../clean.js';
import type { RelayProblem } from './problem.js';
import { nameProblem, tlsProblem } from './tls-problem.js';

/** The meaning of an error before a proxy let this party through. `proxy`: in words, without its password. */
export function proxyErrorProblem(error: Error & { code?: string }, proxy: string, url: string): RelayProblem {
  const tls = tlsProblem(error);
  if (tls !== undefined) return { ...tls, text: `${proxy}: ${tls.text}` };
  const name = nameProblem(error, 'of the proxy');
  if (name !== undefined) return { ...name, text: `${proxy}: ${name.text}` };
  const socks = /^Socks[45] proxy rejected connection(?: - \(?(\w+)\)?)?/i.exec(error.message);
  if (socks !== null) return { text: `${proxy} cannot reach ${new URL(url).host}${socks[1] === undefined ? '' : ` (${socks[1]})`}`, retryAfterMs: 0, isAnswer: false, next: 'Check the address of the relay, and that this proxy may go there.' };
  if (/authentication/i.test(error.message)) return { text: `${proxy} asks for a name and password, or refuses those it was given`, retryAfterMs: 'never', isAnswer: true, next: 'Put both into the address of the proxy: NAME:PASSWORD@HOST:PORT.' };
  if (/^proxy connection (ended|timed)|^socket closed|CONNECT response|timed out/i.test(error.message)) return { text: `${proxy} ends the connection without an answer that a proxy gives`, retryAfterMs: 0, isAnswer: false, next: 'Check that the address is that of a proxy, and of which kind: http://, https://, socks5h://.' };
  return { text: `${proxy} cannot be reached (${error.code ?? cleaned(error.message, 100)})`, retryAfterMs: 0, isAnswer: false, next: 'Check that the proxy runs, or name the relay in NO_PROXY to go there directly.' };
}

/** The meaning of a proxy's own answer, if the proxy did not let this party through. */
export function proxyResponseProblem(status: number, proxy: string): RelayProblem {
  const text = `${proxy} answered with HTTP status ${status}`;
  if (status === 407) return { text: `${text}: it asks for a name and password, or refuses those it was given`, retryAfterMs: 'never', isAnswer: true, next: 'Put both into the address of the proxy: http://NAME:PASSWORD@HOST:PORT.' };
  if (status === 403 || status === 405) return { text: `${text}: it does not let anybody through to this address`, retryAfterMs: 'never', isAnswer: true, next: 'Many proxies let through to port 443 only: ask for an exception, or for a relay at wss:// and port 443.' };
  if (status >= 500) return { text: `${text}: it cannot reach the relay`, retryAfterMs: 1_000, isAnswer: true, next: 'Check the address of the relay, and that it runs.' };
  return { text, retryAfterMs: 'never', isAnswer: true, next: 'Check that the address is that of a proxy which knows CONNECT.' };
}
