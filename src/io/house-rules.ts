import * as v from 'valibot';
import { parseJsonAs } from '../json-as.js';
import { utf8 } from '../crypto/bytes.js';
import { MpcError } from '../errors.js';
import { versionError } from '../other-version.js';
import { withLock } from './file-lock.js';
import { ensureFolder, type Home } from './home.js';
import { readPrivateIfThere, replacePrivate } from './private-file.js';

const FORMAT = 'mpc-house-rules/1';
const MAX_BYTES = 64 * 1024;

const FileSchema = v.strictObject({ format: v.literal(FORMAT), refused: v.array(v.pipe(v.string(), v.regex(/^A\d{2}$/))) });

/** Codes of notices that this party never agrees to, in order. Throws IDENTITY_INVALID if the file is damaged, since it would otherwise count as no rules. */
export async function readHouseRules(home: Home): Promise<readonly string[]> {
  const bytes = await readPrivateIfThere(home.houseRules, MAX_BYTES);
  if (bytes === undefined) return [];
  try {
    return parseJsonAs(FileSchema, bytes, { maxBytes: MAX_BYTES }).refused;
  } catch (error) {
    throw versionError(bytes, FORMAT, `The file of house rules ${home.houseRules}`, 'IDENTITY_INVALID') ?? new MpcError('IDENTITY_INVALID', `The file of house rules ${home.houseRules} is damaged.`, 'Restore it from your back-up, or move it away and set the rules again: mpc policy refuse CODE', { cause: error });
  }
}

/** Adds codes to those that this party never agrees to, or takes them out. Returns the codes that hold from then on. */
export async function changeHouseRules(home: Home, edit: (refused: readonly string[]) => readonly string[]): Promise<readonly string[]> {
  await ensureFolder(home.config);
  return withLock(home.houseRules, async () => {
    const refused = [...new Set(edit(await readHouseRules(home)))].sort();
    await replacePrivate(home.houseRules, utf8(`${JSON.stringify({ format: FORMAT, refused }, null, 2)}\n`));
    return refused;
  });
}
