import { readPassphraseFile as read } from '../io/passphrase-file.js';
import { refuseOwnKinds } from './file-kind.js';

/** The passphrase in a file. Throws IDENTITY_READABLE, IDENTITY_LOCKED or IDENTITY_INVALID. */
export async function readPassphraseFile(path: string): Promise<string> {
  await refuseOwnKinds(path, 'a file with a passphrase', 'IDENTITY_LOCKED');
  return read(path);
}
