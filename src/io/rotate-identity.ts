import { join } from 'node:path';
import { utf8 } from '../crypto/bytes.js';
import { encodePublicKey } from '../crypto/public-key.js';
import { withLock } from './file-lock.js';
import { formerIdentityPath } from './former-identities.js';
import type { Home } from './home.js';
import { MAX_IDENTITY_BYTES, loadIdentity, newIdentity, readPublicIdentity, serialise, type Identity } from './identity-file.js';
import { readPrivate, replacePrivate } from './private-file.js';
import { makeRotation, type RotationStatement } from './rotation.js';

export interface RotateOptions {
  /** Asked for only if the present identity is encrypted. */
  askPassphrase?: () => Promise<string>;
  /** The passphrase of the new identity; without it the new one is not encrypted. */
  newPassphrase?: string;
  now?: Date;
}

export interface RotationDone {
  identity: Identity;
  statement: RotationStatement;
  /** The path of the statement, to be sent to partners. */
  statementPath: string;
  /** The path at which the old identity was kept. */
  oldIdentityPath: string;
}

/**
 * Gives this party a new key under its name. The old identity is kept in the same folder, and a statement signed by both keys
 * is written for partners. Throws as `loadIdentity`.
 */
export async function rotateIdentity(home: Home, options: RotateOptions = {}): Promise<RotationDone> {
  // Before locking: without an identity there may not even be a folder to hold the lock.
  await readPublicIdentity(home);
  return withLock(home.identity, async () => {
    const old = await loadIdentity(home, options.askPassphrase);
    const identity = newIdentity(old.name);
    const statement = makeRotation(old, identity, options.now ?? new Date());
    const file = await serialise(identity, options.newPassphrase);
    const text = utf8(`${JSON.stringify(statement, null, 2)}\n`);
    const short = encodePublicKey(old.publicKey).slice(0, 12);
    const oldIdentityPath = formerIdentityPath(home, old.publicKey);
    // The identity comes last: a crash at any point leaves one that works, and rotating again repairs the rest. The
    // statement is kept under the old key's name too: a partner who missed one rotation needs the whole chain.
    await replacePrivate(oldIdentityPath, await readPrivate(home.identity, MAX_IDENTITY_BYTES));
    await replacePrivate(join(home.config, `rotation-${short}.json`), text);
    await replacePrivate(home.rotation, text);
    await replacePrivate(home.identity, file);
    return { identity, statement, statementPath: home.rotation, oldIdentityPath };
  });
}
