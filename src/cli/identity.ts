import { readPassphraseFile, type Unlocking } from '../library/home.js';
import { askSecret, askYesNo } from './terminal/prompts.js';

/** How an identity is opened from the command line: a passphrase comes from a file or a prompt, never from the command line itself. */
export function unlocking(passphraseFile: string | undefined, canAsk: boolean): Unlocking {
  const confirmWork = canAsk ? askWork : undefined;
  if (passphraseFile !== undefined) return { passphraseOf: () => async () => readPassphraseFile(passphraseFile), confirmWork };
  return { passphraseOf: canAsk ? (isFormer) => async () => askSecret(isFormer ? 'Passphrase of this party’s former identity' : 'Passphrase of this identity') : undefined, confirmWork };
}

async function askWork(times: number): Promise<boolean> {
  return askYesNo(`The identity file asks for ${times} times the usual work: some ${Math.ceil(times / 2)} seconds, and much memory. Go on?`);
}
