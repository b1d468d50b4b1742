import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import type { Home } from './home.js';
import { readPublicIdentity, type PublicIdentity } from './identity-file.js';
import { isMissing } from './private-file.js';

/** An identity of this party whose key was changed since. It is kept for what was made under it. */
export interface FormerIdentity extends PublicIdentity {
  readonly path: string;
}

/** The path at which an identity is kept once its key was changed: an absolute path. */
export function formerIdentityPath(home: Home, publicKey: Uint8Array): string {
  return join(home.config, `identity-${encodePublicKey(publicKey).slice(0, 12)}.json`);
}

/** The identities that are kept here in addition to the present one. Throws IDENTITY_READABLE or IDENTITY_INVALID if one of them cannot be used. */
export async function formerIdentities(home: Home): Promise<FormerIdentity[]> {
  let names: string[];
  try {
    names = await readdir(home.config);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const paths = names.filter((name) => /^identity-[a-z0-9]{12}\.json$/.test(name)).sort().map((name) => join(home.config, name));
  return Promise.all(paths.map(async (path) => ({ path, ...(await readPublicIdentity({ ...home, identity: path })) })));
}

/** The kept identity whose key is among these; undefined if there is none, or if the present key is among them. */
export async function formerAmong(home: Home, publicKeys: readonly string[]): Promise<FormerIdentity | undefined> {
  if (publicKeys.includes(await presentKey(home))) return undefined;
  return (await formerIdentities(home)).find(({ publicKey }) => publicKeys.includes(encodePublicKey(publicKey)));
}

async function presentKey(home: Home): Promise<string> {
  try {
    return encodePublicKey((await readPublicIdentity(home)).publicKey);
  } catch (error) {
    if (error instanceof MpcError && error.code === 'IDENTITY_MISSING') return '';
    throw error;
  }
}
