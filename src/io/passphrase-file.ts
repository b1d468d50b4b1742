import { MpcError } from '../errors.js';
import { isMissing, readPrivate } from './private-file.js';

const MAX_BYTES = 1024;

/**
 * The passphrase in a file: all of it, except for one line break at the end. Throws IDENTITY_READABLE when others can
 * read it, IDENTITY_LOCKED when it is missing, empty or no UTF-8, IDENTITY_INVALID beyond 1 KiB.
 */
export async function readPassphraseFile(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readPrivate(path, MAX_BYTES);
  } catch (error) {
    if (isMissing(error)) throw new MpcError('IDENTITY_LOCKED', `There is no passphrase file ${path}.`, 'Check the path given with --passphrase-file.');
    throw error;
  }
  let passphrase: string;
  try {
    passphrase = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, '');
  } catch {
    throw new MpcError('IDENTITY_LOCKED', `The passphrase file ${path} is not UTF-8 text.`, 'Save it as plain UTF-8 text.');
  }
  if (passphrase === '') throw new MpcError('IDENTITY_LOCKED', `The passphrase file ${path} is empty.`, 'Write the passphrase into it, on one line.');
  return passphrase;
}
