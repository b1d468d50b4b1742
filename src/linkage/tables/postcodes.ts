/**
 * How postal codes are written, without spaces and hyphens, by ISO 3166-1 code. Collected from the Universal Postal Union's addressing pages of each country.
 * If a country is missing, any code is taken. Any change is a new version of the rules (rules.ts).
 */
export const POSTCODES: ReadonlyMap<string, RegExp> = new Map([
  ...digits(3, 'FO IS LS MG PG'),
  ...digits(4, 'AF AL AM AT AU BD BE BG CH CV CX CY DK ET GE GL GW HT HU LI LR LU LV MD MK MZ NE NO NZ PH PY SJ SI TN VE ZA'),
  ...digits(5, 'AX BA BT CR CU DE DO DZ EE EG ES FI FR GF GP GR GT HR ID IQ IT JO KE KH KR KW LA LK LT MA MC ME MM MN MQ MX MY NC NP PF PK PM RE RS SA SD SE SK SM SN TH TR TW UA UY VA WF YT ZM CZ'),
  ...digits(6, 'BY CN CO IN KG KZ MN NG RO RU SG TJ TM UZ VN'),
  ...digits(7, 'CL IL JP'),
  ...digits(8, 'BR'),
  ...digits(10, 'IR'),
  ['PL', /^\d{5}$/],
  ['PT', /^\d{4}(?:\d{3})?$/],
  ['US', /^\d{5}(?:\d{4})?$/],
  ['PR', /^\d{5}(?:\d{4})?$/],
  ['NL', /^[1-9]\d{3}[A-Z]{2}$/],
  ['GB', /^(?:[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA)$/],
  ['GG', /^GY\d{1,2}\d[A-Z]{2}$/],
  ['JE', /^JE\d{1,2}\d[A-Z]{2}$/],
  ['IM', /^IM\d{1,2}\d[A-Z]{2}$/],
  ['IE', /^[A-Z]\d[\dW][A-Z\d]{4}$/],
  ['CA', /^[A-Z]\d[A-Z]\d[A-Z]\d$/],
  ['MT', /^[A-Z]{3}\d{2,4}$/],
  ['AR', /^(?:\d{4}|[A-Z]\d{4}[A-Z]{3})$/],
  ['AD', /^(?:AD)?\d{3}$/],
  ['AZ', /^\d{4}$/],
]);

/** Signs of countries on vehicles that are not their ISO codes, and come before postal codes as well: D-10115, A-1010. */
export const CAR_SIGNS: ReadonlyMap<string, string> = new Map('AT A|BE B|DE D|ES E|FI FIN|FR F|HU H|IE IRL|IT I|LI FL|LU L|NO N|PT P|SE S|SI SLO'.split('|').map((pair) => pair.split(' ') as [string, string]));

function digits(count: number, regions: string): [string, RegExp][] {
  return regions.split(' ').map((region) => [region, new RegExp(`^\\d{${count}}$`)]);
}
