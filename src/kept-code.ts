import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const HASH_BYTES = 32;
/** No bundle has come to a tenth of this. */
const MOST_BYTES = 32 * 2 ** 20;

/**
 * Code that V8 compiled in an earlier process, or undefined where none is kept that may be used. V8 looks at its own version, its flags and the length of the text,
 * and trusts the rest: a file that was cut off, or that others could write to, must not reach it.
 */
export function readKeptCode(path: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const { mode, size, uid } = fstatSync(file);
    const isOthers = uid !== 0 && uid !== process.geteuid?.() && uid !== statSync(dirname(dirname(dirname(path)))).uid;
    const othersWrite = process.platform !== 'win32' && ((mode & 0o022) !== 0 || isOthers);
    if (othersWrite || size <= HASH_BYTES || size > MOST_BYTES) return undefined;
    const kept = readFileSync(file);
    const code = kept.subarray(HASH_BYTES);
    return hashOf(code).equals(kept.subarray(0, HASH_BYTES)) ? code : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** Keeps code, whole or not at all. Throws where the folder cannot be written to. */
export function keepCode(path: string, code: () => Buffer): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  const own = `${path}.${String(process.pid)}`;
  try {
    writeFileSync(own, '', { flag: 'wx', mode: 0o644 });
    const compiled = code();
    writeFileSync(own, Buffer.concat([hashOf(compiled), compiled]));
    renameSync(own, path);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
}

function hashOf(code: Uint8Array): Buffer {
  return createHash('sha256').update(code).digest();
}
