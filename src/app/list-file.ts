import { MpcError } from '../errors.js';
import { isMissing, readPrivate } from '../io/private-file.js';
import type { KeptFor } from '../session/share/list-file.js';
import type { Store } from './store.js';

/** Keeps what a recipient needs to read a sealed result once it is opened. */
export async function saveList({ shares }: Pick<Store, 'shares'>, kept: object, of: KeptFor): Promise<void> {
  const { encodeList } = await import('../session/share/list-file.js');
  await shares.write(await encodeList(kept, of), shares.listPathOf(of.session));
}

/** Throws SHARE_INVALID where it is not there, or not what was kept. */
export async function loadList({ shares }: Pick<Store, 'shares'>, of: KeptFor): Promise<object> {
  const { decodeList, MAX_LIST_BYTES } = await import('../session/share/list-file.js');
  const path = shares.listPathOf(of.session);
  try {
    return await decodeList(await readPrivate(path, MAX_LIST_BYTES), of);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new MpcError('SHARE_INVALID', `${path} is not there: what this recipient kept of the comparison, without which nothing can be opened to it.`, 'Restore it from a back-up of shares/ in MPC_HOME.');
  }
}
