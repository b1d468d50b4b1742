/** Defaults in files, in place of flags: this party's own, and those of the folder where a command runs. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { MpcError } from '../errors.js';
import { reasonOf } from '../io/files.js';
import { locateHome } from '../io/home.js';
import { hasModes, readWithoutWaiting, shellQuoted } from '../platform.js';

/** How a value is written in JSON: a text; true or false; a text or an array of texts; the same, or an object whose members are NAME=VALUE. */
type Shape = 'text' | 'switch' | 'texts' | 'pairs';

const READING: Readonly<Record<string, Shape>> = { map: 'pairs', sheet: 'text', delimiter: 'text', encoding: 'text', 'decimal-comma': 'switch', 'decimal-point': 'switch', thousands: 'switch', 'date-order': 'pairs', region: 'texts', timeout: 'text', grace: 'text' };
const OWN: Readonly<Record<string, Shape>> = { relay: 'text', ca: 'text', operator: 'text', region: 'texts', timeout: 'text', grace: 'text', color: 'text', lang: 'text' };
/** Whoever can write the project's file may say how a file is read, and nothing about what is signed, with whom, where secrets are or where a result goes. */
const NEVER = 'What is signed, with whom, which file is read, secrets, and where results go stand on the command line or in variables.';

const MAX_BYTES = 64 * 1024;
const WRITABLE_BY_ALL = 0o002;
const MAX_TEXT = 1000;
const COLORS = ['auto', 'always', 'never'];

export interface Settings {
  /** For people. */
  readonly file: string;
  /** The flags' values by the flags' names, each as a variable of the environment would have it. */
  readonly values: ReadonlyMap<string, string>;
}

export const PROJECT_FILE = 'mpc.json';

/** `config.json` in MPC_HOME; `mpc.json` in `folder`. Throws USAGE where one is not as it should be. */
export function readSettings(folder = process.cwd()): { readonly own: Settings; readonly project: Settings } {
  const own = join(locateHome().config, 'config.json');
  return { own: settingsIn(own, own, OWN), project: settingsIn(join(folder, PROJECT_FILE), `./${PROJECT_FILE}`, READING) };
}

function settingsIn(path: string, file: string, known: Readonly<Record<string, Shape>>): Settings {
  const text = textOf(path, file);
  if (text === undefined) return { file, values: new Map() };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong(file, 'is not JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw wrong(file, 'holds no object');
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(json)) {
    const shape = Object.hasOwn(known, name) ? known[name] : undefined;
    if (shape === undefined) throw new MpcError('USAGE', `${file} has a member ${JSON.stringify(name.slice(0, 60))}, which cannot stand there.`, `It may have ${Object.keys(known).join(', ')}. ${NEVER}`);
    values.set(name, valueOf(file, name, shape, value));
  }
  if (values.get('decimal-comma') === '1' && values.get('decimal-point') === '1') throw wrong(file, 'has both "decimal-comma" and "decimal-point", which exclude each other');
  return { file, values };
}

/** Undefined if there is no file. Whose it is and how long are asked of the open file: its path can lead to another one a moment later. */
function textOf(path: string, file: string): string | undefined {
  let opened: number | undefined;
  try {
    opened = openSync(path, readWithoutWaiting());
    return textIn(opened, file);
  } catch (error) {
    if (error instanceof MpcError) throw error;
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw wrong(file, `cannot be read: ${reasonOf(error)}`);
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

function textIn(opened: number, file: string): string {
  const status = fstatSync(opened);
  const unfit = wrong(file, `is no file of at most ${MAX_BYTES} bytes`);
  if (!status.isFile()) throw unfit;
  const uid = process.geteuid?.();
  if (uid !== undefined && status.uid !== uid && status.uid !== 0) throw new MpcError('USAGE', `${file} belongs to another user of this machine, and is not taken.`, 'Work in a folder of your own, or look at the file and make it yours.');
  if (hasModes() && (status.mode & WRITABLE_BY_ALL) !== 0) throw new MpcError('USAGE', `Every user of this machine can write to ${file}, and it is not taken.`, `Look at the file, then run: chmod o-w ${shellQuoted(file)}`);
  // One byte more than allowed, because a file can grow while it is read.
  const bytes = Buffer.alloc(MAX_BYTES + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < bytes.length; length += read) read = readSync(opened, bytes, length, bytes.length - length, null);
  if (length > MAX_BYTES) throw unfit;
  return bytes.toString('utf8', 0, length);
}

function valueOf(file: string, name: string, shape: Shape, value: unknown): string {
  const isText = (each: unknown): each is string => typeof each === 'string' && each.length > 0 && each.length <= MAX_TEXT && !/\p{Cc}/u.test(each.replace(/^\t$/, ''));
  if (shape === 'switch' && typeof value === 'boolean') return value ? '1' : '0';
  if (name === 'color' && !COLORS.includes(value as string)) throw wrong(file, `has a "color" that is none of ${COLORS.join(', ')}`);
  if (shape === 'text' && isText(value)) return value;
  if (shape === 'texts' || shape === 'pairs') {
    const isObject = shape === 'pairs' && typeof value === 'object' && value !== null && !Array.isArray(value);
    const texts: unknown[] = isObject ? Object.entries(value).map(([key, each]) => (isText(each) ? `${key}=${each}` : undefined)) : Array.isArray(value) ? value : [value];
    // A line end after the last value: a text with a comma is one value.
    if (texts.length > 0 && texts.every(isText)) return `${texts.join('\n')}\n`;
  }
  const wanted = { text: 'a text', switch: 'true or false', texts: 'a text or an array of texts', pairs: 'an object of texts' }[shape];
  throw wrong(file, `has a "${name}" that is not ${wanted} as this program takes it`);
}

function wrong(file: string, why: string): MpcError {
  return new MpcError('USAGE', `${file} ${why}.`, 'Mend it, or remove it. docs/settings.md says what may stand there.');
}
