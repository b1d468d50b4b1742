import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import type { RotationDone } from '../io/rotate-identity.js';
import { dependsOnKey, type DependsOnKey } from './depends-on-key.js';
import type { AskPassphrase, Store } from './store.js';

/** The new identity, where the old one and the statement for partners lie, and what can be done only with the old key. */
export type Rotated = RotationDone & { readonly dependsOnOldKey: DependsOnKey };

/** Replaces this party's key, keeps the old one, and signs a statement for its partners. Throws USAGE where the new identity would lose its encryption, and what opening the old one does. */
export async function rotateKey(store: Store, { askPassphrase, newPassphrase }: { readonly askPassphrase?: AskPassphrase | undefined; readonly newPassphrase?: string | undefined }): Promise<Rotated> {
  const { isEncrypted, publicKey } = await store.identity.read();
  // Rotating must not be a way to lose the encryption without noticing.
  if (isEncrypted && newPassphrase === undefined) throw new MpcError('USAGE', 'The present identity is encrypted, and the new one would not be.', 'Give --passphrase, or --passphrase-file FILE.');
  const done = await store.identity.rotate({ ...(askPassphrase === undefined ? {} : { askPassphrase }), ...(newPassphrase === undefined ? {} : { newPassphrase }) });
  return { ...done, dependsOnOldKey: await dependsOnKey(store, encodePublicKey(publicKey), Date.now()) };
}
