import { equalBytes } from '../crypto/bytes.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { looksLike } from '../look-alike.js';
import { mixedWords } from '../mixed-scripts.js';
import type { Agreement } from '../session/agreement/types.js';
import { keys } from '../texts/en/agreement.js';
import type { KeyCheck, KeyRemark, NameRemark } from '../texts/shapes.js';
import type { KnownParty } from '../io/known-parties.js';
import type { Store } from './store.js';

export interface KnownKeys {
  /** Keys of parties, by their text, that are among the user's known parties under any name, and that the user has verified. */
  readonly verified: ReadonlySet<string>;
  /** What the user's own list says about each key, by its text. */
  readonly remarks: ReadonlyMap<string, KeyRemark>;
  /** Parties for which the agreement names a key that they have changed since. */
  readonly former: readonly string[];
}

/**
 * Holds an agreement's roster against the user's known parties and own name. Throws KEY_INVALID where a name that the user
 * knows, or bears, stands there with another key: that is how an impostor would look, and two names that were swapped.
 * `isOver`: the agreement's session is over, and what it left can be used by the keys of then only, so that a key which was changed since is named and not refused.
 */
export async function knownKeys(store: Pick<Store, 'parties' | 'ledger'>, identity: { name: string; publicKey: Uint8Array }, agreement: Agreement, { isOver = false } = {}): Promise<KnownKeys> {
  const listed = await store.parties.list();
  const known = [...listed, identity];
  const own = encodePublicKey(identity.publicKey);
  const remarks = new Map<string, KeyRemark>();
  const verified = new Set<string>();
  const former: string[] = [];
  for (const party of agreement.parties) {
    const key = decodePublicKey(party.publicKey);
    const byName = known.find((each) => folded(each.name) === folded(party.name));
    if (byName !== undefined && !equalBytes(byName.publicKey, key)) {
      const isFormer = await wasReplaced(store, party.publicKey, encodePublicKey(byName.publicKey));
      if (!isFormer) throw impostor(party.name, byName === identity);
      if (!isOver) throw formerKey(party.name);
      former.push(party.name);
      remarks.set(party.publicKey, { who: 'former key' });
      continue;
    }
    if (party.publicKey === own) {
      remarks.set(own, { who: 'self', ...(folded(party.name) === folded(identity.name) ? {} : { as: identity.name }) });
      continue;
    }
    const byKey = listed.find((each) => equalBytes(each.publicKey, key));
    // The key is who a party is. The check above shows that its name is not another known party's.
    if (byKey?.verified !== undefined) verified.add(party.publicKey);
    const as = byKey === undefined || folded(byKey.name) === folded(party.name) ? {} : { as: byKey.name };
    const who = byKey === undefined ? { who: 'unknown' as const } : { who: 'known' as const, ...as, checked: checkOf(byKey) };
    remarks.set(party.publicKey, { ...who, ...nameRemark(party.name, known.filter((each) => !equalBytes(each.publicKey, key)), agreement.parties.filter((each) => each !== party)) });
  }
  return { verified, remarks, former };
}

/** Whether each other party is one that the user knows, in an agreement between known keys. `beside`: keys, by their text, that were verified in another way. */
export function areAllVerified(known: KnownKeys, agreement: Agreement, own: Uint8Array, beside?: ReadonlySet<string>): boolean {
  return unverifiedNames(known, agreement, own, beside).length === 0;
}

/** Names of the other parties for which that does not hold. */
export function unverifiedNames({ verified }: KnownKeys, { parties, meeting }: Agreement, own: Uint8Array, beside: ReadonlySet<string> = new Set()): string[] {
  const self = encodePublicKey(own);
  return parties.filter(({ publicKey }) => !(publicKey === self || beside.has(publicKey) || (meeting === 'known keys' && verified.has(publicKey)))).map(({ name }) => name);
}

interface Named {
  readonly name: string;
}

/** What a reader cannot see in a name, beside those of parties that the user knows and of others in the same agreement. In English. */
export function attentionTo(name: string, known: readonly Named[], beside: readonly Named[] = []): string[] {
  return keys.attention(nameRemark(name, known, beside));
}

/** The same as data. */
export function nameRemark(name: string, known: readonly Named[], beside: readonly Named[] = []): NameRemark {
  const likeKnown = known.find((each) => looksLike(name, each.name))?.name;
  const likeOther = beside.find((each) => looksLike(name, each.name))?.name;
  return {
    ...(likeKnown === undefined ? {} : { likeKnown }),
    ...(likeOther === undefined || likeOther === likeKnown ? {} : { likeOther }),
    ...(mixedWords(name).length > 0 ? { mixesScripts: true } : {}),
  };
}

/** Whether a party's key was compared with its owner, by whom and when; otherwise where the key came from. In English. */
export function checkedInWords(party: Pick<KnownParty, 'added' | 'verified' | 'from'>): string {
  return keys.checked(checkOf(party));
}

function checkOf({ added, verified, from }: Pick<KnownParty, 'added' | 'verified' | 'from'>): KeyCheck {
  if (verified === undefined) return { verified: undefined, directory: from?.name };
  return { verified: { on: day(verified.at), by: verified.by, changed: added > verified.at ? day(added) : undefined } };
}

function day(time: string): string {
  return time.slice(0, 10);
}

/** Names that differ in nothing that counts have one folded form. */
export function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** Whether the user accepted statements by which the second of these keys replaced the first. */
async function wasReplaced({ ledger }: Pick<Store, 'ledger'>, key: string, present: string): Promise<boolean> {
  const later = new Set([key]);
  // Each succession was recorded after the one before it.
  for (const { oldKey, newKey } of await ledger.successions()) if (later.has(oldKey)) later.add(newKey);
  return later.has(present);
}

function formerKey(name: string): MpcError {
  return new MpcError(
    'KEY_INVALID',
    `The agreement names "${name}" with the key that it had before it changed it.`,
    `Do not go on with it: whoever has the old key could take the place of "${name}". Ask the author for a new agreement that names the new key.`,
    { party: name },
  );
}

function impostor(name: string, isOwn: boolean): MpcError {
  const whose = isOwn ? 'your own name' : `"${name}"`;
  return new MpcError('KEY_INVALID', `The agreement names ${whose} with another key than the one you know for it.`, `Ask its author, and "${name}", by telephone which key is right, before anything else (docs/identities.md). If "${name}" changed its key, it has a statement for you: mpc party add NAME --rotation FILE`, { party: name });
}
