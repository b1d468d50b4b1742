/** Greek in Latin letters as passports write it: ELOT 743, which is ISO 843 type 2. */

const LETTERS: Readonly<Record<string, string>> = { α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o' };
const VOICED = 'αεηιουωβγδζλμνρ';

/** A word of Greek, in small Latin letters. */
export function greek(word: string): string {
  const marked = word.toLowerCase().normalize('NFD');
  // A diaeresis says that two letters are not one sound; an accent on the first of them says so, too.
  const parted = marked.replace(/([αεηο])\u0301([ιυ])/g, '$1|$2').replace(/([ιυ])\u0308\u0301?/g, '|$1');
  const plain = parted.replace(/[\u0300-\u036f]/g, '');
  let latin = '';
  for (let i = 0; i < plain.length; i++) {
    const char = plain.charAt(i);
    const next = plain.charAt(i + 1);
    const after = plain.charAt(i + 2);
    const pair = char + next;
    if (pair === 'ου') latin += 'ou';
    else if (next === 'υ' && 'αεη'.includes(char)) latin += `${LETTERS[char] ?? ''}${after !== '' && VOICED.includes(after) ? 'v' : 'f'}`;
    else if (pair === 'μπ') latin += i === 0 || after === '' ? 'b' : 'mp';
    else if (pair === 'γγ' || pair === 'γξ' || pair === 'γχ') latin += `n${next === 'γ' ? 'g' : (LETTERS[next] ?? '')}`;
    else {
      latin += LETTERS[char] ?? (/[a-z0-9]/.test(char) ? char : '');
      continue;
    }
    i++;
  }
  return latin;
}
