/** Text for people: of others so that it cannot rearrange a screen, numbers, lists, lines of a page. */
export { english } from '../texts/en/index.js';
export { isLanguage, LANGUAGES, textsIn, type Language } from '../texts/languages.js';
export type { KeyRemark, NameRemark, Preface } from '../texts/shapes.js';
export type { Texts } from '../texts/texts.js';
export { grouped } from '../grouped.js';
export { nearest } from '../language/check/nearest.js';
export { textOf, wrapped } from '../language/words/layout.js';
export { listed } from '../language/words/numerals.js';
export { cleaned } from '../session/clean.js';
