import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import type { Identity } from '../io/identity-file.js';
import type { AskPassphrase, ConfirmWork, Store } from './store.js';

/** How an identity that is encrypted is opened. */
export interface Unlocking {
  /** `isFormer`: the passphrase is that of an identity whose key was changed since. Undefined if nobody can be asked. */
  readonly passphraseOf: ((isFormer: boolean) => AskPassphrase) | undefined;
  readonly confirmWork: ConfirmWork | undefined;
}

type Keys = readonly { readonly publicKey: string }[];

/** This machine's identity. Throws IDENTITY_MISSING, IDENTITY_READABLE, IDENTITY_LOCKED or IDENTITY_INVALID. */
export async function openIdentity({ identity }: Pick<Store, 'identity'>, { passphraseOf, confirmWork }: Unlocking): Promise<Identity> {
  return identity.load(passphraseOf?.(false), confirmWork);
}

/**
 * The identity under whose key this party took part in a session that is over: the present one, or one whose key was changed since
 * and that is kept. Throws what `openIdentity` does.
 */
export async function openIdentityOf(store: Pick<Store, 'identity'>, parties: Keys, unlocking: Unlocking, note: (text: string) => void): Promise<Identity> {
  const former = await store.identity.formerAmong(parties.map(({ publicKey }) => publicKey));
  if (former === undefined) return openIdentity(store, unlocking);
  note(`That session knew this party by a key that was changed since. The identity of then is used: ${former.path}`);
  try {
    return await store.identity.loadFormer(former, unlocking.passphraseOf?.(true), unlocking.confirmWork);
  } catch (error) {
    if (!(error instanceof MpcError) || error.code !== 'IDENTITY_LOCKED') throw error;
    throw new MpcError('IDENTITY_LOCKED', `${former.path}, the identity of the key of then: ${error.message}`, 'Give the passphrase that it had before the key was changed.', { cause: error });
  }
}

/**
 * Throws NOT_IN_ROSTER with the true reason where an agreement names a key that this party has exchanged for another.
 * @param tell told of the former identity, if it can be had without asking, before this throws.
 */
export async function refuseFormerKey({ identity }: Pick<Store, 'identity'>, parties: Keys, tell?: (former: Identity) => Promise<void>): Promise<void> {
  const former = await identity.formerAmong(parties.map(({ publicKey }) => publicKey));
  if (former === undefined) return;
  if (tell !== undefined && !former.isEncrypted) await tell(await identity.loadFormer(former));
  throw new MpcError(
    'NOT_IN_ROSTER',
    `The agreement names the key that this party had before it was changed: ${encodePublicKey(former.publicKey)}.`,
    'Send your partners the new key (`mpc init --rotate` wrote rotation.json for them), and ask the agreement’s author for a new one that names it.',
  );
}
