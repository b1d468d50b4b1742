import { MpcError } from '../errors.js';
import { checkRelay } from '../session/agreement/canonical.js';

/** The address of a relay that a user gave. `flag`: which, if any. Throws USAGE, and repeats nothing that may hold a password. */
export function relayArgument(text: string, flag = ''): string {
  try {
    checkRelay(text);
    return text;
  } catch {
    const shown = flag === '' ? 'That' : `${flag}${isHarmless(text) ? ` ${text}` : ''}:`;
    throw new MpcError('USAGE', `${shown} ${flag === '' ? 'is ' : ''}not a ws:// or wss:// address without user name, password, query or fragment.`, relayAdvice(text));
  }
}

function isHarmless(text: string): boolean {
  return /^[\x21-\x7e]{1,200}$/.test(text) && !/[@?#]/.test(text);
}

/** What to write in place of an address that is no relay's. Whatever may hold a password is not repeated. */
export function relayAdvice(text: string): string {
  const usual = 'Write, for example, wss://relay.example.org or ws://127.0.0.1:7766.';
  if (/[@?#]/.test(text)) return `Leave out user name and password, and what begins with ? or #. What lets you into a relay is kept with \`mpc relay-token add URL\`. ${usual}`;
  if (/\s/.test(text)) return `There is a blank in it. ${usual}`;
  if (!isHarmless(text)) return usual;
  const [, secure, rest = ''] = /^http(s)?:\/\/(.+)$/i.exec(text) ?? [];
  if (rest !== '') return `http${secure ?? ''}:// is an address of the web. A relay's is ${secure === undefined ? 'ws' : 'wss'}://: write ${secure === undefined ? 'ws' : 'wss'}://${rest}.`;
  if (!text.includes('://')) return `It begins with wss:// where the relay has a certificate, and with ws:// where it has none: wss://${text} or ws://${text}.`;
  if (/:\d{5,}(?:\/|$)/.test(text)) return 'A port is a number from 1 to 65535.';
  return usual;
}
