/** Alphabets with letters that typefaces draw alike. Scripts that languages do mix in a word, such as Latin with Japanese, are not among them. */
const SCRIPTS: readonly (readonly [name: string, letters: RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  ['Coptic', /\p{Script=Coptic}/u],
  ['Georgian', /\p{Script=Georgian}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Lisu', /\p{Script=Lisu}/u],
];

/** A word that mixes alphabets, which no language does. */
export interface MixedWord {
  readonly word: string;
  /** Names of its alphabets, two or more. */
  readonly scripts: readonly string[];
}

/** Words of a text that are written in letters of two or more alphabets, in the order of the text. */
export function mixedWords(text: string): MixedWord[] {
  return text.split(/[^\p{L}\p{M}]+/u).flatMap((word) => {
    const scripts = SCRIPTS.filter(([, letters]) => letters.test(word)).map(([name]) => name);
    return scripts.length > 1 ? [{ word, scripts }] : [];
  });
}
