import anyAscii from 'any-ascii';

/**
 * Words of Latin letters, folded. ä ö ü å ø æ are expanded as the passports of their languages do it (ICAO 9303, part 3, section 6), and accents fold. `short` is the
 * form that near rules use, in which neither the letters nor their expansions differ from the plain vowel.
 */

/** Languages in which ä, ö or ü have no expansion are recognised by letters that German and the Nordic languages do not have. */
const NOT_EXPANDED = /[ışğİçőűəñâêîôûáíóúõãèà]/i;
/** Turkish names have them, too, and many have none of those letters. They are recognised by the parts from which Turkish makes names. */
const TURKISH =
  /(?<!\p{L})(?:öz|gök|yü|gül(?!ic|zo|l|p|k)|gön[eü]|gün[ae]|gündü|gündo|güngö|güven|gür(?:kan|büz|sel|soy|el|ay)|ömer|ön(?:der|al|er)|ün(?:al|ver|sal|lü)|üm[imr]|ülk|üstün|hüs[ena]|hüly|süley|söze|sönme|sürey|sümey|köksa|köro|köse(?!r)|kübr|kürt|tül[aiu]|büyü|büle|bülb|düzg|dünda|dönm|döndü|nükh|mü(?:sl|ge|jd|jg|kr|mi|ni[rz]|nev|rs|rü)|lütf|zül[fkm]|rüst|füsu)|(?:gül|gün|gür|göz|kök|söz|öz|ünlü)(?!\p{L})|türk/u;

export interface LatinContext {
  /** Whether the name's letters allow expansions. */
  readonly expands: boolean;
  /** Serbian, Croatian and Bosnian: đ is dj. */
  readonly isSerbian: boolean;
}

export function latinContext(text: string): LatinContext {
  return { expands: !NOT_EXPANDED.test(text) && !(/[öü]/i.test(text) && TURKISH.test(text.normalize('NFC').toLowerCase())), isSerbian: /ić\b|[čćžš]/i.test(text) || /đ[aeiouj]?r[đd]|đur|anđ|đok|đuk/i.test(text) };
}

const EXPANSIONS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe', æ: 'ae', œ: 'oe', þ: 'th', ð: 'd', ß: 'ss', ĳ: 'ij', ə: 'a', ŋ: 'n' };
const SPECIAL = /[äöüåøæœþðßĳəŋđ]/g;
const ASCII = /^[a-z0-9]*$/;

/** A word in the letters a–z and digits. */
export function latin(word: string, { expands, isSerbian }: LatinContext): string {
  const small = word.toLowerCase();
  if (ASCII.test(small)) return small;
  const composed = small.normalize('NFC').replace(/i\u0307/g, 'i');
  const expanded = composed.replace(SPECIAL, (char, at: number) => {
    if (char === 'đ') return isSerbian ? 'dj' : 'd';
    if ('äöü'.includes(char)) return expands && !isParted(composed, at) ? (EXPANSIONS[char] ?? '') : plainVowel(char);
    return EXPANSIONS[char] ?? '';
  });
  return anyAscii(expanded).toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Two dots that separate a vowel from another (Saül), or say that a u is spoken (Agüero). */
function isParted(word: string, at: number): boolean {
  return /[aeiouy]/.test(word.charAt(at - 1)) || (word.charAt(at) === 'ü' && word.charAt(at - 1) === 'g' && /[ei]/.test(word.charAt(at + 1)));
}

function plainVowel(char: string): string {
  return char === 'ä' ? 'a' : char === 'ö' ? 'o' : 'u';
}

/** Müller, Mueller and Muller; Sørensen and Soerensen; Åberg and Aaberg; Đorđe and Dorde. */
export function short(word: string): string {
  return word.replace(/ae|oe|ue|aa|oo|uu|ou/g, (pair) => pair.charAt(0));
}
