import { fstatSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isSamePath } from '../io/file-name.js';
import { checkWritable, reasonOf } from '../io/files.js';
import { MpcError } from '../library/errors.js';

export { replaceFile, writeNew } from '../io/files.js';

/**
 * For a file that a result is to be written to, before the work begins. Throws USAGE if it cannot be written, if the user did not allow
 * an existing file to be replaced, and always if it is the file that the data come from.
 */
export async function checkOutput(path: string, { inputs = [], force, flag = 'out' }: { readonly inputs?: readonly string[]; readonly force: boolean; readonly flag?: 'out' | 'report' }): Promise<void> {
  await checkWritable(path);
  if ((await statOf(path)) === undefined) return;
  await checkIsNoInput(flag, path, inputs);
  if (!force) throw new MpcError('USAGE', `--${flag} ${path}: there is a file already, and it is not overwritten.`, 'Name another file, or give --force to replace this one.');
}

/** The same for `--out` and `--report`, which need a file each. */
export async function checkOutputs({ out, report, force }: { readonly out?: string | undefined; readonly report?: string | undefined; readonly force: boolean }, inputs: readonly string[]): Promise<void> {
  const file = out === '-' ? undefined : out;
  if (file !== undefined) await checkOutput(file, { inputs, force });
  if (report === undefined) return;
  if (report === '-') throw new MpcError('USAGE', '--report writes a file, and not to standard output.', 'Name a file, or give --format html for a page with the result on standard output.');
  if (file !== undefined && isSamePath(resolve(report), resolve(file))) throw new MpcError('USAGE', '--out and --report name the same file.', 'Give each a file of its own.');
  await checkOutput(report, { inputs, force, flag: 'report' });
}

/** Throws USAGE for an output file that the data also come from, by whatever path: `-` is the file that standard input was redirected from. */
export async function checkIsNoInput(flag: 'out' | 'report' | 'events', path: string, inputs: readonly string[]): Promise<void> {
  const there = await statOf(path);
  for (const input of inputs) {
    const source = input === '-' ? fstatSync(0, { bigint: true }) : await statOf(input);
    if (there === undefined || source === undefined || source.dev !== there.dev || source.ino !== there.ino) continue;
    throw new MpcError('USAGE', `--${flag} ${path}: this is the file with this party’s data, which is never overwritten.`, 'Name another file.');
  }
}

async function statOf(path: string): Promise<{ readonly dev: bigint; readonly ino: bigint } | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new MpcError('USAGE', `${path} cannot be looked at: ${reasonOf(error)}.`, 'Name another file.');
  }
}
