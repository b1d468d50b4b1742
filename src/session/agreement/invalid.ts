import { MpcError } from '../../errors.js';

export function invalid(why: string): MpcError {
  return new MpcError('AGREEMENT_INVALID', `The agreement is not valid: ${why}.`, 'Ask its author for a corrected agreement.');
}
