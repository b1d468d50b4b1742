import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseJsonAs } from '../json-as.js';
import { utf8 } from '../crypto/bytes.js';
import { withLock } from './file-lock.js';
import { ensureFolder, type Home } from './home.js';
import { isMissing, readPrivateIfThere, replacePrivate } from './private-file.js';

/**
 * How many runs are recorded, and whether anything was charged to the ledger. It is kept in the folder of the identity: the limits on others must not begin
 * anew unnoticed when the folder of the state is emptied, by a clean-up or by somebody else. It tells; it does not refuse, and whoever can write to both
 * folders can change both.
 */
const FORMAT = 'mpc-record-count/1';
const MAX_BYTES = 1024;
const FileSchema = v.strictObject({ format: v.literal(FORMAT), runs: v.pipe(v.number(), v.safeInteger(), v.minValue(0)), hasLedger: v.boolean() });

interface Counted {
  readonly runs: number;
  readonly hasLedger: boolean;
}

function pathOf(home: Home): string {
  return join(home.config, 'record-count.json');
}

/** Keeps the present records after a run. A count never goes down by itself: what is missing stays missing until `acceptRecords`. */
export async function countRecords(home: Home): Promise<void> {
  await ensureFolder(home.config);
  await withLock(pathOf(home), async () => {
    const [kept, now] = [await read(home), await look(home)];
    const next = { runs: Math.max(kept?.runs ?? 0, now.runs), hasLedger: (kept?.hasLedger ?? false) || now.hasLedger };
    if (kept?.runs !== next.runs || kept.hasLedger !== next.hasLedger) await write(home, next);
  });
}

/** Accepts the present records as all that there are. */
export async function acceptRecords(home: Home): Promise<void> {
  await ensureFolder(home.config);
  await withLock(pathOf(home), async () => write(home, await look(home)));
}

/** What was recorded here once and is gone, in sentences for the user. */
export async function missingRecords(home: Home): Promise<string[]> {
  const kept = await read(home);
  if (kept === undefined) return [];
  const now = await look(home);
  return [
    ...(now.runs < kept.runs ? [`${kept.runs - now.runs} of ${kept.runs} records of runs are gone from ${home.runs}: an agreement that was run could be run again.`] : []),
    ...(kept.hasLedger && !now.hasLedger ? [`The ledger ${home.ledger} is gone: what others have tested against your lists counts from nothing.`] : []),
  ];
}

async function look(home: Home): Promise<Counted> {
  let runs = 0;
  for (const digest of await namesIn(home.runs)) runs += (await namesIn(join(home.runs, digest))).filter((name) => /^\d+\.json$/.test(name)).length;
  return { runs, hasLedger: (await namesIn(home.state)).includes('ledger.json') };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error) || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return [];
    throw error;
  }
}

/** Undefined if nothing was counted yet, and if the file is damaged: then it is counted anew. */
async function read(home: Home): Promise<Counted | undefined> {
  const bytes = await readPrivateIfThere(pathOf(home), MAX_BYTES);
  if (bytes === undefined) return undefined;
  try {
    return parseJsonAs(FileSchema, bytes, { maxBytes: MAX_BYTES });
  } catch {
    return undefined;
  }
}

async function write(home: Home, { runs, hasLedger }: Counted): Promise<void> {
  await replacePrivate(pathOf(home), utf8(`${JSON.stringify({ format: FORMAT, runs, hasLedger })}\n`));
}
