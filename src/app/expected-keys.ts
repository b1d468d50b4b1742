import { encodePublicKey, decodePublicKey } from '../crypto/public-key.js';
import { FINGERPRINT_WORDS, keyFingerprint, sameWords } from '../crypto/words.js';
import { MpcError } from '../errors.js';
import type { Agreement } from '../session/agreement/types.js';

/**
 * The keys, in their text form, of the other parties whose fingerprints the user gave with --expect-fingerprint. Throws USAGE where one is not the words of a key,
 * FINGERPRINT_MISMATCH where one is nobody's in this roster.
 */
export function expectedKeys({ parties }: Pick<Agreement, 'parties'>, own: Uint8Array, expected: readonly string[]): ReadonlySet<string> {
  checkFingerprints(expected);
  const others = parties.filter((party) => party.publicKey !== encodePublicKey(own));
  return new Set(
    expected.map((words) => {
      const party = others.find(({ publicKey }) => sameWords(keyFingerprint(decodePublicKey(publicKey)).join(' '), words));
      if (party !== undefined) return party.publicKey;
      throw new MpcError('FINGERPRINT_MISMATCH', 'A fingerprint that --expect-fingerprint names is not that of any other party’s key: these are other parties, or other keys.', 'Do not go on. Compare the fingerprints (`mpc whoami`) with the other parties by phone.');
    }),
  );
}

/** Throws USAGE unless each has as many words as the fingerprint of a key. */
export function checkFingerprints(expected: readonly string[]): void {
  if (expected.every((words) => words.split(/[^\p{L}]+/u).filter((word) => word !== '').length === FINGERPRINT_WORDS)) return;
  throw new MpcError('USAGE', `--expect-fingerprint takes the ${FINGERPRINT_WORDS} words of a partner’s key, in quotes.`, 'Your partner sees them with `mpc whoami`. Give the flag once for each partner. (The words of a session cannot be known beforehand.)');
}
