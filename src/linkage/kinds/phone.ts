import { createRequire } from 'node:module';
import { isRounded, plainText, ROUNDED_NUMBER, withoutDecimal, type CellRead } from './read.js';

type Parse = (text: string, options: { readonly defaultCountry?: string; readonly extract: false }) => { readonly number: string; readonly ext?: string; isPossible(): boolean; isValid(): boolean } | undefined;

/** Characters of the longest cell that is looked at. */
const LONGEST = 60;

let loaded: Parse | undefined;

/** Opened at first use: it holds the numbering plans of the world. */
function parse(...[text, options]: Parameters<Parse>): ReturnType<Parse> {
  loaded ??= (createRequire(import.meta.url)('libphonenumber-js/min') as { parsePhoneNumberFromString: Parse }).parsePhoneNumberFromString;
  return loaded(text, options);
}

/**
 * A phone number as ITU-T E.164 writes it (+31612345678), with x and the extension if there is one. A number without the code of its country is one of
 * `region`. Its length must be possible in its country. Nobody knows whether it is in use, and plans change.
 */
export function readPhone(cell: string, region: string | undefined): CellRead {
  const text = withoutDecimal(plainText(cell).replace(/^tel:\s*/i, ''));
  if (isRounded(text)) return ROUNDED_NUMBER;
  if (text.length > LONGEST || !/\d/.test(text)) return { problem: 'not a phone number' };
  const dialled = text.replace(/^[\s(]*\+\s*(\d{1,3})\s*\)/, '+$1 ');
  const number = numberOf(dialled, region) ?? (/^00[1-9]/.test(dialled) ? numberOf(`+${dialled.slice(2)}`, undefined) : undefined);
  if (number !== undefined) return { part: number };
  if (region === undefined && !/^(?:\+|00)/.test(dialled)) return { problem: 'a phone number without the code of its country; --region says which country these are of' };
  return { problem: region === undefined ? 'not a phone number' : `not a phone number as in ${region}, nor one with the code of its country` };
}

/** Whether a range of its country's plan has a number, in the form that `readPhone` returns. Plans change: a number in no range may still be right. */
export function isNumberInPlan(part: string): boolean {
  return parse(part.split('x')[0] ?? '', { extract: false })?.isValid() === true;
}

function numberOf(text: string, region: string | undefined): string | undefined {
  const found = parse(text, { ...(region === undefined ? {} : { defaultCountry: region }), extract: false });
  if (found?.isPossible() !== true) return undefined;
  return found.ext === undefined ? found.number : `${found.number}x${found.ext}`;
}
