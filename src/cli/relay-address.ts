import { checkRelay } from '../library/agreements.js';
import { MpcError } from '../library/errors.js';

/** The address of a relay, given as an argument. Throws USAGE. */
export function relayArgument(text: string): string {
  try {
    checkRelay(text);
    return text;
  } catch {
    throw new MpcError('USAGE', 'That is not a ws:// or wss:// address without user name, password, query or fragment.', relayAdvice(text));
  }
}

/** What to write in place of an address that is no relay's. Whatever may hold a password is not repeated. */
export function relayAdvice(text: string): string {
  const usual = 'Write, for example, wss://relay.example.org or ws://127.0.0.1:7766.';
  if (/[@?#\s]/.test(text) || !/^[\x21-\x7e]{1,200}$/.test(text)) return usual;
  const [, secure, rest = ''] = /^http(s)?:\/\/(.+)$/i.exec(text) ?? [];
  if (rest !== '') return `http${secure ?? ''}:// is an address of the web. A relay's is ${secure === undefined ? 'ws' : 'wss'}://: write ${secure === undefined ? 'ws' : 'wss'}://${rest}.`;
  if (!text.includes('://')) return `It begins with wss:// where the relay has a certificate, and with ws:// where it has none: wss://${text} or ws://${text}.`;
  return usual;
}
