/**
 * Kana by Hepburn's system, as in passports: long vowels are unmarked (太郎 and たろう are Taro, 裕子 Yuko), and n stays n before every consonant except b, m, p,
 * where it is m.
 */
const SINGLE = 'アa イi ウu エe オo カka キki クku ケke コko ガga ギgi グgu ゲge ゴgo サsa シshi スsu セse ソso ザza ジji ズzu ゼze ゾzo タta チchi ツtsu テte トto ダda ヂji ヅzu デde ドdo ナna ニni ヌnu ネne ノno ハha ヒhi フfu ヘhe ホho バba ビbi ブbu ベbe ボbo パpa ピpi プpu ペpe ポpo マma ミmi ムmu メme モmo ヤya ユyu ヨyo ラra リri ルru レre ロro ワwa ヰi ヱe ヲo ンn ヴvu ァa ィi ゥu ェe ォo ヶga ヵka ャya ュyu ョyo ヮwa';
const KANA = new Map(SINGLE.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));
const SMALL: Readonly<Record<string, string>> = { ャ: 'a', ュ: 'u', ョ: 'o', ァ: 'a', ィ: 'i', ェ: 'e', ォ: 'o' };

/** A word of kana, in small Latin letters. */
export function kana(word: string): string {
  const katakana = word.normalize('NFKC').replace(/[\u3041-\u3096]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0x60));
  let latin = '';
  for (let i = 0; i < katakana.length; i++) {
    const char = katakana.charAt(i);
    const next = katakana.charAt(i + 1);
    const vowel = SMALL[next];
    const own = KANA.get(char) ?? '';
    if (char === 'ッ') {
      const following = KANA.get(next) ?? '';
      latin += following.startsWith('ch') ? 't' : following.charAt(0);
    } else if (char === 'ー') continue;
    else if (vowel !== undefined && own.length > 1) {
      latin += 'ャュョ'.includes(next) ? `${own.slice(0, -1)}${/(?:sh|ch|j)i$/.test(own) ? '' : 'y'}${vowel}` : own.slice(0, -1) + vowel;
      i++;
    } else if (char === 'ン' && /^[bmp]/.test(KANA.get(next) ?? '')) latin += 'm';
    else latin += own;
  }
  return latin.replace(/ou|oo/g, 'o').replace(/uu/g, 'u');
}
