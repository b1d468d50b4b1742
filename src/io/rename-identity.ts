import { withLock } from './file-lock.js';
import type { Home } from './home.js';
import { loadIdentity, readPublicIdentity, serialise, type Identity } from './identity-file.js';
import { replacePrivate } from './private-file.js';

/** Gives this machine's identity another name; the key and its passphrase stay. Throws as `loadIdentity`. */
export async function renameIdentity(home: Home, name: string, askPassphrase?: () => Promise<string>): Promise<Identity> {
  const { isEncrypted } = await readPublicIdentity(home);
  let passphrase: string | undefined;
  const remember = askPassphrase === undefined ? undefined : async () => (passphrase ??= await askPassphrase());
  return withLock(home.identity, async () => {
    const identity = { ...(await loadIdentity(home, remember)), name };
    await replacePrivate(home.identity, await serialise(identity, isEncrypted ? passphrase : undefined));
    return identity;
  });
}
