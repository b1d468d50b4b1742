import anyAscii from 'any-ascii';

/**
 * Cyrillic as the passports of each language write it in Latin letters: Russian in the usual English way (BGN/PCGN), Ukrainian by the
 * resolution of 2010, Serbian by its own Latin alphabet. The language is recognised by letters that only it has.
 */

export type CyrillicLanguage = 'ru' | 'uk' | 'be' | 'bg' | 'sr' | 'mk' | 'kk';

export function cyrillicLanguage(text: string): CyrillicLanguage {
  if (/[ѓќѕ]/i.test(text)) return 'mk';
  if (/[ђћљњџј]/i.test(text)) return 'sr';
  if (/[әғқңөұүһҳҷӣӯҡҙҫ]/i.test(text)) return 'kk';
  if (/ў/i.test(text)) return 'be';
  if (/[іїєґ]/i.test(text)) return 'uk';
  if (/ъ(?![еёюя])/i.test(text) && !/[ыэё]/i.test(text)) return 'bg';
  return 'ru';
}

const pairs = (text: string): Readonly<Record<string, string>> => Object.fromEntries(text.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));

const RUSSIAN = pairs('аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya іi їi єe ґg ўu');
const TABLES: Record<CyrillicLanguage, Readonly<Record<string, string>>> = {
  ru: RUSSIAN,
  uk: { ...RUSSIAN, ...pairs('гh ґg иy йi їi єie юiu яia') },
  be: { ...RUSSIAN, ...pairs('гh йi') },
  bg: { ...RUSSIAN, ...pairs('щsht ъa хh') },
  sr: { ...RUSSIAN, ...pairs('жz шs чc цc хh ђdj ћc љlj њnj џdz јj') },
  mk: { ...RUSSIAN, ...pairs('ѓgj ќkj ѕdz љlj њnj џdj јj хh цc') },
  kk: { ...RUSSIAN, ...pairs('әa ғg қk ңn өo ұu үu һh іi ўo ҳh ҷj ӣi ӯu') },
};
const AT_BEGINNING: Readonly<Record<string, string>> = pairs('єye їyi йy юyu яya');

/** A word of Cyrillic, in small Latin letters. */
export function cyrillic(word: string, language: CyrillicLanguage): string {
  const small = word.toLowerCase();
  const table = TABLES[language];
  let latin = '';
  for (let i = 0; i < small.length; i++) {
    const char = small.charAt(i);
    // Наталия, Мария: the usual English spelling of these endings has no y.
    if (language === 'ru' && char === 'я' && small.charAt(i - 1) === 'и') latin += 'a';
    else if (language === 'uk' && char === 'з' && small.charAt(i + 1) === 'г') latin += `z${small.charAt(++i) === 'г' ? 'gh' : ''}`;
    else latin += (language === 'uk' && i === 0 ? AT_BEGINNING[char] : undefined) ?? table[char] ?? anyAscii(char).toLowerCase();
  }
  return latin;
}
