import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '../crypto/bytes.js';
import { ensureFolder, type Home } from './home.js';
import { isMissing, replacePrivate } from './private-file.js';

/**
 * Approvals given ahead and taken back. A signed file may have been copied; what was withdrawn here
 * is withdrawn in every copy, until this party signs again.
 */
function pathOf(home: Home, digest: string): string {
  return join(home.approvals, `${digest}.withdrawn`);
}

export async function isWithdrawn(home: Home, digest: string): Promise<boolean> {
  try {
    await stat(pathOf(home, digest));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export async function withdraw(home: Home, digest: string): Promise<void> {
  await ensureFolder(home.approvals);
  await replacePrivate(pathOf(home, digest), utf8(`${new Date().toISOString()}\n`));
}

export async function reinstate(home: Home, digest: string): Promise<void> {
  await rm(pathOf(home, digest), { force: true });
}
