import { MpcError } from '../../errors.js';
import type { ProtocolContext } from './network.js';

/** The error that ends a session when the evidence names a party. `what` completes "NAME did not follow the protocol: it …". */
export function deviation(context: Pick<ProtocolContext, 'names'>, party: number, what: string): MpcError {
  const name = context.names[party] ?? 'A party';
  return new MpcError('DEVIATION', `${name} did not follow the protocol: it ${what}.`, 'No result was accepted. Do not run this again with that party before you know why.', { party: name });
}
