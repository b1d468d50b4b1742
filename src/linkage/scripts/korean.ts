/**
 * Hangul by the Revised Romanization of 2000, which for given names has no assimilation between syllables. Surnames are in the spelling that most of their
 * bearers use (the survey of the National Institute of the Korean Language of 2011 has the same order for the frequent ones).
 */

const INITIALS = 'g kk n d tt r m b pp s ss  j jj ch k t p h'.split(' ');
const VOWELS = 'a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i'.split(' ');
const FINALS = ' k k k n n n t l k m l l l p l m p p t t ng t t k t p t'.split(' ');

const SURNAMES = new Map(
  (
    '김kim 이lee 박park 최choi 정jeong 강kang 조cho 윤yoon 장jang 임lim 한han 오oh 서seo 신shin 권kwon 황hwang 안ahn 송song 류ryu 전jeon 홍hong 고ko 문moon 양yang 손son 배bae 백baek 허heo 유yoo 남nam 심shim 노noh ' +
    '하ha 곽kwak 성sung 차cha 주joo 우woo 구koo 민min 나na 진jin 지ji 엄eom 채chae 원won 천cheon 방bang 공kong 현hyun 함ham 변byun 염yeom 여yeo 추choo 도do 소so 석seok 선sun 설seol 마ma 길gil 연yeon 위wi 표pyo 명myung 기ki 반ban 왕wang 금keum 옥ok 육yook 인in 맹maeng 제je 모mo 탁tak 국kook 은eun 편pyeon 용yong 예ye 봉bong 경kyung 가ka 복bok 태tae 목mok 피pi 감kam 음eum 어eo 사sa 부bu ' +
    '남궁namgung 황보hwangbo 제갈jegal 선우sunwoo 사공sagong 서문seomun 독고dokgo 동방dongbang 어금eogeum'
  )
    .split(' ')
    .map((pair) => [pair.replace(/[a-z]/g, ''), pair.replace(/[^a-z]/g, '')]),
);

/** Other spellings of surnames, to the rule's own spelling: by these, two spellings of one name agree under near rules. */
export const KOREAN_SURNAMES_LATIN = new Map(
  'kim:gim gim:gim lee:i yi:i rhee:i ri:i park:bak pak:bak bak:bak bark:bak choi:choe choe:choe chwe:choe jung:jeong jeong:jeong chung:jeong cheong:jeong kang:gang gang:gang cho:jo jo:jo yoon:yun yun:yun youn:yun jang:jang chang:jang lim:im im:im rim:im yim:im oh:o seo:seo suh:seo shin:sin sin:sin kwon:gwon gwon:gwon hwang:hwang ahn:an song:song ryu:ryu yoo:yu yu:yu you:yu jeon:jeon jun:jeon chun:jeon ko:go koh:go go:go moon:mun mun:mun son:son sohn:son bae:bae pae:bae baek:baek paik:baek paek:baek heo:heo hur:heo huh:heo noh:no roh:no no:no shim:sim sim:sim kwak:gwak joo:ju ju:ju chu:ju koo:gu ku:gu gu:gu woo:u'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

function syllable(char: string): string {
  const code = char.charCodeAt(0) - 0xac00;
  if (code < 0 || code > 11171) return '';
  return (INITIALS[Math.floor(code / 588)] ?? '') + (VOWELS[Math.floor((code % 588) / 28)] ?? '') + (FINALS[code % 28] ?? '');
}

/** By the letters alone. */
export function hangul(word: string): string {
  return Array.from(word.normalize('NFC'), syllable).join('');
}

/** The same, with a 0 if the letters could also be divided in another way: 선근 is seon0geun, 성은 seongeun; 해운 is hae0un, 하은 haeun. */
export function partedHangulLetters(word: string): string {
  return Array.from(word.normalize('NFC'), syllable).reduce((text, next) => text + ((text.endsWith('n') && next.startsWith('g')) || (/[ao]e$/.test(text) && /^[ou]/.test(next)) ? '0' : '') + next, '');
}

/** A name of two to five syllables as its surname and the rest; undefined if it begins with no surname. */
export function partedHangul(word: string): readonly [surname: string, given: string] | undefined {
  if (word.length < 2 || word.length > 5) return undefined;
  const long = word.slice(0, 2);
  if (word.length > 3 && SURNAMES.has(long)) return [long, word.slice(2)];
  return word.length <= 4 && SURNAMES.has(word.charAt(0)) ? [word.charAt(0), word.slice(1)] : undefined;
}

export function hangulSurname(word: string): string {
  return SURNAMES.get(word) ?? hangul(word);
}

export function isHangulSurname(word: string): boolean {
  return SURNAMES.has(word);
}

const SYLLABLE = new RegExp(`^(?:(?:kk|tt|pp|ss|jj|ch|sh|[gkndtrlmbpsjhy])?(?:yae|yeo|wae|you|oo|ee|ya|ye|yo|yu|ae|eo|oe|wa|wo|we|wi|eu|ui|a|e|o|u|i)(?:ng|ck|[kntlmpgb])?)+$`);

/** Whether a folded word of Latin letters could be Korean. */
export function isKoreanLatin(word: string): boolean {
  return SYLLABLE.test(word);
}
