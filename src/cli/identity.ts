import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { formerAmong } from '../io/former-identities.js';
import type { Home } from '../io/home.js';
import { loadIdentity, type Identity } from '../io/identity-file.js';
import { readPassphraseFile } from '../io/passphrase-file.js';
import { askSecret, askYesNo } from '../io/prompts.js';

/** Loads this machine's identity; a passphrase comes from a file or a prompt, never from the command line. */
export async function openIdentity(home: Home, passphraseFile: string | undefined, canAsk: boolean, question = 'Passphrase of this identity'): Promise<Identity> {
  if (passphraseFile !== undefined) return loadIdentity(home, async () => readPassphraseFile(passphraseFile), canAsk ? confirmWork : undefined);
  return loadIdentity(home, canAsk ? async () => askSecret(question) : undefined, canAsk ? confirmWork : undefined);
}

/**
 * The identity under whose key this party took part in a session that is over: the present one, or one whose key was changed since
 * and that is kept. Throws as `loadIdentity`.
 */
export async function openIdentityOf(home: Home, parties: readonly { readonly publicKey: string }[], passphraseFile: string | undefined, canAsk: boolean, note: (text: string) => void): Promise<Identity> {
  const former = await formerAmong(home, parties.map(({ publicKey }) => publicKey));
  if (former === undefined) return openIdentity(home, passphraseFile, canAsk);
  note(`That session knew this party by a key that was changed since. The identity of then is used: ${former.path}`);
  try {
    return await openIdentity({ ...home, identity: former.path }, passphraseFile, canAsk, 'Passphrase of this party’s former identity');
  } catch (error) {
    if (!(error instanceof MpcError) || error.code !== 'IDENTITY_LOCKED') throw error;
    throw new MpcError('IDENTITY_LOCKED', `${former.path}, the identity of the key of then: ${error.message}`, 'Give the passphrase that it had before the key was changed.', { cause: error });
  }
}

/**
 * Throws NOT_IN_ROSTER with the true reason where an agreement names a key that this party has exchanged for another.
 * @param tell told of the former identity, if it can be had without asking, before this throws.
 */
export async function refuseFormerKey(home: Home, parties: readonly { readonly publicKey: string }[], tell?: (former: Identity) => Promise<void>): Promise<void> {
  const former = await formerAmong(home, parties.map(({ publicKey }) => publicKey));
  if (former === undefined) return;
  if (tell !== undefined && !former.isEncrypted) await tell(await loadIdentity({ ...home, identity: former.path }));
  throw new MpcError(
    'NOT_IN_ROSTER',
    `The agreement names the key that this party had before it was changed: ${encodePublicKey(former.publicKey)}.`,
    'Send your partners the new key (`mpc init --rotate` wrote rotation.json for them), and ask the agreement’s author for a new one that names it.',
  );
}

async function confirmWork(times: number): Promise<boolean> {
  return askYesNo(`The identity file asks for ${times} times the usual work: some ${Math.ceil(times / 2)} seconds, and much memory. Go on?`);
}
