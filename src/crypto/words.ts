import { wordlist } from '@scure/bip39/wordlists/english.js';
import { hashParts } from './hash.js';

/**
 * Fingerprints as words, to be read out over the phone. The list is BIP-39's, because its 2048 words are chosen to be easy to tell apart (four letters identify
 * each). These are not a wallet's seed words: they have no checksum, they are always the hash of public values, and no secret is ever derived from them.
 */
export const FINGERPRINT_WORDS = 12;
const BITS_PER_WORD = 11;

/** `count` words from the first 11·count bits of a digest. Throws a RangeError when the digest is too short. */
export function fingerprintWords(digest: Uint8Array, count = FINGERPRINT_WORDS): string[] {
  if (digest.length * 8 < count * BITS_PER_WORD) throw new RangeError('digest too short for so many words');
  const words: string[] = [];
  let pending = 0;
  let bits = 0;
  for (const byte of digest) {
    pending = (pending << 8) | byte;
    bits += 8;
    if (bits < BITS_PER_WORD) continue;
    if (words.length === count) break;
    bits -= BITS_PER_WORD;
    words.push(wordlist[pending >> bits] ?? '');
    pending &= (1 << bits) - 1;
  }
  return words;
}

/** Twelve words (132 bits) that stand for one public key. */
export function keyFingerprint(publicKey: Uint8Array): string[] {
  return fingerprintWords(hashParts('mpc key fingerprint v1', publicKey));
}

/** Words of a session: 66 bits. */
export const SESSION_WORDS = 6;

/**
 * Six words that stand for one session: its agreement, the names and keys of all parties, and the nonces of all. The session identifier is a hash of these. Six
 * words are enough because nobody can search for a session with given words: nonces are committed to before any is opened, so each try is a session that
 * another party sees, and succeeds with a probability of 2^-66.
 */
export function sessionWords(sid: Uint8Array): string {
  return fingerprintWords(hashParts('mpc session words v1', sid), SESSION_WORDS).join(' ');
}

/** Whether two texts hold the same words in the same order, whatever case and separators the users typed. */
export function sameWords(a: string, b: string): boolean {
  const first = normalise(a);
  return first !== '' && first === normalise(b);
}

function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
    .join(' ');
}
