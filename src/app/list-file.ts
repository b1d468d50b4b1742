import { join } from 'node:path';
import { MpcError } from '../errors.js';
import { ensureFolder, type Home } from '../io/home.js';
import { isMissing, readPrivate, replacePrivate } from '../io/private-file.js';
import type { KeptFor } from '../session/share/list-file.js';

/** Where a recipient keeps what it needs to read a sealed result once it is opened. */
function listPath(home: Home, session: string): string {
  return join(home.shares, `${session}.list.json`);
}

export async function saveList(home: Home, kept: object, of: KeptFor): Promise<void> {
  const { encodeList } = await import('../session/share/list-file.js');
  await ensureFolder(home.shares);
  await replacePrivate(listPath(home, of.session), await encodeList(kept, of));
}

/** Throws SHARE_INVALID where it is not there, or not what was kept. */
export async function loadList(home: Home, of: KeptFor): Promise<object> {
  const { decodeList, MAX_LIST_BYTES } = await import('../session/share/list-file.js');
  const path = listPath(home, of.session);
  try {
    return await decodeList(await readPrivate(path, MAX_LIST_BYTES), of);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new MpcError('SHARE_INVALID', `${path} is not there: what this recipient kept of the comparison, without which nothing can be opened to it.`, 'Restore it from a back-up of shares/ in MPC_HOME.');
  }
}
