import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import type { Home } from '../io/home.js';
import { findByKey, findByName, listKnownParties } from '../io/known-parties.js';
import type { Agreement } from '../session/agreement/types.js';

export interface KnownKeys {
  /** Whether every other party's key is among the known parties. */
  readonly areAllKnown: boolean;
  /** What the user's own list says of each key, by its text. */
  readonly remarks: ReadonlyMap<string, string>;
}

/**
 * Holds an agreement's roster against the user's known parties. Throws KEY_INVALID where a name that the user
 * knows stands there with another key: that is how an impostor would look.
 */
export async function knownKeys(home: Home, identity: { publicKey: Uint8Array }, agreement: Agreement): Promise<KnownKeys> {
  const known = await listKnownParties(home);
  const own = encodePublicKey(identity.publicKey);
  const remarks = new Map<string, string>();
  let areAllKnown = true;
  for (const party of agreement.parties) {
    if (party.publicKey === own) {
      remarks.set(party.publicKey, 'this is you');
      continue;
    }
    const byKey = findByKey(known, decodePublicKey(party.publicKey));
    const byName = findByName(known, party.name);
    if (byKey === undefined && byName !== undefined) {
      throw new MpcError('KEY_INVALID', `The agreement names "${party.name}" with another key than the one you know for that name.`, `Ask "${party.name}" by telephone which key is right, before anything else (docs/identities.md).`, { party: party.name });
    }
    if (byKey === undefined) areAllKnown = false;
    remarks.set(party.publicKey, byKey === undefined ? 'NOT among your known parties' : byKey.name === party.name ? 'known to you' : `known to you as "${byKey.name}"`);
  }
  return { areAllKnown, remarks };
}
