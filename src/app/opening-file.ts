import { MpcError } from '../errors.js';
import { readBounded, writeNew } from '../io/files.js';
import { MAX_AGREEMENT_BYTES } from '../session/agreement/canonical.js';
import type { Receipt } from '../session/receipt.js';
import type { Opening } from '../session/share/opening.js';
import { asKind } from './file-kind.js';

/** Who is to learn a sealed result, and what for, where that is less than its agreement allows. */
export interface OpeningWanted {
  readonly recipients: readonly string[];
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
}

/** Writes an opening agreement for others to read and approve; no file is replaced. Throws USAGE. */
export async function writeOpening(receipt: Receipt, { recipients, purpose, legalBasis }: OpeningWanted, path: string): Promise<{ file: string; digest: string }> {
  const { makeOpening, openingBytes, openingDigest } = await import('../session/share/opening.js');
  const { parties } = receipt.agreement;
  for (const name of recipients) if (!parties.some((party) => party.name === name)) throw new MpcError('USAGE', `--to ${name}: no party of the agreement.`, `Its recipients are: ${receipt.agreement.recipients.join(', ')}.`);
  const opening = makeOpening(receipt, { recipients, purpose: purpose.normalize('NFC'), legalBasis: legalBasis?.normalize('NFC') }, Date.now());
  return { file: await writeNew(path, openingBytes(opening)), digest: openingDigest(opening) };
}

/** Reads and checks an opening agreement. Throws USAGE where it cannot be read, AGREEMENT_INVALID where it is not good. */
export async function readOpening(path: string): Promise<Opening> {
  const { parseOpening } = await import('../session/share/opening.js');
  const bytes = await readBounded(path, MAX_AGREEMENT_BYTES, 'USAGE', 'opening agreement');
  return asKind(path, bytes, ['mpc-opening'], 'an opening agreement', () => parseOpening(bytes));
}

/** For commands that take any agreement: an opening agreement, or undefined for anything else. */
export async function readIfOpening(path: string): Promise<Opening | undefined> {
  const bytes = await readBounded(path, MAX_AGREEMENT_BYTES, 'USAGE', 'agreement').catch(() => undefined);
  if (bytes === undefined) return undefined;
  const { looksLikeOpening, parseOpening } = await import('../session/share/opening.js');
  return looksLikeOpening(bytes) ? parseOpening(bytes) : undefined;
}
