import { join } from 'node:path';
import { MpcError } from '../errors.js';
import { ensureFolder, type Home } from '../io/home.js';
import { isMissing, readPrivate, replacePrivate } from '../io/private-file.js';
import type { SealedList } from '../session/operations/lists/sealed.js';

/** Where a recipient keeps what it needs of a sealed comparison. */
function listPath(home: Home, session: string): string {
  return join(home.shares, `${session}.list.json`);
}

export async function saveList(home: Home, list: SealedList, session: string, identity: { secretKey: Uint8Array }): Promise<void> {
  const { encodeList } = await import('../session/share/list-file.js');
  await ensureFolder(home.shares);
  await replacePrivate(listPath(home, session), await encodeList(list, session, identity));
}

/** Throws SHARE_INVALID where it is not there, or not what was kept. */
export async function loadList(home: Home, session: string, identity: { secretKey: Uint8Array }): Promise<SealedList> {
  const { decodeList, MAX_LIST_BYTES } = await import('../session/share/list-file.js');
  const path = listPath(home, session);
  try {
    return await decodeList(await readPrivate(path, MAX_LIST_BYTES), session, identity);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new MpcError('SHARE_INVALID', `${path} is not there: what this recipient kept of the comparison, without which nothing can be opened to it.`, 'Restore it from a back-up of shares/ in MPC_HOME.');
  }
}
