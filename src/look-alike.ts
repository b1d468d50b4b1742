/** Letters of other alphabets that typefaces draw as Latin ones, each with the Latin one (Unicode Technical Standard 39 has all; these are the ones that names are written with). */
const LIKE_LATIN: ReadonlyMap<string, string> = new Map(
  [
    ['АВЕКМНОРСТУХІЈЅԚԜ', 'ABEKMHOPCTYXIJSQW'],
    ['аеорсухіјѕԁһԛԝӏ', 'aeopcyxijsdhqwl'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
    ['οναικρυ', 'ovaikpu'],
    ['ՕՏՍԼ', 'OSUL'],
    ['օոսցհ', 'onugh'],
  ].flatMap(([from = '', to = '']) => Array.from(from).map((letter, i) => [letter, to[i] ?? letter] as const)),
);

/** What is drawn with nothing, or as a blank, although Unicode counts it as a letter or a sign. */
export const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Quotation marks that are drawn like “ or ”, between which the words of a program put what its author wrote. */
export const QUOTATION_MARKS = /[“”„‟″‶〝〞〟❝❞❠＂˝ˮ\u{1f676}-\u{1f678}]/u;

/** One text for all that look alike: without what cannot be seen, in NFKC, letters of other alphabets as the Latin ones that they look like, in lower case. */
export function looksOf(text: string): string {
  const seen = text.replace(new RegExp(UNSEEN, 'gu'), '').normalize('NFKC');
  return Array.from(seen, (letter) => LIKE_LATIN.get(letter) ?? letter).join('').toLowerCase();
}

/** Letters that look like a Latin one in some typefaces, or in part, where a warning costs little. */
const PERHAPS: Readonly<Record<string, string>> = { ї: 'i', ь: 'b', η: 'n', υ: 'y', γ: 'y', ω: 'w' };

/** What two names have in common that a reader may not tell apart. */
function drawing(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
  const drawn = (char: string): string | undefined => PERHAPS[char] ?? LIKE_LATIN.get(char);
  return Array.from(plain, (char) => (drawn(char) ?? drawn(char.toLowerCase()) ?? LIKE_LATIN.get(char.toUpperCase()) ?? char).toLowerCase()).join('').replaceAll('0', 'o').replaceAll(/[1|]/g, 'l');
}

/** Whether two names are written in different letters, and look the same. Coarser than `looksOf`, since it only warns. */
export function looksLike(name: string, other: string): boolean {
  return name.normalize('NFKC').toLowerCase() !== other.normalize('NFKC').toLowerCase() && drawing(name) === drawing(other);
}
