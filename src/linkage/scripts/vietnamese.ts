/**
 * Vietnamese names. Their vowels ă â ê ô ơ ư distinguish people, and are kept as the digits by which people type them (VNI: 6, 7, 8). Tones and đ fold.
 */

/** Letters that no other language has: horns, and vowels with two marks or a hook or a dot below. */
const ONLY = /[ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;
const SURNAMES = new Set('nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh dao truong lam trinh mai doan luong ta to thai quach cao chau luu ton vuong ha phung trieu kieu tang giang'.split(' '));
const SYLLABLE = /^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?(?:uye|uya|oai|oay|oeo|uay|uoi|uou|ieu|yeu|ia|ie|ua|uo|ue|uy|oa|oe|oi|oo|ai|ao|au|ay|eo|eu|iu|ui|uu|ya|ye|[aeiouy])(?:ng|nh|ch|[cmnpt])?$/;

const ASCII = /^[a-z]*$/i;
const bare = (word: string) => (ASCII.test(word) ? word : word.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd')).toLowerCase();

/** Whether words, as they are written, are recognisably Vietnamese. */
export function isVietnamese(words: readonly string[]): boolean {
  // Letters of its own, Văn and Thị, or a surname in first or last place: without them the rest need not be looked at.
  const plain = words.map(bare);
  const isMarked = words.some((word, i) => word !== plain[i] && !ASCII.test(word));
  const [begin = '', end = ''] = [plain[0], plain.at(-1)];
  if (!isMarked && (plain.length < 2 || !(SURNAMES.has(begin) || SURNAMES.has(end)))) return false;
  if (!plain.every((word) => SYLLABLE.test(word))) return false;
  if (words.some((word) => ONLY.test(word) || /^(?:văn|thị)$/i.test(word))) return true;
  const [first = '', last = ''] = [plain[0], plain.at(-1)];
  // A surname in first or last place, with a name next to it. Do, Ho and the like alone say little.
  if (words.length >= 3 && (SURNAMES.has(first) || SURNAMES.has(last))) return true;
  return words.length === 2 && [first, last].some((word) => SURNAMES.has(word)) && words.some((word) => /[ăâêôơưđ]/i.test(word) || /^(?:nguyen|tran|pham|huynh|hoang|phan|bui|ngo|duong|truong|vuong|phung)$/.test(bare(word)));
}

const QUALITY: Readonly<Record<string, string>> = { '\u0302': '6', '\u031b': '7', '\u0306': '8' };

/** A word with its vowels distinguished: vân is va6n, văn va8n. */
export function vietnamese(word: string): string {
  return word.normalize('NFD').replace(/[\u0302\u031b\u0306]/g, (mark) => QUALITY[mark] ?? '').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/[^a-z0-9]/g, '');
}
