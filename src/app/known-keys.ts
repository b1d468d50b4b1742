import { equalBytes } from '../crypto/bytes.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { looksLike, mixesScripts } from './look-alike.js';
import type { Agreement } from '../session/agreement/types.js';
import type { Store } from './store.js';

export interface KnownKeys {
  /** Keys of parties, by their text, that are among the user's known parties, under whatever name. */
  readonly verified: ReadonlySet<string>;
  /** What the user's own list says of each key, by its text. */
  readonly remarks: ReadonlyMap<string, string>;
}

/**
 * Holds an agreement's roster against the user's known parties and own name. Throws KEY_INVALID where a name that the user
 * knows, or bears, stands there with another key: that is how an impostor would look, and two names that were swapped.
 */
export async function knownKeys(store: Pick<Store, 'parties' | 'ledger'>, identity: { name: string; publicKey: Uint8Array }, agreement: Agreement): Promise<KnownKeys> {
  const known = [...(await store.parties.list()), identity];
  const own = encodePublicKey(identity.publicKey);
  const remarks = new Map<string, string>();
  const verified = new Set<string>();
  for (const party of agreement.parties) {
    const key = decodePublicKey(party.publicKey);
    const byName = known.find((each) => folded(each.name) === folded(party.name));
    if (byName !== undefined && !equalBytes(byName.publicKey, key)) throw (await wasReplaced(store, party.publicKey, encodePublicKey(byName.publicKey))) ? formerKey(party.name) : impostor(party.name, byName === identity);
    if (party.publicKey === own) {
      remarks.set(own, folded(party.name) === folded(identity.name) ? 'this is you' : `this is you, who are "${identity.name}" here`);
      continue;
    }
    const byKey = known.find((each) => equalBytes(each.publicKey, key));
    // The key is who a party is. That its name is not another known party's is checked above.
    if (byKey !== undefined) verified.add(party.publicKey);
    const who = byKey === undefined ? 'NOT among your known parties' : folded(byKey.name) === folded(party.name) ? 'known to you' : `known to you as "${byKey.name}"`;
    remarks.set(party.publicKey, [who, ...warningsOf(party.name, known.filter((each) => !equalBytes(each.publicKey, key)))].join('; '));
  }
  return { verified, remarks };
}

/** Whether each other party is one that the user knows, in an agreement between known keys. `beside`: keys, by their text, that were verified in another way. */
export function areAllVerified({ verified }: KnownKeys, { parties, meeting }: Agreement, own: Uint8Array, beside: ReadonlySet<string> = new Set()): boolean {
  const self = encodePublicKey(own);
  return parties.every(({ publicKey }) => publicKey === self || beside.has(publicKey) || (meeting === 'known keys' && verified.has(publicKey)));
}

/** What a reader cannot see in a name. */
function warningsOf(name: string, others: readonly { readonly name: string }[]): string[] {
  const alike = others.find((each) => looksLike(name, each.name));
  return [
    ...(alike === undefined ? [] : [`ATTENTION: this name looks like "${alike.name}", whom you know, and is written in other letters`]),
    ...(mixesScripts(name) ? ['ATTENTION: a word of this name mixes letters of several alphabets'] : []),
  ];
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** Whether the user took statements by which the first of these keys came to be the second. */
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
