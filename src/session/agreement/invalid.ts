import { MpcError } from '../../errors.js';

/** `why`: a clause. `wayOut`: what to do next, if it is not to ask the author. */
export function invalid(why: string, wayOut = 'Ask its author for a corrected agreement.'): MpcError {
  return new MpcError('AGREEMENT_INVALID', `The agreement is not valid: ${why}.`, wayOut);
}
