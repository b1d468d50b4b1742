import { checkedInWords, encodePublicKey, type KnownParty } from '../library/home.js';
import { identityJson, type IdentityJson } from './whoami.js';

export interface KnownPartyJson extends IdentityJson {
  readonly added: string;
  readonly verified: { readonly at: string; readonly by: string | null } | null;
  readonly from: { readonly name: string; readonly publicKey: string } | null;
}

export function knownPartyJson(party: KnownParty): KnownPartyJson {
  const { added, verified, from } = party;
  return {
    ...identityJson(party),
    added,
    verified: verified === undefined ? null : { at: verified.at, by: verified.by ?? null },
    from: from === undefined ? null : { name: from.name, publicKey: encodePublicKey(from.publicKey) },
  };
}

export function knownPartyInWords(party: KnownParty): string {
  const { name, publicKey, fingerprint } = identityJson(party);
  return `${name}, ${checkedInWords(party)}\n  ${publicKey}\n  ${fingerprint}`;
}
