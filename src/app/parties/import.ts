import { equalBytes } from '../../crypto/bytes.js';
import { encodePublicKey } from '../../crypto/public-key.js';
import { bug, MpcError } from '../../errors.js';
import { readBounded } from '../../io/files.js';
import { holdsCard, MAX_CARD_TEXT, readCard } from '../../io/key-card.js';
import { findByKey, type KnownParty } from '../../io/known-parties.js';
import { wrongKind } from '../file-kind.js';
import { attentionTo, folded } from '../known-keys.js';
import type { Store } from '../store.js';
import { MAX_DIRECTORY_BYTES, readDirectory, type NamedKey } from './directory.js';

/** What came of one key that was imported. */
export interface ImportedParty {
  readonly party: KnownParty;
  /** The key was known before, perhaps by another name. */
  readonly wasKnown: boolean;
}

export interface Imported {
  /** Who signed the directory; undefined for a card, which its owner signs. */
  readonly from: KnownParty | undefined;
  /** When it was made, by the clock of whoever made it. */
  readonly made: string;
  readonly parties: readonly ImportedParty[];
}

const MAX_IMPORT_BYTES = Math.max(MAX_DIRECTORY_BYTES, MAX_CARD_TEXT);

/**
 * Takes the key of a card, or all keys of a directory, into the known parties, unchecked: a signature says who made it, and people find out by phone who that is. It
 * takes all or nothing.
 *
 * @param as the name that the party of a card gets here, in place of its own.
 * @throws MpcError KEY_INVALID if a name is known with another key or looks like a known one, if the directory's signer is not verified, or if it is neither card
 * nor directory; SIGNATURE_INVALID.
 */
export async function importParties(store: Pick<Store, 'parties' | 'identity'>, bytes: Uint8Array, { as, file = 'What was given' }: { readonly as?: string | undefined; readonly file?: string } = {}): Promise<Imported> {
  if (bytes.length > MAX_IMPORT_BYTES) throw new MpcError('KEY_INVALID', `${file} is longer than a key card or a directory can be.`, 'Check that it is the right file.');
  const text = Buffer.from(bytes).toString('utf8');
  if (/^\s*\{/.test(text)) {
    refuseOtherKinds(file, bytes);
    if (as !== undefined) throw new MpcError('USAGE', '--as names the party of a key card, and this is a directory.', 'Leave it out.');
    return importDirectory(store, readDirectory(bytes));
  }
  if (!holdsCard(text)) refuseOtherKinds(file, bytes);
  const card = readCard(text);
  const parties = await takeAll(store, [{ name: as ?? card.name, publicKey: card.publicKey }], { isNamedHere: as !== undefined, from: undefined });
  return { from: undefined, made: card.made, parties };
}

function refuseOtherKinds(file: string, bytes: Uint8Array): void {
  const wrong = wrongKind(file, bytes, ['card', 'mpc-directory'], 'a key card or a directory of parties');
  if (wrong !== undefined) throw new MpcError('KEY_INVALID', wrong.what, wrong.next);
}

/** The same of a file, or of standard input (`-`). */
export async function importPartiesFrom(store: Pick<Store, 'parties' | 'identity'>, path: string, as: string | undefined): Promise<Imported> {
  const bytes = await readBounded(path, MAX_IMPORT_BYTES, 'USAGE', 'key card or directory');
  return importParties(store, bytes, { as, file: path === '-' ? 'Standard input' : path });
}

async function importDirectory(store: Pick<Store, 'parties' | 'identity'>, { signer, made, parties }: ReturnType<typeof readDirectory>): Promise<Imported> {
  const known = findByKey(await store.parties.list(), signer.publicKey);
  // What an unknown key signed is worth no more than an unsigned mail, and would look like more.
  if (known?.verified === undefined) {
    throw known === undefined
      ? new MpcError('PARTY_UNKNOWN', `The directory is signed by the key ${encodePublicKey(signer.publicKey)}, which is not among your known parties. It calls itself "${signer.name}".`, 'Take the key card of whoever made it first (`mpc party import FILE`), and verify it by phone (`mpc party verify NAME`).')
      : new MpcError('KEY_INVALID', `The directory is signed by "${known.name}", whose key you have not verified.`, `Compare the fingerprint by phone first: mpc party verify "${known.name}"`);
  }
  const own = await store.identity.read().catch((error: unknown) => {
    if (error instanceof MpcError && error.code === 'IDENTITY_MISSING') return undefined;
    throw error;
  });
  const others = parties.filter(({ publicKey }) => own === undefined || !equalBytes(publicKey, own.publicKey));
  const from = { name: known.name, publicKey: known.publicKey };
  return { from: known, made, parties: await takeAll(store, others, { isNamedHere: false, from }) };
}

async function takeAll(store: Pick<Store, 'parties' | 'identity'>, entries: readonly NamedKey[], { isNamedHere, from }: { readonly isNamedHere: boolean; readonly from: NamedKey | undefined }): Promise<ImportedParty[]> {
  const known = await store.parties.list();
  const own = await store.identity.read().catch(() => undefined);
  const found = entries.map((entry) => ({ entry, before: findByKey(known, entry.publicKey) }));
  const named = own === undefined ? known : [...known, own];
  const problems = found.flatMap(({ entry, before }) => problemsOf(entry, named, { isKnown: before !== undefined, isNamedHere, beside: entries.filter((each) => each !== entry) }));
  if (problems.length > 0) {
    throw new MpcError(
      'KEY_INVALID',
      `ATTENTION: this may be somebody who passes for a party that you know. Nothing was taken over.\n  ${problems.join('\n  ')}`,
      from === undefined ? 'Ask the party that you know, by telephone. If it has a new key, it has a statement for you (mpc party add NAME --rotation FILE), or you remove the old key first (mpc party remove NAME). If it is another party, give it a name of your own: --as NAME' : `Ask "${from.name}", by telephone. If a party has a new key, remove the old one first (mpc party remove NAME), or take the cards one by one.`,
    );
  }
  const added = await store.parties.addAll(found.filter(({ before }) => before === undefined).map(({ entry }) => entry), { isUnchecked: true, from });
  return found.map(({ entry, before }) => ({ party: before ?? knownByKey(added, entry.publicKey), wasKnown: before !== undefined }));
}

function knownByKey(parties: readonly KnownParty[], publicKey: Uint8Array): KnownParty {
  const party = findByKey(parties, publicKey);
  if (party === undefined) throw bug('a party that was added is not there');
  return party;
}

/** What speaks against taking over a key under a name, in sentences. */
function problemsOf({ name, publicKey }: NamedKey, known: readonly NamedKey[], { isKnown, isNamedHere, beside }: { readonly isKnown: boolean; readonly isNamedHere: boolean; readonly beside: readonly NamedKey[] }): string[] {
  const same = known.find((each) => folded(each.name) === folded(name) && !equalBytes(each.publicKey, publicKey));
  if (same !== undefined) return [`"${same.name}" is known with ANOTHER KEY than the one that comes here for "${name}".`];
  // A key that is known keeps the name that the user gave it, and a name that the user typed is not somebody's disguise.
  if (isKnown || isNamedHere) return [];
  return attentionTo(name, known, beside).map((line) => `"${name}": ${line.replace(/^ATTENTION: /, '')}.`);
}
