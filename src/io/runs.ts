import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '../crypto/bytes.js';
import { MpcError } from '../errors.js';
import { ensureFolder, type Home } from './home.js';
import { createPrivate, isMissing, syncFolder } from './private-file.js';

/** How often this agreement has been run here: runs that began count, whether they ended well or not. */
export async function countRuns(home: Home, digest: string): Promise<number> {
  try {
    return (await readdir(join(home.runs, digest))).filter((name) => /^\d+\.json$/.test(name)).length;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** Throws AGREEMENT_SPENT if the agreement was run as often as it allows. */
export async function checkRuns(home: Home, digest: string, allowed: number): Promise<void> {
  if ((await countRuns(home, digest)) >= allowed) throw spent(allowed);
}

/**
 * Records, durably and before anything that depends on data leaves, that the agreement is being run. Each run takes the
 * next number by creating its file, so that two processes never take the same one. Throws AGREEMENT_SPENT.
 */
export async function recordRun(home: Home, digest: string, session: string, allowed: number): Promise<void> {
  const folder = join(home.runs, digest);
  await ensureFolder(home.runs);
  await ensureFolder(folder);
  await syncFolder(home.runs);
  for (let number = (await countRuns(home, digest)) + 1; number <= allowed; number++) {
    try {
      await createPrivate(join(folder, `${number}.json`), utf8(`${JSON.stringify({ session, began: new Date().toISOString() })}\n`));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw spent(allowed);
}

function spent(allowed: number): MpcError {
  const often = allowed === 1 ? 'once, and was run' : `${allowed} times, and was run as often`;
  return new MpcError(
    'AGREEMENT_SPENT',
    `This agreement may be run ${often} here: a run counts from the moment that anything about the data could leave, even if it did not end well.`,
    'Ask its author for a new agreement; one that is to be run often states it (--runs N).',
  );
}
