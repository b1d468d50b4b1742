import { createRequire } from 'node:module';
import { kana } from './kana.js';

/**
 * Chinese characters as exact keys have them: unchanged, so that names of one sound and other characters (张伟 and 章伟, 裕子 and 優子) are two. Traditional
 * characters and those of Japan become the simplified one that they are (OpenCC). Kana go by their sound.
 */

const load = createRequire(import.meta.url);
let variants: ReadonlyMap<string, string> | undefined;

function simplified(char: string): string {
  if (variants === undefined) {
    const { pairs } = load('#han-variants') as { pairs: string };
    variants = new Map(Array.from({ length: pairs.length / 2 }, (_, i) => [pairs.charAt(2 * i), pairs.charAt(2 * i + 1)]));
  }
  return variants.get(char) ?? char;
}

export function hanLetters(text: string): string {
  const whole = text.normalize('NFKC').replace(/(\p{Script=Han})々/gu, '$1$1');
  return Array.from(whole, (char) => (/\p{Script=Han}/u.test(char) ? simplified(char) : kana(char))).join('');
}
