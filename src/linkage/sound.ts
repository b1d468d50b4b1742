/** Letters that sound alike share a digit, as in Soundex (R. C. Russell, US patent 1 261 167, 1918). */
const CLASSES: Readonly<Record<string, string>> = { b: '1', f: '1', p: '1', v: '1', c: '2', g: '2', j: '2', k: '2', q: '2', s: '2', x: '2', z: '2', d: '3', t: '3', l: '4', m: '5', n: '5', r: '6' };

/**
 * How a folded name sounds: Soundex with its first letter and the classes of the consonants behind it, not cut off, in which vowels, h, w and y are
 * taken out before equal digits are run together. So a script that writes no vowels gives the same: mhmd (from محمد), mohammed and muhammad
 * are all m53. For the same reason a first letter that is a vowel, h or y is a. Digits of the name are kept.
 */
export function soundOf(name: string): string {
  const first = name.charAt(0);
  let code = 'aeiouyh'.includes(first) ? (first === '' ? '' : 'a') : first;
  let last = '';
  for (let i = 1; i < name.length; i++) {
    const char = name.charAt(i);
    const digit = char >= '0' && char <= '9' ? `.${char}` : (CLASSES[char] ?? '');
    if (digit !== '' && digit !== last) code += digit;
    if (digit !== '') last = digit;
  }
  return code;
}
