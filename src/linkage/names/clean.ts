/**
 * What happens before any word is judged: entities of HTML are read, apostrophes are taken out (they join: O'Brien is one word), and invisible characters are
 * taken out. The result is in NFC. Everything here is part of the identifier KEYS_ID (rules.ts).
 */

/** Format characters (zero-width, directions, soft hyphens), marks that scripts write over letters and mostly leave out, pictures. */
const UNSEEN = /[\u0640\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{S}\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
/** Apostrophes, including those typed as an accent or a prime, and letters of the kind ʻ ʼ. */
const APOSTROPHES = /['`´‘’‛′❛❜\u02b9-\u02bf\u02c8\u02ca\u02cb\u055a\u05f3\ua78b\ua78c\uff07]+/g;
/** Between two letters these are apostrophes that a program has spoilt. */
const SPOILT_APOSTROPHE = /(?<=[\p{L}\p{M}])[\\"“”„¸?\ufffd]+(?=\p{L})/gu;
/** דר with this between is an abbreviation, and without it a name. People also type it as a quotation mark. */
const GERSHAYIM = /(?<=\p{Script=Hebrew})["”“\u05f4](?=\p{Script=Hebrew})/gu;
const PLAIN = /^[\x20\x21\x23-\x25\x28-\x3e\x40-\x5b\x5d-\x5f\x61-\x7e]*$/;

export function cleaned(cell: string): string {
  if (PLAIN.test(cell)) return cell;
  // Mª is Maria.
  const text = withoutEntities(cell).normalize('NFC').replace(GERSHAYIM, '\u05f4').replace(/(?<!\p{L})M\.?ª/gu, 'Ma. ');
  const joined = text.replace(SPOILT_APOSTROPHE, '').replace(/\\/g, '').replace(APOSTROPHES, '');
  return withoutLookAlikes(joined.normalize('NFKC').replace(APOSTROPHES, '').replace(UNSEEN, seen).normalize('NFC'));
}

function seen(char: string): string {
  return char <= '\x7f' ? ' ' : '';
}

const ENTITY = /&(#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z]{2,8});/g;
const ACCENTS: Readonly<Record<string, string>> = { acute: '\u0301', grave: '\u0300', circ: '\u0302', uml: '\u0308', tilde: '\u0303', cedil: '\u0327', ring: '\u030a', caron: '\u030c', macr: '\u0304', breve: '\u0306', ogon: '\u0328', dot: '\u0307', dblac: '\u030b' };
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', apos: "'", quot: '"', nbsp: ' ', rsquo: '’', lsquo: '‘', szlig: 'ß', AElig: 'Æ', aelig: 'æ', OElig: 'Œ', oelig: 'œ', Oslash: 'Ø', oslash: 'ø', ETH: 'Ð', eth: 'ð', THORN: 'Þ', thorn: 'þ', inodot: 'ı', imath: 'ı', Lstrok: 'Ł', lstrok: 'ł', Dstrok: 'Đ', dstrok: 'đ', shy: '', ndash: '-', hyphen: '-', lrm: '', rlm: '', zwnj: '', zwj: '',
};

/** Some programs write the ampersand of an entity as an entity. */
export function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, entity).replace(ENTITY, entity);
}

function entity(whole: string, name: string): string {
  if (name.startsWith('#')) {
    const code = /^#[xX]/.test(name) ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  }
  const accent = ACCENTS[name.slice(1)];
  return ENTITIES[name] ?? (accent === undefined ? whole : `${name.charAt(0)}${accent}`.normalize('NFC'));
}

/** Letters of Latin and of Cyrillic that look the same, one below the other. */
const LATIN_ALIKE = 'aceopxyijsqwABCEHKMOPTXYIJS';
const CYRILLIC_ALIKE = 'асеорхуіјѕԛԝАВСЕНКМОРТХУІЈЅ';
const GREEK_CAPITALS = 'ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο';
const GREEK_AS_LATIN = 'ABEZHIKMNOPTYXo';

/** A word that mixes scripts because of letters that look alike is put into the script of its other letters. */
function withoutLookAlikes(text: string): string {
  if (!/[\u0370-\u052f]/.test(text) || !/[A-Za-z]/.test(text)) return text;
  return text.replace(/[\p{L}\p{M}]+/gu, (word) => {
    if (!/[A-Za-z]/.test(word)) return word;
    const latin = swapped(swapped(word, CYRILLIC_ALIKE, LATIN_ALIKE), GREEK_CAPITALS, GREEK_AS_LATIN);
    if (!/[\u0370-\u052f]/.test(latin)) return latin;
    const cyrillic = swapped(word, LATIN_ALIKE, CYRILLIC_ALIKE);
    return /[A-Za-z]/.test(cyrillic) ? word : cyrillic;
  });
}

function swapped(word: string, from: string, to: string): string {
  return Array.from(word, (char) => (from.includes(char) ? to.charAt(from.indexOf(char)) : char)).join('');
}

/** The bytes of Windows-1252 that are not those of Latin-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text that was UTF-8 and has been read as Windows-1252 (MÃ¼ller), in its original form; any other text as it is. */
export function repaired(text: string): string {
  if (!/[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/.test(text)) return text;
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.charCodeAt(0);
    const at = WINDOWS_1252.indexOf(char);
    if (at >= 0) bytes.push(0x80 + at);
    else if (code <= 0xff) bytes.push(code);
    else return text;
  }
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    return text;
  }
}
