import { existsSync } from 'node:fs';
import { MpcError } from '../errors.js';
import { isMissing, readPrivate } from '../io/private-file.js';
import { readAsKind } from './file-kind.js';
import type { SealedShareFile, Share } from '../session/share/file.js';
import type { Store } from './store.js';

/** Keeps a share, for this user alone, and encrypted when the identity is. */
export async function saveShare(store: Pick<Store, 'identity' | 'shares'>, share: Share, identity: { secretKey: Uint8Array }, path = store.shares.pathOf(share.receipt.session)): Promise<string> {
  const { encodeShare } = await import('../session/share/file.js');
  await store.shares.write(await encodeShare(share, identity, (await store.identity.read()).isEncrypted), path);
  return path;
}

/** Where a re-sharing writes the new share, until everyone has theirs. A share file like any other. */
export function pendingPath(path: string): string {
  return `${path}.next`;
}

/** Reads a share file and checks all that needs no secret. Throws IDENTITY_READABLE, SHARE_INVALID or USAGE. */
export async function readShareFile(path: string): Promise<SealedShareFile> {
  const { MAX_SHARE_BYTES, parseShare } = await import('../session/share/file.js');
  try {
    return await readAsKind(path, ['mpc-share'], 'a share file', async () => parseShare(await readPrivate(path, MAX_SHARE_BYTES)));
  } catch (error) {
    if (isMissing(error)) throw new MpcError('USAGE', `There is no file ${path}.`, 'Share files lie in the folder shares/ of MPC_HOME.');
    throw error;
  }
}

/** What to say where a re-sharing that was interrupted left a newer share beside this file; undefined where it did not. */
export async function hintOfPending(path: string, share: SealedShareFile | Share): Promise<string | undefined> {
  const next = pendingPath(path);
  if (!existsSync(next)) return undefined;
  const pending = await readShareFile(next).catch(() => undefined);
  if (pending === undefined) return `${next} lies beside this share, left by an interrupted re-sharing, and is damaged: run the re-sharing again.`;
  if (pending.receipt.session !== share.receipt.session || pending.epoch <= share.epoch) return undefined;
  return `An interrupted re-sharing left a newer share beside this one (epoch ${pending.epoch}, this is ${share.epoch}). If the others’ shares are of epoch ${pending.epoch} (\`mpc share show\`), give ${next} as FILE, or run the re-sharing again.`;
}
