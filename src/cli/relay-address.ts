import { MpcError } from '../errors.js';
import { checkRelay } from '../session/agreement/canonical.js';

/** The address of a relay, given as an argument. Throws USAGE. */
export function relayArgument(text: string): string {
  try {
    checkRelay(text);
    return text;
  } catch {
    throw new MpcError('USAGE', 'That is not a ws:// or wss:// address without user name, password, query or fragment.', 'Write, for example, wss://relay.example.org.');
  }
}
