import type { KeyType } from './column.js';
import { readEmail } from './kinds/email.js';
import { plainText } from './kinds/read.js';

/**
 * What people type into a field that must not stay empty: addresses and numbers that are nobody's. Everything here is part of the identifier KEYS_ID (rules.ts).
 */

/** The part before the @, without marks: nobody's mailbox, whatever follows it. */
const NO_MAILBOX = new Set(
  ('none null unknown unk noemail nomail noemailaddress noaddress noaddr noemailprovided noemailgiven notprovided notgiven notavailable notapplicable notknown noreply donotreply nobody noone nil nomailaddress noemails withoutemail missing missingemail refused declined fakeemail fake dummy placeholder ' +
    'geen geenemail geenmail geenemailadres nietbekend onbekend keine keineemail keinemail keineangabe ohne ohneemail unbekannt sinemail sincorreo notiene notieneemail nocorreo noposee nodisponible desconocido aucun sansemail sansmail pasdemail pasdemel inconnu nessuna nessunaemail sconosciuto semail semmail naotem naopossui nieposiada brak brakmaila ingen ingenemail ingenmail yok epostayok').split(' '),
);
/** The same, if the domain repeats it, or if anybody may have a mailbox there. */
const DOUBTFUL = new Set('test testing tester email mail me user abc abcd asd asdf qwerty na no nn xx xxx xxxx aaa foo bar name noname sin temp guest demo example sample'.split(' '));
const OPEN_DOMAIN = /^(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|aol|icloud|mail|gmx|web|protonmail|proton|yandex|test|email|domain|example|abc|xyz)\.[a-z.]{2,7}$/;

function isNoMailbox(cell: string): boolean {
  const read = readEmail(cell);
  const address = 'part' in read ? read.part : plainText(cell).toLowerCase();
  const at = address.lastIndexOf('@');
  if (at < 1) return false;
  const [local, domain] = [address.slice(0, at).replace(/[._+-]|\d+$/g, ''), address.slice(at + 1)];
  if (NO_MAILBOX.has(local)) return true;
  const [label = ''] = domain.split('.');
  // a@a.com, none@none.com, xx@xx.xx.
  const repeats = label.replaceAll('-', '') === local;
  return DOUBTFUL.has(local) ? repeats || OPEN_DOMAIN.test(domain) : repeats && /^(.)\1*$/.test(local);
}

const SAME_DIGIT = /^(\d)\1+$/;
/** Typed along the keyboard. */
const IN_ORDER = new Set(['123456789', '1234567890', '0123456789', '9876543210', '0987654321']);

function isNoPhone(cell: string): boolean {
  const text = plainText(cell);
  if (/[A-Za-z]{3}/.test(text)) return false;
  const digits = text.replace(/\D/g, '');
  return digits.length >= 5 && (SAME_DIGIT.test(digits) || IN_ORDER.has(digits) || /0{8}$/.test(digits) || (/^\s*(?:\+|00)/.test(text) && /^(?:00)?[1-9]\d{0,2}(\d)\1{6,}$/.test(digits)));
}

/** Numbers that count members reach 9999 and 1111111, so only numbers that no count reaches are excluded. */
const ONE_DIGIT = /^(\d)\1{7,}$/;

function isNoNumber(cell: string): boolean {
  const code = plainText(cell).toUpperCase().replace(/[^A-Z0-9]+/g, '');
  return ONE_DIGIT.test(code) || /^([A-Z])\1{4,}$/.test(code) || /^[A-Z]{0,2}0{7,}[A-Z]?$/.test(code) || NO_CODE.has(code);
}

const NO_CODE = new Set('PENDING APPLIED APPLIEDFOR INPROCESS INPROGRESS NOPASSPORT NOID NONUMBER NODOCUMENT NODOCUMENTS NOTISSUED NOTYETISSUED UNDOCUMENTED WITHOUTDOCUMENTS LOST STOLEN EXPIRED TOFOLLOW AANGEVRAAGD BEANTRAGT ENCOURS ENTRAMITE SINDOCUMENTO SINDOCUMENTOS SINPAPELES SANSPAPIERS GEENPASPOORT GEENBSN KEINPASS'.split(' '));

/** Nines of a database, such as 99999999 and -999: no number, no code and no text. A count may reach shorter ones. */
const NINES = /^(?:9{8,}|-9{2,})(?:[.,]0+)?$/;

function isNoPostcode(cell: string): boolean {
  const code = plainText(cell).toUpperCase().replace(/[^A-Z0-9]+/g, '');
  // ZZ99 is the code for no place in Britain's statistics.
  return /^(?:9{4,}|0{4,}[A-Z]{0,2}|ZZ99[A-Z0-9]*)$/.test(code);
}

const nines = (cell: string): boolean => NINES.test(cell.trim());

/** For each kind that has dummies. */
export const DUMMIES: Partial<Readonly<Record<KeyType, (cell: string) => boolean>>> = {
  email: isNoMailbox,
  phone: isNoPhone,
  id: isNoNumber,
  plate: isNoNumber,
  postcode: isNoPostcode,
  exact: nines,
  text: nines,
  name: (cell) => /^\s*(?:0{1,2}|9{3,}|-9{2,}|-1)\s*$/.test(cell),
};
