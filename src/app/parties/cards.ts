import type { Identity } from '../../session/channel/identity-proof.js';
import { cardText, makeCard } from '../../io/key-card.js';
import { findByName, knownOrThrow, type KnownParty } from '../../io/known-parties.js';
import { keyFingerprint, sameWords } from '../../crypto/words.js';
import { MpcError } from '../../errors.js';
import type { Store } from '../store.js';
import { makeDirectory } from './directory.js';

/** This party's key card: the line for a QR code, and the text that is sent or kept in a file. */
export function keyCard(identity: Identity, now: number): { readonly line: string; readonly text: string } {
  const line = makeCard(identity, now);
  return { line, text: cardText(line) };
}

/** The party of that name. Throws PARTY_UNKNOWN. */
export async function knownParty({ parties }: Pick<Store, 'parties'>, name: string): Promise<KnownParty> {
  return knownOrThrow(await parties.list(), name);
}

/** Whether somebody typed the fingerprint of this key: its words, or the first four letters of each. */
export function isFingerprintOf({ publicKey }: Pick<KnownParty, 'publicKey'>, words: string): boolean {
  const whole = keyFingerprint(publicKey);
  return sameWords(whole.join(' '), words) || sameWords(whole.map((word) => word.slice(0, 4)).join(' '), words);
}

/**
 * Records that a party's key is the right one.
 *
 * @param words its fingerprint as its owner read it out.
 * @throws MpcError FINGERPRINT_MISMATCH if they are the words of another key.
 */
export async function verifyParty(store: Pick<Store, 'parties'>, party: KnownParty, words: string, by: string | undefined): Promise<KnownParty> {
  if (!isFingerprintOf(party, words)) throw new MpcError('FINGERPRINT_MISMATCH', `These are not the words of the key that is known for "${party.name}".`, 'If they were read out right, the key here is not theirs: do not use it, remove it (mpc party remove), and ask for their key card again.');
  return store.parties.verify(party.name, party.publicKey, by);
}

/** A directory of the parties that this one has verified, signed by it. `names`: only these. Throws USAGE or PARTY_UNKNOWN; KEY_INVALID if one of them is not verified. */
export async function exportDirectory({ parties }: Pick<Store, 'parties'>, identity: Identity, names: readonly string[] | undefined, date: Date): Promise<{ readonly text: string; readonly names: readonly string[] }> {
  const known = await parties.list();
  const chosen = names === undefined ? known.filter(({ verified }) => verified !== undefined) : names.map((name) => knownOrThrow(known, name));
  const unchecked = chosen.find(({ verified }) => verified === undefined);
  if (unchecked !== undefined) throw new MpcError('KEY_INVALID', `The key of "${unchecked.name}" was not verified here, so this party cannot vouch for it.`, `Compare its fingerprint by phone: mpc party verify "${unchecked.name}"`);
  const unique = chosen.filter((party) => findByName(chosen, party.name) === party);
  return { text: makeDirectory(identity, unique, date), names: unique.map(({ name }) => name) };
}
