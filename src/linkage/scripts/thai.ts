import { ownLetters } from './ascii.js';

/**
 * Thai in Latin letters, near the royal system (RTGS): vowels written before their consonant are put after it, silenced letters are
 * left out, a consonant at the end of a syllable has the sound that it has there. People write their names by no system, so this serves near rules mostly.
 */
const pairs = (text: string) => new Map(text.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));
const INITIAL = pairs('กk ขkh ฃkh คkh ฅkh ฆkh งng จch ฉch ชch ซs ฌch ญy ฎd ฏt ฐth ฑth ฒth ณn ดd ตt ถth ทth ธth นn บb ปp ผph ฝf พph ฟf ภph มm ยy รr ลl วw ศs ษs สs หh ฬl อ ฮh');
const FINAL = pairs('กk ขk คk ฆk งng จt ชt ซt ญn ฎt ฏt ฐt ฑt ฒt ณn ดt ตt ถt ทt ธt นn บp ปp พp ฟp ภp มm ยi รn ลn วo ศt ษt สt ฬn');
const VOWELS = pairs('ะa าa ิi ีi ึue ืue ุu ูu ัa ็ ำam');
const LEADING = pairs('เe แae โo ใai ไai');

/** For exact keys: many letters have one sound, and names that differ in one are two. */
export function thaiLetters(word: string): string {
  return ownLetters(word.replace(/\u0e4d\u0e32/g, 'ำ').replace(/\u0ecd\u0eb2/g, 'ຳ'));
}

/** Lao in the letters of Thai, which are at the same offsets of their own block. */
export function asThai(word: string): string {
  return word.replace(/[\u0e81-\u0edf]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0x80)).replace(/\u0e3b/g, 'โ').replace(/\u0e3d/g, 'ย');
}

/** `graphic`: consonants at the end as at the beginning, as people write them who spell a name by its Sanskrit. */
export function thai(word: string, graphic = false): string {
  const plain = word.normalize('NFC').replace(/\u0e4d\u0e32/g, 'ำ').replace(/[ทตด]ร์/g, '').replace(/[ก-ฮ][ิุ]?์/g, '').replace(/[่-๋ๆฯ]/g, '').replace(/รร(?=[ก-ฮ])/g, 'ั').replace(/รร/g, 'ัน').replace(/ทร(?=[ก-ฮา])/g, 'ซ').replace(/^ห(?=[งญนมยรลว])/, '').replace(/([เแโใไ])ห(?=[งนมรลว])/g, '$1');
  let latin = '';
  for (let i = 0; i < plain.length; ) {
    const lead = LEADING.get(plain.charAt(i));
    if (lead !== undefined) i++;
    const char = plain.charAt(i++);
    const initial = INITIAL.get(char);
    if (initial === undefined) {
      latin += VOWELS.get(char) ?? '';
      continue;
    }
    // Two consonants that begin a syllable together.
    const second = plain.charAt(i);
    const cluster = /[รลว]/.test(second) && /[กขคตปผพ]/.test(char) && (lead !== undefined || /[ะ-ู]/.test(plain.charAt(i + 1))) ? (INITIAL.get(second) ?? '') : '';
    if (cluster !== '') i++;
    let vowel = lead ?? '';
    while (VOWELS.has(plain.charAt(i))) vowel += VOWELS.get(plain.charAt(i++)) ?? '';
    if (lead === 'e' && plain.charAt(i) === 'า') vowel = 'ao';
    const end = plain.charAt(i);
    const closes = FINAL.has(end) && !VOWELS.has(plain.charAt(i + 1)) && lead !== 'ai' && !(vowel === 'am');
    if (vowel === '') vowel = closes ? 'o' : 'a';
    latin += initial + cluster + vowel;
    if (closes && end !== '') {
      latin += (graphic ? INITIAL : FINAL).get(end) ?? '';
      i++;
    }
  }
  return latin;
}
