import { encodePublicKey, keyFingerprint } from '../library/home.js';

export interface IdentityJson {
  readonly name: string;
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** What `init --json` and `whoami --json` print. */
export function identityJson({ name, publicKey }: { name: string; publicKey: Uint8Array }): IdentityJson {
  return { name, publicKey: encodePublicKey(publicKey), fingerprint: keyFingerprint(publicKey).join(' ') };
}
