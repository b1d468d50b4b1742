import { equalBytes } from '../crypto/bytes.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import type { Home } from '../io/home.js';
import { listKnownParties } from '../io/known-parties.js';
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
    // A party that you know by another name may be one whose name was put in the place of another's.
    if (byKey === undefined || folded(byKey.name) !== folded(party.name)) areAllKnown = false;
    remarks.set(party.publicKey, byKey === undefined ? 'NOT among your known parties' : folded(byKey.name) === folded(party.name) ? 'known to you' : `known to you as "${byKey.name}"`);
  }
  return { areAllKnown, remarks };
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

function impostor(name: string, isOwn: boolean): MpcError {
  const whose = isOwn ? 'your own name' : `"${name}"`;
  return new MpcError('KEY_INVALID', `The agreement names ${whose} with another key than the one you know for it.`, `Ask its author, and "${name}", by telephone which key is right, before anything else (docs/identities.md).`, { party: name });
}
