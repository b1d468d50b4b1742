import { MpcError } from '../errors.js';
import { readBounded, writeNew } from '../io/files.js';
import { MAX_AGREEMENT_BYTES } from '../session/agreement/canonical.js';
import type { Receipt } from '../session/receipt.js';
import type { Opening } from '../session/share/opening.js';
import { asKind } from './file-kind.js';

export interface OpeningTerms {
  readonly to: readonly string[] | undefined;
  readonly purpose: string | undefined;
  readonly legalBasis: string | undefined;
  readonly propose: string | undefined;
  readonly opening: string | undefined;
}

/** Whether an opening agreement is only to be written. Throws USAGE where flags do not go together. */
export function proposesOpening({ to, purpose, legalBasis, propose, opening }: OpeningTerms): boolean {
  const next = 'Write it with --to NAME --purpose TEXT --propose FILE; then everyone opens with --opening FILE.';
  const hasTerms = to !== undefined || purpose !== undefined || legalBasis !== undefined;
  if (opening !== undefined && (hasTerms || propose !== undefined)) throw new MpcError('USAGE', '--opening FILE has recipients and purpose in it already.', next);
  if (propose === undefined && hasTerms) throw new MpcError('USAGE', 'Other recipients or another purpose need an opening agreement, which all who take part have.', next);
  if (propose !== undefined && (to === undefined || purpose === undefined)) throw new MpcError('USAGE', '--propose FILE needs --to NAME and --purpose TEXT.', next);
  return propose !== undefined;
}

/** Writes an opening agreement for others to read and approve. */
export async function writeOpening(receipt: Receipt, { to = [], purpose = '', legalBasis, propose = '' }: OpeningTerms): Promise<{ file: string; digest: string }> {
  const { makeOpening, openingBytes, openingDigest } = await import('../session/share/opening.js');
  const { parties } = receipt.agreement;
  for (const name of to) if (!parties.some((party) => party.name === name)) throw new MpcError('USAGE', `--to ${name}: no party of the agreement.`, `Its recipients are: ${receipt.agreement.recipients.join(', ')}.`);
  const opening = makeOpening(receipt, { recipients: to, purpose: purpose.normalize('NFC'), legalBasis: legalBasis?.normalize('NFC') }, Date.now());
  return { file: await writeNew(propose, openingBytes(opening)), digest: openingDigest(opening) };
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
