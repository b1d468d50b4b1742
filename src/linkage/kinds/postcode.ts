import { CAR_SIGNS, POSTCODES } from '../tables/postcodes.js';
import { lettersAndDigits, plainText, withoutDecimal, type CellRead } from './read.js';

/** Letters and digits in an order that some country uses: 10115, 1234AB, SW1A1AA, C1425ABC, D02AF30. */
const SHAPE = /^[A-Z]{0,4}(?:\d{1,10}[A-Z]{1,3})*\d{0,10}$/;
const LONGEST = 10;
/** D-10115, NL-1234 AB: the hyphen shows that the country is no part of the code. */
const COUNTRY = /^[A-Z]{1,2}-(?=\d{3})/;
/** Written with and without a hyphen. */
const JOINED = /^(?:LV|LT|MD|AZ)[ -]?(?=\d{4})/;

/**
 * A postal code: capital letters and digits, without the country in front. With a `region` it must be written as that country's codes are. Of a code of the
 * United States the first five digits count; ZIP+4 divides these further.
 */
export function readPostcode(cell: string, region: string | undefined): CellRead {
  const text = withoutDecimal(plainText(cell)).toUpperCase().replace(/\p{Pd}/gu, '-');
  const code = lettersAndDigits((region === undefined ? text : withoutCountry(text, region)).replace(JOINED, '').replace(COUNTRY, ''));
  if (code === '') return { problem: 'without a letter or digit' };
  if (code.length > LONGEST || !/\d/.test(code) || !SHAPE.test(code)) return { problem: 'not a postcode' };
  const pattern = region === undefined ? undefined : POSTCODES.get(region);
  if (pattern === undefined) return { part: code };
  if (!pattern.test(code)) return { problem: `not a postcode as in ${region ?? ''}` };
  return { part: region === 'US' ? code.slice(0, 5) : code };
}

function withoutCountry(text: string, region: string): string {
  for (const sign of [region, CAR_SIGNS.get(region) ?? region]) {
    const rest = text.slice(sign.length).replace(/^[ -]+/, '');
    if (text.startsWith(sign) && /^\d/.test(rest) && (POSTCODES.get(region)?.test(lettersAndDigits(rest)) ?? true)) return rest;
  }
  return text;
}
