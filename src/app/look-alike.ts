import { mixedWords } from '../mixed-scripts.js';

/** Letters of Cyrillic and Greek that most typefaces draw as one of Latin (Unicode Technical Standard 39 has all; these are the ones that names are written with). */
const DRAWN_AS: Readonly<Record<string, string>> = {
  а: 'a', в: 'b', е: 'e', ѕ: 's', і: 'i', ї: 'i', ј: 'j', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c', т: 't', у: 'y', х: 'x', һ: 'h', ԁ: 'd', ԛ: 'q', ԝ: 'w', ь: 'b',
  α: 'a', β: 'b', ε: 'e', ζ: 'z', η: 'n', ι: 'i', κ: 'k', μ: 'm', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'y', χ: 'x', γ: 'y', ω: 'w',
  // Capitals whose shape differs from that of their small letters.
  Η: 'h', Ν: 'n', Υ: 'y',
};

/** What two names have in common that a reader cannot tell apart. */
function drawing(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '');
  return Array.from(plain, (char) => DRAWN_AS[char] ?? DRAWN_AS[char.toLowerCase()] ?? char.toLowerCase()).join('').replaceAll('0', 'o').replaceAll(/[1|]/g, 'l');
}

/** Whether two names are written in different letters, and look the same. */
export function looksLike(name: string, other: string): boolean {
  return name.normalize('NFKC').toLowerCase() !== other.normalize('NFKC').toLowerCase() && drawing(name) === drawing(other);
}

/** Whether one word of a name mixes alphabets, which no language does. */
export function mixesScripts(name: string): boolean {
  return mixedWords(name).length > 0;
}
