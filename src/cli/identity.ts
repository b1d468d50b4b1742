import type { Home } from '../io/home.js';
import { loadIdentity, type Identity } from '../io/identity-file.js';
import { readPassphraseFile } from '../io/passphrase-file.js';
import { askSecret, askYesNo } from '../io/prompts.js';

/** Loads this machine's identity; a passphrase comes from a file or a prompt, never from the command line. */
export async function openIdentity(home: Home, passphraseFile: string | undefined, canAsk: boolean): Promise<Identity> {
  if (passphraseFile !== undefined) return loadIdentity(home, async () => readPassphraseFile(passphraseFile), canAsk ? confirmWork : undefined);
  return loadIdentity(home, canAsk ? async () => askSecret('Passphrase of this identity') : undefined, canAsk ? confirmWork : undefined);
}

async function confirmWork(times: number): Promise<boolean> {
  return askYesNo(`The identity file asks for ${times} times the usual work: some ${Math.ceil(times / 2)} seconds, and much memory. Go on?`);
}
