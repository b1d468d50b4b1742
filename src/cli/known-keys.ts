import { equalBytes } from '../crypto/bytes.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import type { Home } from '../io/home.js';
import { listKnownParties } from '../io/known-parties.js';
import { looksLike, mixesScripts } from './look-alike.js';
import type { Agreement } from '../session/agreement/types.js';

export interface KnownKeys {
  /** Whether every other party's key is among the known parties. */
  readonly areAllKnown: boolean;
  /** What the user's own list says of each key, by its text. */
  readonly remarks: ReadonlyMap<string, string>;
}

/**
 * Holds an agreement's roster against the user's known parties and own name. Throws KEY_INVALID where a name that the user
 * knows, or bears, stands there with another key: that is how an impostor would look, and two names that were swapped.
 */
export async function knownKeys(home: Home, identity: { name: string; publicKey: Uint8Array }, agreement: Agreement): Promise<KnownKeys> {
  const known = [...(await listKnownParties(home)), identity];
  const own = encodePublicKey(identity.publicKey);
  const remarks = new Map<string, string>();
  let areAllKnown = true;
  for (const party of agreement.parties) {
    const key = decodePublicKey(party.publicKey);
    const byName = known.find((each) => folded(each.name) === folded(party.name));
    if (byName !== undefined && !equalBytes(byName.publicKey, key)) throw impostor(party.name, byName === identity);
    if (party.publicKey === own) {
      remarks.set(own, folded(party.name) === folded(identity.name) ? 'this is you' : `this is you, who are "${identity.name}" here`);
      continue;
    }
    const byKey = known.find((each) => equalBytes(each.publicKey, key));
    // The key is who a party is. That its name is not another known party's is checked above.
    if (byKey === undefined) areAllKnown = false;
    const who = byKey === undefined ? 'NOT among your known parties' : folded(byKey.name) === folded(party.name) ? 'known to you' : `known to you as "${byKey.name}"`;
    remarks.set(party.publicKey, [who, ...warningsOf(party.name, known.filter((each) => !equalBytes(each.publicKey, key)))].join('; '));
  }
  return { areAllKnown, remarks };
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

function impostor(name: string, isOwn: boolean): MpcError {
  const whose = isOwn ? 'your own name' : `"${name}"`;
  return new MpcError('KEY_INVALID', `The agreement names ${whose} with another key than the one you know for it.`, `Ask its author, and "${name}", by telephone which key is right, before anything else (docs/identities.md).`, { party: name });
}
