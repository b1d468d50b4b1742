import { MpcError } from '../errors.js';

export const MAX_NAME_LENGTH = 64;

// Combining marks belong to the letters of many scripts. Default-ignorable characters (joiners, variation selectors, fillers, bidirectional controls) are
// invisible: with them, two different names could look the same.
const CHARACTER = String.raw`(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{Nd} ._\-'\u2019&,()]`;
const SHAPE = new RegExp(String.raw`^(?=['\u2019]?[\p{L}\p{Nd}])(?:${CHARACTER})+$`, 'u');

/**
 * The name of a party in its canonical spelling (NFC): 1 to 64 letters, digits, spaces and `. _ - ' & , ( )`. The first character is a letter or digit, which
 * may follow an apostrophe ('s Heeren Loo). Spaces are neither doubled nor at the end. Throws USAGE on anything else, and shows only the offending character of
 * the name.
 */
export function checkPartyName(name: string): string {
  // The length is bounded before normalising: composed forms never have more characters than their sources.
  const normal = name.length > 4 * MAX_NAME_LENGTH ? '' : name.normalize('NFC');
  const length = Array.from(normal).length;
  if (length === 0 || length > MAX_NAME_LENGTH || !SHAPE.test(normal) || /\x20(?:\x20|$)/.test(normal)) {
    throw new MpcError(
      'USAGE',
      `That is not a name a party can have${whyNot(normal, length)}.`,
      `Use 1 to ${MAX_NAME_LENGTH} letters, digits, single spaces and . _ - ' & , ( ), starting with a letter, a digit, or an apostrophe before one.`,
    );
  }
  return normal;
}

const ALLOWED = new RegExp(`^${CHARACTER}$`, 'u');

function whyNot(name: string, length: number): string {
  if (length === 0) return ': it is empty, or far too long';
  if (length > MAX_NAME_LENGTH) return `: it has ${length} characters`;
  const odd = Array.from(name).find((char) => !ALLOWED.test(char));
  if (odd !== undefined) {
    const code = `U+${(odd.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    return `: it holds ${/^[\p{P}\p{S}]$/u.test(odd) ? `"${odd}" (${code})` : `the character ${code}, which cannot be seen`}`;
  }
  return /\x20(?:\x20|$)/.test(name) ? ': it has two spaces in a row, or one at its end' : ': it does not begin with a letter or digit';
}
