import { cleaned } from '../clean.js';
import { isPlainForTls, nameProblem, tlsProblem } from './tls-problem.js';
import { CLOSE, type Refusal } from './wire.js';

/** Why there is no connection to the relay, as far as known. The text is the relay's own if it sent any, cleaned. */
export interface RelayProblem {
  readonly text: string;
  /** When a retry may succeed, in milliseconds from now. `never` ends the attempts. */
  readonly retryAfterMs: number | 'never';
  /** Whether the relay itself answered. Without an answer, the address may be wrong. */
  readonly isAnswer: boolean;
  /** Whether it will hardly be different in a minute, as with a name that does not exist. */
  readonly isHopeless?: boolean;
  /** What the user can do about it. Undefined if there is no special advice. */
  readonly next?: string;
  readonly isVersion?: boolean;
}

const MAX_TEXT = 200;
/** No relay keeps a client away for longer than this with one message. */
const MAX_RETRY_MS = 3_600_000;
const FAREWELL = /^([A-Za-z]{1,40}) (\d{1,6}|never) ?(.*)$/s;
/** Refusals without a time after which a retry may succeed, because the relay restarts, or was short of a resource. */
const PASSING: readonly (Refusal | undefined)[] = ['shuttingDown', 'slowReader', 'roomMemory', 'tooManyJoins', 'tooManyConnections', 'expired', 'interrupted', 'unavailable'];
const TOKEN_NEXT = 'Ask whoever runs the relay for an admission token, and keep it with `mpc relay-token add URL`. An invite brings its own: ask for a new one.';

export const SILENT: RelayProblem = { text: 'it does not answer', retryAfterMs: 0, isAnswer: false };

/** What the user can do about it. */
export function adviceOn({ next }: RelayProblem): string {
  return next ?? 'Check the address and that the relay runs (`mpc doctor --relay URL`), then try again.';
}

/** The meaning of a REFUSED. The close that follows may say when to retry. */
export function refusedProblem(reason: Refusal | undefined, text: string): RelayProblem {
  const words = `it refused this party: ${cleaned(text, MAX_TEXT)}`;
  if (reason === 'version') return { text: words, retryAfterMs: 'never', isAnswer: true, isVersion: true, next: 'Use the same version of mpc for the relay and all parties.' };
  return { text: words, retryAfterMs: PASSING.includes(reason) ? 0 : 'never', isAnswer: true };
}

/** The meaning of a close, given what was known before it. */
export function closeProblem(code: number, reason: string, before: RelayProblem | undefined): RelayProblem {
  if (code === CLOSE.replaced) return { text: 'it says that another process took this party’s place in the room', retryAfterMs: 'never', isAnswer: true };
  const [, name, wait, words = ''] = FAREWELL.exec(reason) ?? [];
  if (name === undefined || wait === undefined) return before ?? (code === 1006 ? { text: 'the connection broke', retryAfterMs: 0, isAnswer: false } : { text: `it closed the connection (code ${code})`, retryAfterMs: 0, isAnswer: true });
  const retryAfterMs = wait === 'never' ? 'never' : bounded(Number(wait));
  if (before?.isAnswer === true) return { ...before, retryAfterMs };
  return { text: `it closed the connection: ${cleaned(words === '' ? name : words, MAX_TEXT)}`, retryAfterMs, isAnswer: true };
}

/** The meaning of an HTTP answer to a request for a WebSocket. */
export function responseProblem(status: number, retryAfter: string | undefined, body: string): RelayProblem {
  const said = cleaned(body.replace(/\s+/g, ' ').trim(), MAX_TEXT);
  const text = `it answered with HTTP status ${status}${said === '' || said.startsWith('<') ? '' : `: ${said}`}`;
  if (status === 401 || status === 403) return { text, retryAfterMs: 'never', isAnswer: true, next: TOKEN_NEXT };
  if (status !== 429 && status < 500) return { text, retryAfterMs: 'never', isAnswer: true, next: 'Check the address: what answers there may be a web server, and no relay.' };
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : 1;
  return { text, retryAfterMs: bounded(seconds), isAnswer: true };
}

/** The system's error codes in words. */
const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'there is no way to that machine',
  ENETUNREACH: 'there is no way to that network',
};

/** The meaning of a network error at this address. */
export function errorProblem(error: Error & { code?: string }, url: string): RelayProblem {
  if (/timed out/i.test(error.message) || error.code === 'ETIMEDOUT') return { ...SILENT, ...portAdvice(url) };
  if (isPlainForTls(error)) {
    return { text: 'what answers there does not speak TLS, which wss:// asks for', retryAfterMs: 'never', isAnswer: true, next: 'If the relay has no certificate, its address begins with ws://. All parties then need an agreement or invite with that address.' };
  }
  const certificateOrName = tlsProblem(error) ?? nameProblem(error, 'of the relay');
  if (certificateOrName !== undefined) return certificateOrName;
  const code = error.code ?? '';
  const text = IN_WORDS[code] === undefined ? (error.code ?? cleaned(error.message, 100)) : `${IN_WORDS[code]}: ${code}`;
  if (error.code === 'ECONNRESET' && new URL(url).protocol === 'ws:') return { text, retryAfterMs: 0, isAnswer: false, next: 'What answers there ends the connection. If the relay has a certificate, its address begins with wss://. Otherwise check that a relay runs at it (`mpc doctor --relay URL`).' };
  return { text, retryAfterMs: 0, isAnswer: false, ...portAdvice(url) };
}

/** If an address has no port, its author may not know which port was tried. */
function portAdvice(url: string): Pick<RelayProblem, 'next'> {
  const { port, protocol } = new URL(url);
  if (port !== '') return {};
  return { next: `The address names no port, so ${protocol === 'wss:' ? '443' : '80'} was tried. \`mpc relay\` prints the address that it listens at, with its port: use that one, as in ${protocol}//HOST:PORT. Then try again.` };
}

function bounded(seconds: number): number {
  return Math.min(seconds * 1_000, MAX_RETRY_MS);
}
