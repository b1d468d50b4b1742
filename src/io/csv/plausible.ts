/** How much a text looks like words of some language, to compare readings of the same bytes. */

/** Letters beyond ASCII of languages in Latin script, one language a line. */
const LATIN: readonly string[] = [
  'àâæçéèêëîïôœùûüÿ', // French
  'äöüß', // German
  'áéíñóúü¡¿', // Spanish
  'àáâãçéêíóôõúü', // Portuguese
  'àèéìíòóù', // Italian
  'àçèéíïòóúü·', // Catalan
  'éëïöüèáíóúäê', // Dutch
  'åäöéæøü', // Scandinavian, Finnish
  'áðéíóúýþæö', // Icelandic
  'áéíóúàèìòùŵŷâêîôû', // Irish, Gaelic, Welsh
  'ąćęłńóśźż', // Polish
  'áčďéěíňóřšťúůýž', // Czech
  'áäčďéíĺľňóôŕšťúýž', // Slovak
  'áéíóöőúüű', // Hungarian
  'ăâîșțşţ', // Romanian
  'čćđšž', // Croatian, Serbian, Slovene
  'çëéü', // Albanian
  'çğıöşüâîû', // Turkish
  'āčēģīķļņōŗšūž', // Latvian
  'ąčęėįšųūž', // Lithuanian
  'äõöüšž', // Estonian
  'ċġħżàèìòù', // Maltese
  'ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ', // Vietnamese
];

/** The alphabets of languages in Cyrillic. */
const CYRILLIC: readonly string[] = [
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя', // Russian
  'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя', // Ukrainian
  'абвгдеёжзійклмнопрстуўфхцчшыьэюя', // Belarusian
  'абвгдежзийклмнопрстуфхцчшщъьюя', // Bulgarian
  'абвгдђежзијклљмнњопрстћуфхцчџш', // Serbian
  'абвгдѓежзѕијклљмнњопрстќуфхцчџш', // Macedonian
];

/** Letters of other scripts, the usual ones first: the further back, the less likely. */
const BY_FREQUENCY: readonly string[] = [
  'аоеинрвлктсмдйуяюгшьібчзхпыґжєїцфщёэъљњћђџјѓќѕў',
  'ασοιετνηρυκλςμπωγδάίόήέώύχθφβξζψϊϋΐΰ',
  'יולהארמנבתדשקעחגפטסכזםןצךףץ',
  'านรอกเงมยลวดทสตะปคพหขชแผบไใจโณศธฟถษภซญฐฎฏฆฌฒฉฑฬฮฤๆฯ',
  'اليمنرودبتعهسحفةكقجأشصخطزضىذثإئءغظآؤپچژگکی',
];

const SCRIPTS: readonly (readonly [string, RegExp])[] = ['Latin', 'Cyrillic', 'Greek', 'Hebrew', 'Arabic', 'Thai', 'Hangul', 'Han', 'Hiragana', 'Katakana', 'Armenian', 'Georgian', 'Devanagari'].map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')]);

/** The script of a letter; undefined for what every script uses, and for what is none of those here. */
export function scriptOf(char: string): string | undefined {
  return SCRIPTS.find(([, pattern]) => pattern.test(char))?.[0];
}

/** Words of one person may mix these. */
const TOGETHER: readonly string[] = ['Han', 'Hiragana', 'Katakana'];

/** Whether one word has letters of several scripts. */
export function mixesScripts(word: string): boolean {
  const found = new Set(Array.from(word, scriptOf).filter((script) => script !== undefined && !TOGETHER.includes(script)));
  const others = Array.from(word).some((char) => TOGETHER.includes(scriptOf(char) ?? ''));
  return found.size + (others && found.size > 0 && !found.has('Latin') ? 1 : 0) > 1;
}

/** Costs of a sign beyond ASCII that is no letter, of a capital inside a word, of two scripts in a word, of an unusual letter, of a word in capitals, and so on. */
const COST = { sign: 1, mark: 0.6, capital: 1, mixed: 2, rare: 0.7, halfWidth: 0.8, shouted: 0.3, signInWord: 3, han: 0.15, rareHan: 0.5, hangul: 0.4, small: 0.3, mute: 0.8, mistaken: 0.1 };

