import { MpcError } from '../errors.js';

export const MAX_NAME_LENGTH = 64;

// Combining marks belong to the letters of many scripts. Default-ignorable characters (joiners, variation selectors,
// fillers, bidirectional controls) are invisible: with them two names could look the same and differ.
const CHARACTER = String.raw`(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{Nd} ._\-]`;
const SHAPE = new RegExp(String.raw`^(?=[\p{L}\p{Nd}])(?:${CHARACTER})+$`, 'u');

/**
 * The name of a party in its one spelling (NFC): 1 to 64 letters, digits, spaces, dots, underscores and hyphens,
 * a letter or digit first, spaces neither doubled nor at the end. Throws USAGE on anything else, without echoing it.
 */
export function checkPartyName(name: string): string {
  // Bounded before normalising: composed forms are never longer in characters than what they came from.
  const normal = name.length > 4 * MAX_NAME_LENGTH ? '' : name.normalize('NFC');
  const length = Array.from(normal).length;
  if (length === 0 || length > MAX_NAME_LENGTH || !SHAPE.test(normal) || /\x20(?:\x20|$)/.test(normal)) {
    throw new MpcError(
      'USAGE',
      'That is not a name a party can have.',
      `Use 1 to ${MAX_NAME_LENGTH} letters, digits, single spaces, dots, underscores or hyphens, starting with a letter or digit.`,
    );
  }
  return normal;
}
