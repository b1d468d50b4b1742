/** What a value may be, and who knows it, in words. */
import type { Checked } from '../check/program.js';
import type { CalendarType, Info, NumberType, Type } from '../check/types.js';
import { dayText, monthText } from '../numbers/calendar.js';
import { decimalText, scaled, significantText, type Rational } from '../numbers/rational.js';
import { grouped, quoted } from '../words/numerals.js';

const MOST_VALUES = 12;
const DIGITS = 6;

export function kindWords({ type, empty }: Info): string {
  return `${wordsOf(type)}${empty ? ', or empty' : ''}`;
}

function wordsOf(type: Type): string {
  switch (type.kind) {
    case 'number':
      return numberWords(type);
    case 'fraction':
      return `an exact fraction from ${ends(type.value)}${unitWords(type.unit)}`;
    case 'real':
      return `a number from ${ends(type.value)}${unitWords(type.unit)} that has no exact value until it is rounded`;
    case 'bool':
      return 'yes or no';
    case 'category':
      return type.values === undefined ? `one of the list ${type.list ?? ''}` : `one of ${type.values.slice(0, MOST_VALUES).map(quoted).join(', ')}${type.values.length > MOST_VALUES ? ` and ${type.values.length - MOST_VALUES} others` : ''}`;
    case 'day':
    case 'month':
      return calendarWords(type);
    case 'label':
      return type.label === 'name' ? 'a person’s name, which never leaves home' : `a ${type.label}, which never leaves home`;
    case 'key':
      return 'a key, which is compared and never shown';
    case 'party':
      return `one of the ${type.group}`;
    case 'text':
      return `the text ${quoted(type.text)}`;
  }
}

function numberWords({ low, high, decimals, percent, unit }: NumberType): string {
  const [shift, sign] = percent ? [2, '%'] : [0, ''];
  const text = (end: bigint) => grouped(decimalText(scaled(end * 10n ** BigInt(shift), decimals), Math.max(0, decimals - shift))) + sign;
  return `a ${percent ? 'percentage' : decimals > 0 ? 'number' : 'whole number'} from ${text(low)} to ${text(high)}${unitWords(unit)}`;
}

function calendarWords({ kind, low, high }: CalendarType): string {
  const text = kind === 'day' ? dayText : monthText;
  return `a ${kind} from ${text(low)} to ${text(high)}`;
}

function ends([low, high]: readonly [Rational, Rational]): string {
  return `${grouped(significantText(low, DIGITS))} to ${grouped(significantText(high, DIGITS))}`;
}

function unitWords(unit: string | undefined): string {
  return unit === undefined ? '' : ` (unit ${quoted(unit)})`;
}

/** Who knows a value before anything is revealed. */
export function placeWords({ roles }: Checked, { place }: Pick<Info, 'place'>): string {
  switch (place) {
    case 'public':
      return 'All parties know it.';
    case 'together':
      return 'It is worked out together, and nobody sees it unless it is revealed.';
    case 'open':
      return 'It follows from what is revealed: each who learns that works it out.';
    default: {
      const name = place.slice('home:'.length);
      return roles.get(name)?.isGroup === true ? `Each of the ${name} knows its own alone.` : `${name} alone knows it.`;
    }
  }
}