/** Letters of Icelandic, of which Turkish in another encoding is full: þ replaces ş also where no Icelandic word has it. */
const MISTAKEN = /[ðþýÐÞÝ]/g;
const WITHIN = /\p{L}[þÞ]/gu;
/** For scripts that write vowels: three letters and more without a vowel. */
const MUTE = /^(?:[бвгджзклмнпрстфхцчшщБВГДЖЗКЛМНПРСТФХЦЧШЩ]{3,}|[βγδζθκλμνξπρστφχψςΒΓΔΖΘΚΛΜΝΞΠΡΣΤΦΧΨ]{3,})$/u;
const BEGINS_SMALL = /^(?![a-z])(?=\p{Ll})[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u;
/** Marks that belong over or under the letter before them, without such a letter. */
const MARK_FIRST = /^\p{M}/u;
/** Hebrew letters that only end words, in other places. */
const END_WITHIN = /[ךםןףץ](?=\p{Script=Hebrew})/gu;
const HAN_IN_LATIN = /[A-Za-z\p{Script=Latin}]\p{Script=Han}|\p{Script=Han}[A-Za-z\p{Script=Latin}]/gu;

/** Syllables that most Korean names consist of. */
const HANGUL =
  '김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국은편용예봉경가복태목피감음어사부남궁' +
  '준서연지훈수빈예은도윤하시우현아영민재희숙자순옥정경미혜진선주형승호동철상종병석광태규섭환찬혁건율린솔다소채유나라람별솜새봄결온율겸한결리라미란화분임례남춘만식근범필두일덕복창완웅열학홍택균권욱원중헌휘룡윤익직봉령향월애후희효슬담초롱비오인엘안세단벼랑';

/** Quotes, dashes and spaces that word processors write. */
const MARKS = /[\u00a0\u2018\u2019\u201c-\u201e\u2013\u2014\u00ab\u00bb\u00b7\u00b4]/;

/**
 * 1 for words of which every letter is usual, less for others. Letters of ASCII alone say nothing. `isUsual` knows the Chinese characters and Korean syllables
 * that an encoding puts first.
 */
export function plausibility(text: string, isUsual: (char: string) => boolean = () => true): number {
  const words = text.split(/[\0-\x40\x5b-\x60\x7b-\x7f]+/).filter((word) => /[^\0-\x7f]/.test(word)).map((word) => word.normalize('NFC'));
  const letters = words.flatMap((word) => Array.from(word).filter((char) => char > '\x7f'));
  if (letters.length === 0) return 1;
  let cost = foreignLetters(letters, /\p{Script=Latin}/u, LATIN) + foreignLetters(letters, /\p{Script=Cyrillic}/u, CYRILLIC);
  for (const char of letters) cost += costOf(char, isUsual);
  for (const word of words) cost += costOfWord(word);
  return 1 - cost / letters.length;
}

/** The cost of letters of a script that the language with most of its letters does not have. */
function foreignLetters(letters: readonly string[], script: RegExp, alphabets: readonly string[]): number {
  const own = letters.filter((char) => script.test(char)).map((char) => char.toLowerCase());
  if (own.length === 0) return 0;
  return COST.rare * Math.min(...alphabets.map((alphabet) => own.filter((char) => !alphabet.includes(char)).length));
}

function costOf(char: string, isUsual: (char: string) => boolean): number {
  if (/[\uff61-\uff9f]/.test(char)) return COST.halfWidth;
  if (!/[\p{L}\p{M}]/u.test(char)) return MARKS.test(char) ? COST.mark : COST.sign;
  if (/\p{Script=Han}/u.test(char)) return isUsual(char) ? COST.han : COST.rareHan;
  if (/\p{Script=Hangul}/u.test(char)) return isUsual(char) ? (HANGUL.includes(char) ? 0 : COST.hangul) : COST.rare;
  const lower = char.toLowerCase();
  const alphabet = BY_FREQUENCY.find((each) => each.includes(lower));
  if (alphabet !== undefined) return (0.5 * alphabet.indexOf(lower)) / alphabet.length;
  return /[\p{Script=Latin}\p{Script=Thai}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{M}]/u.test(char) ? 0 : COST.rare;
}

/** Thai vowels and tones above and below that do not follow a letter of Thai. */
const MISPLACED = /(?<![\u0e31-\u0e4e\u0e01-\u0e2e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g;

function costOfWord(word: string): number {
  const hasSign = Array.from(word).some((char) => /[^\p{L}\p{M}]/u.test(char) && !MARKS.test(char));
  const count = (pattern: RegExp): number => word.match(pattern)?.length ?? 0;
  return COST.mute * Number(MUTE.test(word)) + COST.small * Number(BEGINS_SMALL.test(word)) + COST.sign * (Number(MARK_FIRST.test(word)) + count(END_WITHIN)) + COST.mixed * count(HAN_IN_LATIN) + COST.mistaken * count(MISTAKEN) + COST.rare * count(WITHIN) + (hasSign && /\p{L}/u.test(word) ? COST.signInWord : 0) + (/\p{Ll}\p{Lu}/u.test(word) ? COST.capital : 0) + (/^\p{Lu}{2,}$/u.test(word) ? COST.shouted : 0) + (mixesScripts(word) ? COST.mixed : 0) + COST.sign * (word.match(MISPLACED)?.length ?? 0);
}
