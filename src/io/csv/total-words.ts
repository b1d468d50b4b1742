/** What users of spreadsheets call rows that sum up others. */

const TOTALS =
  'total|totals|the total|total sum|sum|sums|sum total|grand total|grand totals|sub total|subtotal|overall|overall total|total amount|all|' +
  'summe|gesamt|gesamtsumme|gesamtbetrag|endsumme|zwischensumme|insgesamt|summe gesamt|totaal|eindtotaal|subtotaal|som|totale|totale generale|subtotale|totaux|total general|sous total|somme|ensemble|' +
  'suma|suma total|suma general|importe total|soma|soma total|total geral|somma|total general|razem|ogolem|suma koncowa|celkem|soucet|mezisoucet|spolu|sucet|osszesen|osszeg|mindosszesen|ukupno|zbroj|zbir|skupaj|sestevek|' +
  'summa|totalt|sammanlagt|i alt|yhteensa|kokku|kopa|is viso|viso|toplam|genel toplam|ara toplam|gjithsej|shuma|subtotal general|total gen|jumlah|jumlah keseluruhan|tong|tong cong|cong|kabuuan|jumla|' +
  'итого|всего|сумма|общая сумма|общий итог|итог|разом|усього|всього|сума|загальна сума|общо|вкупно|укупно|збир|συνολο|αθροισμα|γενικο συνολο|ընդամենը|ჯამი|სულ|' +
  'المجموع|الاجمالي|الإجمالي|مجموع|اجمالي|إجمالي|المجموع الكلي|جمع|جمع کل|مجموعه|کل|סהכ|סה״כ|סה"כ|סך הכל|סך הכול|סיכום|कुल|योग|कुल योग|মোট|மொத்தம்|รวม|ผลรวม|รวมทั้งสิ้น|ሙሉ ድምር|ድምር|' +
  '合计|合計|总计|總計|小计|小計|总和|總和|合计金额|総計|計|합계|총계|소계|총합';

const AVERAGES =
  'average|averages|mean|avg|gemiddelde|gemiddeld|durchschnitt|mittelwert|moyenne|promedio|media|média|srednia|prumer|atlag|medelvarde|gennemsnitt|gjennomsnitt|gennemsnit|keskiarvo|ortalama|среднее|в среднем|середнє|μεσος ορος|المتوسط|ממוצע|औसत|平均|평균';

const plain = (text: string): string => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFKC').toLowerCase().replace(/[_\s\p{Z}-]+/gu, ' ').replace(/^[\s\p{P}\p{S}\p{Z}]+|[\s\p{P}\p{S}\p{Z}]+$/gu, '');
const setOf = (words: string): ReadonlySet<string> => new Set(words.split('|').map(plain));

const TOTAL_WORDS = setOf(TOTALS);
const AVERAGE_WORDS = setOf(AVERAGES);
/** Longer cells are no labels. */
const LONGEST = 40;
/** Total 2024, Total (EUR), Total:. */
const BEHIND = /\s*(?:\(.*\)|[\d.,/ -]+)$/;

/** What a row that sums up others is called. */
export type SumLabel = 'total' | 'average';

/** The letters with which labels of Latin letters without marks begin. */
const FIRST_LETTERS: ReadonlySet<string> = new Set([...TOTAL_WORDS, ...AVERAGE_WORDS].flatMap((words) => /^[a-z]+/.exec(words)?.[0] ?? []));

/** By the letter with which they begin, of which lengths they are: most first words of cells are told apart by that, without a text of their own. */
const LENGTHS = new Uint32Array(26);
for (const letters of FIRST_LETTERS) LENGTHS[letters.charCodeAt(0) - 97] = (LENGTHS[letters.charCodeAt(0) - 97] ?? 0) | lengthBit(letters.length);

function lengthBit(length: number): number {
  return 1 << Math.min(length, 31);
}

/** Whether a cell calls its row the total or the average of others. */
export function sumLabel(cell: string): SumLabel | undefined {
  if (cell.length === 0 || cell.length > LONGEST || !mayBeLabel(cell)) return undefined;
  const whole = plain(cell);
  const front = plain(cell.trim().replace(/:$/, '').replace(BEHIND, ''));
  const isIn = (words: ReadonlySet<string>): boolean => words.has(whole) || words.has(front);
  return isIn(TOTAL_WORDS) ? 'total' : isIn(AVERAGE_WORDS) ? 'average' : undefined;
}

/** False for most cells, without the cost of the rules: a file has a label in every row. */
function mayBeLabel(cell: string): boolean {
  let [from, to] = [-1, -1];
  for (let i = 0; i < cell.length; i++) {
    const code = cell.charCodeAt(i);
    if (code > 127) return true;
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    if (isLetter && from === -1) from = i;
    else if (!isLetter && from !== -1 && to === -1) to = i;
  }
  if (from === -1) return false;
  const end = to === -1 ? cell.length : to;
  if (((LENGTHS[(cell.charCodeAt(from) | 32) - 97] ?? 0) & lengthBit(end - from)) === 0) return false;
  return FIRST_LETTERS.has(cell.slice(from, end).toLowerCase());
}
