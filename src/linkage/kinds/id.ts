import { createRequire } from 'node:module';
import { isRounded, lettersAndDigits, plainText, ROUNDED_NUMBER, withoutDecimal, type CellRead } from './read.js';

type Validate = (text: string) => { readonly isValid: boolean; readonly compact?: string };

const LONGEST = 100;
/** Zeros in front that a spreadsheet may have taken away. */
const MOST_ZEROS = 3;
const NAME = /^[a-z]{2,3}\.[a-z][a-z0-9]{0,30}$/;
const load = createRequire(import.meta.url);
const known = new Map<string, Validate | undefined>();

/** What checks the numbers of a scheme such as nl.bsn (the country, and the number's name there); undefined if nothing does. */
function validatorOf(scheme: string): Validate | undefined {
  if (!known.has(scheme)) known.set(scheme, NAME.test(scheme) ? loaded(scheme) : undefined);
  return known.get(scheme);
}

/** One file a scheme, opened at first use. */
function loaded(scheme: string): Validate | undefined {
  try {
    const { validate } = load(`stdnum/lib/cjs/${scheme.replace('.', '/')}`) as { validate?: Validate };
    return typeof validate === 'function' ? validate : undefined;
  } catch {
    return undefined;
  }
}

export function isScheme(scheme: string): boolean {
  return validatorOf(scheme) !== undefined;
}

/**
 * A number or code that identifies somebody: capital letters and digits. Zeros in front count. With a `scheme` it must be one of that country's numbers, check
 * digits included; then zeros in front that a spreadsheet removed make no difference.
 */
export function readId(cell: string, scheme: string | undefined): CellRead {
  const text = withoutDecimal(plainText(cell));
  if (isRounded(text)) return ROUNDED_NUMBER;
  const code = lettersAndDigits(text);
  if (code === '') return { problem: 'without a letter or digit' };
  if (code.length > LONGEST) return { problem: `longer than ${LONGEST} characters` };
  if (scheme === undefined) return { part: code };
  const validate = validatorOf(scheme);
  const padded = /^\d+$/.test(code) ? Array.from({ length: MOST_ZEROS + 1 }, (_, zeros) => '0'.repeat(zeros) + code) : [code];
  for (const each of padded) {
    const found = validate?.(each);
    if (found?.isValid === true) return { part: lettersAndDigits(found.compact ?? each).replace(/^0+(?=\d+$)/, '') };
  }
  return { problem: `no ${scheme}: its length or a check digit does not fit` };
}
