import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { MpcError } from '../errors.js';
import { hasModes, shellQuoted, type System } from '../platform.js';

/** The paths of everything. All are absolute, and none of the files need exist. */
export interface Home {
  /** Folder of the identity, the known parties and rotation statements. */
  config: string;
  /** Folder for what sessions leave behind. */
  state: string;
  identity: string;
  parties: string;
  rotation: string;
  receipts: string;
  shares: string;
  runs: string;
  approvals: string;
  /** What this party did, by its own account. */
  history: string;
  /** How many items each party was let test. */
  ledger: string;
  /** Admission tokens of relays. */
  relayTokens: string;
  /** What this party never agrees to. */
  houseRules: string;
}

/** The machine on which a home is looked for. */
export interface Machine {
  readonly system?: System;
  readonly userHome?: string;
  /** Where programs of the system keep a user's data that stays on this machine. */
  readonly dataFolder?: () => string;
}

/**
 * `MPC_HOME`, when set, holds everything. Otherwise the XDG base directories do: configuration in `$XDG_CONFIG_HOME/mpc` (`~/.config/mpc`), state in
 * `$XDG_STATE_HOME/mpc` (`~/.local/state/mpc`). On Windows and macOS these count if files of this program are in them, as versions up to 0.2 put them there, or if
 * such a variable is set; otherwise one folder does, `%LOCALAPPDATA%\mpc\Data` or `~/Library/Application Support/mpc`. Throws USAGE if there is an identity in
 * both: nobody but the user knows which one is meant. docs/decisions/0103 has the reasons.
 */
export function locateHome(env: NodeJS.ProcessEnv = process.env, { system = process.platform, userHome = homedir(), dataFolder = () => envPaths('mpc', { suffix: '' }).data }: Machine = {}): Home {
  const own = env['MPC_HOME'];
  if (own !== undefined && own !== '') return layOut(resolve(own), resolve(own));
  const xdg = layOut(xdgFolder(env['XDG_CONFIG_HOME'], join(userHome, '.config')), xdgFolder(env['XDG_STATE_HOME'], join(userHome, '.local', 'state')));
  if (system !== 'win32' && system !== 'darwin') return xdg;
  const folder = dataFolder();
  const native = layOut(folder, folder);
  const [inXdg, inNative] = [existsSync(xdg.identity), existsSync(native.identity)];
  if (inXdg && inNative) throw new MpcError('USAGE', `There are two identities, ${xdg.identity} and ${native.identity}, and only one can be used.`, 'Move the folder that you do not mean away. `mpc whoami` then shows the one that is left.');
  if (inXdg !== inNative) return inXdg ? xdg : native;
  return isSet(env['XDG_CONFIG_HOME']) || isSet(env['XDG_STATE_HOME']) || filesOf(xdg).some((path) => existsSync(path)) ? xdg : native;
}

// The XDG specification has relative paths ignored.
function isSet(value: string | undefined): value is string {
  return value !== undefined && isAbsolute(value);
}

function xdgFolder(value: string | undefined, otherwise: string): string {
  return join(isSet(value) ? value : otherwise, 'mpc');
}

/** Each file and folder that says that a home was in use. */
function filesOf(home: Home): string[] {
  return [...Object.entries(home).flatMap(([what, path]: [string, string]) => (what === 'config' || what === 'state' ? [] : [path])), join(home.config, 'config.json')];
}

function layOut(config: string, state: string): Home {
  return {
    config,
    state,
    identity: join(config, 'identity.json'),
    parties: join(config, 'parties.json'),
    rotation: join(config, 'rotation.json'),
    receipts: join(state, 'receipts'),
    shares: join(state, 'shares'),
    runs: join(state, 'runs'),
    approvals: join(state, 'approvals'),
    history: join(state, 'history.jsonl'),
    ledger: join(state, 'ledger.json'),
    relayTokens: join(config, 'relay-tokens.json'),
    houseRules: join(config, 'house-rules.json'),
  };
}

const OTHERS_WRITE = 0o022;

/**
 * Throws HOME_WRITABLE if another user can put files into a folder of `Home`, or take them out: known parties, records of runs and the ledger bind this
 * machine only as long as nobody else removes them. Folders that are not there yet are made for this user alone.
 */
export async function checkFolders(home: Home): Promise<void> {
  if (!hasModes()) return;
  const { config, state, receipts, shares, runs, approvals } = home;
  await Promise.all([...new Set([config, state, receipts, shares, runs, approvals, ...(await foldersIn(runs))])].map(checkFolder));
}

/** The records of each agreement have a folder of their own. */
async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
}

async function checkFolder(path: string): Promise<void> {
  let status;
  try {
    status = await stat(path);
  } catch {
    // Code that reads or writes it reports a path that cannot be looked at.
    return;
  }
  const uid = process.geteuid?.() ?? 0;
  if (status.uid !== uid && status.uid !== 0) throw new MpcError('HOME_WRITABLE', `The folder ${path} belongs to another user, who can change what is in it.`, `Run: sudo chown -R ${uid} ${shellQuoted(path)}`);
  if ((status.mode & OTHERS_WRITE) !== 0) throw new MpcError('HOME_WRITABLE', `Other users of this machine can change what is in the folder ${path}.`, `Run: chmod go-w ${shellQuoted(path)}, and look at what is in it.`);
}

/** Where a home is, and who else can get at it. Throws what `checkFolders` does. */
export async function homeInWords(home: Home, system: System = process.platform): Promise<string> {
  const folders = [...new Set([home.config, home.state])];
  const where = folders.join(' and ');
  if (hasModes(system)) {
    await checkFolders(home);
    return `${where}: no other user of this machine can change what is in there`;
  }
  const commands = folders.map((folder) => `\`icacls ${shellQuoted(folder, system)}\``);
  return `${where}. Who else can read it is not checked: Windows has lists of rights in place of permission bits, and this program does not read them. ${commands.join(' and ')} ${folders.length === 1 ? 'shows the list' : 'show the lists'}; nobody but you, SYSTEM and Administrators should be on ${folders.length === 1 ? 'it' : 'them'}`;
}

/** Creates a folder of `Home`, and those above it, for this user only (0700). One that exists is left as it is. */
export async function ensureFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new MpcError('USAGE', `The folder ${path} cannot be made (${code}).`, 'Give yourself the right to write there, or set MPC_HOME to another folder.', { cause: error });
  }
}
