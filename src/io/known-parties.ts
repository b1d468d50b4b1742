import * as v from 'valibot';
import { parseJsonAs } from '../json-as.js';
import { equalBytes, utf8 } from '../crypto/bytes.js';
import { checkPartyName } from '../crypto/party-name.js';
import { decodeStoredKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { versionError } from '../other-version.js';
import { withLock } from './file-lock.js';
import { checkOperator } from './history.js';
import { ensureFolder, type Home } from './home.js';
import { readPublicIdentity } from './identity-file.js';
import { recordSuccession } from './ledger-file.js';
import { readPrivateIfThere, replacePrivate } from './private-file.js';
import type { Rotation } from './rotation.js';

/** Who stated that a key is the right one, and when. */
export interface Verification {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** As --operator said; undefined if nobody said it. */
  readonly by: string | undefined;
}

/** A party under the name that the user gave it. */
export interface KnownParty {
  name: string;
  publicKey: Uint8Array;
  /** When it was added or its key replaced, ISO 8601 UTC. */
  added: string;
  /** Undefined while nobody has compared the key's fingerprint with its owner. */
  verified: Verification | undefined;
  /** The party whose directory it came from, if it came from one. */
  from: { readonly name: string; readonly publicKey: Uint8Array } | undefined;
}

const FORMAT = 'mpc-parties/2';
const MAX_BYTES = 1024 * 1024;

const Time = v.pipe(v.string(), v.isoTimestamp());
const Former = { name: v.string(), publicKey: v.string(), added: Time };
const FileSchema = v.variant('format', [
  v.strictObject({
    format: v.literal(FORMAT),
    parties: v.array(v.strictObject({ ...Former, verified: v.nullable(v.strictObject({ at: Time, by: v.nullable(v.string()) })), from: v.nullable(v.strictObject({ name: v.string(), publicKey: v.string() })) })),
  }),
  // A list of the version before, in which every key counted as verified.
  v.strictObject({ format: v.literal('mpc-parties/1'), parties: v.array(v.strictObject(Former)) }),
]);

function readEntry(entry: v.InferOutput<typeof FileSchema>['parties'][number]): KnownParty {
  const { name, publicKey, added } = entry;
  const verified = 'verified' in entry ? entry.verified : { at: added, by: null };
  const from = 'from' in entry ? entry.from : null;
  return {
    name: checkPartyName(name),
    publicKey: decodeStoredKey(publicKey),
    added,
    verified: verified === null ? undefined : { at: verified.at, by: verified.by === null ? undefined : checkOperator(verified.by) },
    from: from === null ? undefined : { name: checkPartyName(from.name), publicKey: decodeStoredKey(from.publicKey) },
  };
}

function writtenEntry({ name, publicKey, added, verified, from }: KnownParty): object {
  return {
    name,
    publicKey: encodePublicKey(publicKey),
    added,
    verified: verified === undefined ? null : { at: verified.at, by: verified.by ?? null },
    from: from === undefined ? null : { name: from.name, publicKey: encodePublicKey(from.publicKey) },
  };
}

/** All known parties, by name. None when there is no file yet. Throws IDENTITY_READABLE or IDENTITY_INVALID. */
export async function listKnownParties(home: Home): Promise<KnownParty[]> {
  const bytes = await readPrivateIfThere(home.parties, MAX_BYTES);
  if (bytes === undefined) return [];
  try {
    const file = parseJsonAs(FileSchema, bytes, { maxBytes: MAX_BYTES });
    const parties = file.parties.map(readEntry);
    const isUnique = new Set(parties.map(({ name }) => name)).size === parties.length && new Set(file.parties.map(({ publicKey }) => publicKey)).size === parties.length;
    if (!isUnique) throw new Error('a name or key stands there twice');
    return parties.sort(byName);
  } catch (error) {
    throw versionError(bytes, FORMAT, `The list of known parties ${home.parties}`, 'IDENTITY_INVALID') ?? new MpcError('IDENTITY_INVALID', `The list of known parties ${home.parties} is damaged.`, 'Restore it from your back-up, or move it away and add the parties again.', { cause: error });
  }
}

/** How a party comes to be known. */
export interface AddOptions {
  /** Gives a known name another key. */
  readonly replace?: boolean;
  readonly now?: Date;
  /** The key was not compared yet. Without it, the user states that the key is the right one. */
  readonly isUnchecked?: boolean;
  /** Who states it. */
  readonly by?: string | undefined;
  readonly from?: KnownParty['from'];
}

/**
 * Adds a party, or with `replace` gives a known name another key. Adding what is there already changes nothing, except that an unchecked key becomes a verified one.
 * Throws USAGE on a bad name; KEY_INVALID when the name has another key, the key another name, or the key is our own.
 */
export async function addKnownParty(home: Home, name: string, publicKey: Uint8Array, options: AddOptions = {}): Promise<KnownParty> {
  const entry = entryOf(name, publicKey, options);
  await refuseOwn(home, publicKey);
  return change(home, (parties) => withParty(parties, entry, options.replace === true));
}

/** The same for several parties. It adds all of them or none. */
export async function addKnownParties(home: Home, named: readonly Pick<KnownParty, 'name' | 'publicKey'>[], options: AddOptions = {}): Promise<KnownParty[]> {
  const entries = named.map(({ name, publicKey }) => entryOf(name, publicKey, options));
  for (const { publicKey } of named) await refuseOwn(home, publicKey);
  return change(home, (before) => {
    let parties = before;
    const result = entries.map((entry) => {
      const changed = withParty(parties, entry, options.replace === true);
      ({ parties } = changed);
      return changed.result;
    });
    return { parties, result };
  });
}

function entryOf(name: string, publicKey: Uint8Array, { now = new Date(), isUnchecked, by, from }: AddOptions): KnownParty {
  const added = now.toISOString();
  const verified = isUnchecked === true ? undefined : { at: added, by: by === undefined ? undefined : checkOperator(by) };
  return { name: checkPartyName(name), publicKey, added, verified, from };
}

function withParty(parties: readonly KnownParty[], entry: KnownParty, isReplacing: boolean): Change {
  const { name: checked, publicKey, verified } = entry;
  const known = findByName(parties, checked);
  if (known !== undefined && equalBytes(known.publicKey, publicKey)) {
    return known.verified !== undefined || verified === undefined ? { parties, result: known } : put(parties, { ...known, verified });
  }
  if (known !== undefined && !isReplacing) {
    throw new MpcError('KEY_INVALID', `"${checked}" is known with another key.`, `Ask "${checked}", by telephone, which key is right. If it is the new one, remove the old one first: mpc party remove, then mpc party add.`);
  }
  const twin = parties.find((party) => party.name !== checked && party.name.toLowerCase() === checked.toLowerCase());
  if (twin !== undefined && !equalBytes(twin.publicKey, publicKey)) {
    throw new MpcError('KEY_INVALID', `"${twin.name}" is known with another key, and "${checked}" differs from it in capital letters alone.`, `If it is the same party, ask it, by telephone, which key is right. If it is another one, add it under a name that differs in more.`);
  }
  refuseTwice(parties, publicKey);
  return put(parties, entry);
}

/** Records that the user compared a party's fingerprint with its owner. Throws PARTY_UNKNOWN, and KEY_INVALID if the key was changed since the user saw it. */
export async function verifyKnownParty(home: Home, name: string, publicKey: Uint8Array, { by, now = new Date() }: { readonly by?: string | undefined; readonly now?: Date } = {}): Promise<KnownParty> {
  const verified = { at: now.toISOString(), by: by === undefined ? undefined : checkOperator(by) };
  return change(home, (parties) => {
    const known = knownOrThrow(parties, name);
    if (!equalBytes(known.publicKey, publicKey)) throw new MpcError('KEY_INVALID', `The key of "${known.name}" was changed meanwhile.`, 'Compare its fingerprint anew: mpc party verify NAME');
    return put(parties, { ...known, verified });
  });
}

/**
 * Gives a known party the key that its rotation statement names. Throws PARTY_UNKNOWN when there is no such party,
 * KEY_INVALID when the statement replaces a key that is not the one known.
 */
export async function rotateKnownParty(home: Home, name: string, rotation: Rotation, now: Date = new Date()): Promise<KnownParty> {
  await refuseOwn(home, rotation.newKey);
  return change(home, async (parties) => {
    const known = knownOrThrow(parties, name);
    if (equalBytes(known.publicKey, rotation.newKey)) return { parties, result: known };
    if (!equalBytes(known.publicKey, rotation.oldKey)) {
      throw new MpcError('KEY_INVALID', `The rotation statement does not replace the key known for "${known.name}".`, 'If a rotation was missed, ask for the earlier statements too and apply them in order.');
    }
    refuseTwice(parties, rotation.newKey);
    // This comes first: a party whose key changed must not find its ledger empty, and a succession that came to nothing does no harm.
    await recordSuccession(home, rotation.oldKey, rotation.newKey);
    // The old key vouches for the new one, as far as it was verified itself.
    return put(parties, { ...known, publicKey: rotation.newKey, added: now.toISOString() });
  });
}

/** Forgets a party. Throws PARTY_UNKNOWN when there is none of that name. */
export async function removeKnownParty(home: Home, name: string): Promise<KnownParty> {
  return change(home, (parties) => {
    const known = knownOrThrow(parties, name);
    return { parties: parties.filter((party) => party !== known), result: known };
  });
}

export function findByName(parties: readonly KnownParty[], name: string): KnownParty | undefined {
  const normal = name.normalize('NFC');
  return parties.find((party) => party.name === normal);
}

export function findByKey(parties: readonly KnownParty[], publicKey: Uint8Array): KnownParty | undefined {
  return parties.find((party) => equalBytes(party.publicKey, publicKey));
}

/** The party of that name. Throws PARTY_UNKNOWN; USAGE when no party could have such a name. */
export function knownOrThrow(parties: readonly KnownParty[], name: string): KnownParty {
  const checked = checkPartyName(name);
  const known = findByName(parties, checked);
  if (known === undefined) throw new MpcError('PARTY_UNKNOWN', `"${checked}" is not among the known parties.`, `${parties.length === 0 ? 'No party is known yet' : `Known are: ${listedUpTo(parties.map((party) => party.name))}`}. To add it: mpc party add NAME KEY`);
  return known;
}

/** Names that an error lists. */
const LISTED = 20;

function listedUpTo(names: readonly string[]): string {
  return `${names.slice(0, LISTED).join(', ')}${names.length > LISTED ? ` and ${names.length - LISTED} more (mpc party list)` : ''}`;
}

interface Change<T = KnownParty> {
  parties: readonly KnownParty[];
  result: T;
}

async function change<T>(home: Home, edit: (parties: readonly KnownParty[]) => Change<T> | Promise<Change<T>>): Promise<T> {
  await ensureFolder(home.config);
  return withLock(home.parties, async () => {
    const before = await listKnownParties(home);
    const { parties, result } = await edit(before);
    if (parties !== before) {
      const entries = [...parties].sort(byName).map(writtenEntry);
      const bytes = utf8(`${JSON.stringify({ format: FORMAT, parties: entries }, null, 2)}\n`);
      // A list that could not be read again must not be written.
      if (bytes.length > MAX_BYTES) throw new MpcError('USAGE', 'The list of known parties would become too long.', 'Remove those that you do not need: mpc party remove NAME');
      await replacePrivate(home.parties, bytes);
    }
    return result;
  });
}

function put(parties: readonly KnownParty[], party: KnownParty): Change {
  return { parties: [...parties.filter(({ name }) => name !== party.name), party], result: party };
}

function refuseTwice(parties: readonly KnownParty[], publicKey: Uint8Array): void {
  const other = findByKey(parties, publicKey);
  if (other === undefined) return;
  throw new MpcError('KEY_INVALID', `That key is known already, as "${other.name}".`, 'One key is one party: check that you copied the right key, or remove the other name.');
}

async function refuseOwn(home: Home, publicKey: Uint8Array): Promise<void> {
  let own;
  try {
    own = await readPublicIdentity(home);
  } catch (error) {
    // Parties can be added before there is an identity.
    if (error instanceof MpcError && error.code === 'IDENTITY_MISSING') return;
    throw error;
  }
  if (equalBytes(own.publicKey, publicKey)) {
    throw new MpcError('KEY_INVALID', 'That is your own key.', 'Ask the other party for the line that its `mpc whoami` prints.');
  }
}

function byName(a: KnownParty, b: KnownParty): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
