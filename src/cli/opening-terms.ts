import type { OpeningWanted } from '../library/agreements.js';
import { MpcError } from '../library/errors.js';

export interface OpeningTerms {
  readonly to: readonly string[] | undefined;
  readonly purpose: string | undefined;
  readonly legalBasis: string | undefined;
  readonly propose: string | undefined;
  readonly opening: string | undefined;
}

/** The opening agreement that is only to be written, and its path; undefined if a result is to be opened. Throws USAGE if flags do not go together. */
export function openingToWrite({ to, purpose, legalBasis, propose, opening }: OpeningTerms): { readonly wanted: OpeningWanted; readonly path: string } | undefined {
  const next = 'Write it with --to NAME --purpose TEXT --propose FILE; then everyone opens with --opening FILE.';
  const hasTerms = to !== undefined || purpose !== undefined || legalBasis !== undefined;
  if (opening !== undefined && (hasTerms || propose !== undefined)) throw new MpcError('USAGE', '--opening FILE has recipients and purpose in it already.', next);
  if (propose === undefined && hasTerms) throw new MpcError('USAGE', 'Other recipients or another purpose need an opening agreement, which all who take part have.', next);
  if (propose === undefined) return undefined;
  if (to === undefined || purpose === undefined) throw new MpcError('USAGE', '--propose FILE needs --to NAME and --purpose TEXT.', next);
  return { wanted: { recipients: to, purpose, legalBasis }, path: propose };
}
