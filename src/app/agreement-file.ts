import { readBounded } from '../io/files.js';
import { MAX_AGREEMENT_BYTES } from '../session/agreement/canonical.js';
import { asKind } from './file-kind.js';
import { parseSigned, type SignedAgreement } from '../session/agreement/signed.js';

/** An agreement with some approvals. */
export const MAX_FILE_BYTES = MAX_AGREEMENT_BYTES + 64 * 1024;

/** Reads and checks an agreement file. Throws USAGE where it cannot be read, AGREEMENT_INVALID or SIGNATURE_INVALID where it is not good. */
export async function readAgreementFile(path: string): Promise<SignedAgreement> {
  const bytes = await readBounded(path, MAX_FILE_BYTES, 'USAGE', 'agreement');
  return asKind(path, bytes, ['mpc-agreement'], 'an agreement', () => parseSigned(bytes));
}
