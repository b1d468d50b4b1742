import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { MpcError } from '../errors.js';
import { shellQuoted } from './private-file.js';

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

/**
 * `MPC_HOME`, when set, holds everything. Otherwise the XDG base directories do: configuration in
 * `$XDG_CONFIG_HOME/mpc` (`~/.config/mpc`), state in `$XDG_STATE_HOME/mpc` (`~/.local/state/mpc`).
 */
export function locateHome(env: NodeJS.ProcessEnv = process.env, userHome: string = homedir()): Home {
  const own = env['MPC_HOME'];
  if (own !== undefined && own !== '') return layOut(resolve(own), resolve(own));
  return layOut(xdg(env['XDG_CONFIG_HOME'], join(userHome, '.config')), xdg(env['XDG_STATE_HOME'], join(userHome, '.local', 'state')));
}

// The XDG specification has relative paths ignored.
function xdg(value: string | undefined, otherwise: string): string {
  return join(value !== undefined && isAbsolute(value) ? value : otherwise, 'mpc');
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
  // Windows has no such bits, and Node makes them up.
  if (process.platform === 'win32') return;
  const { config, state, receipts, shares, runs, approvals } = home;
  await Promise.all([...new Set([config, state, receipts, shares, runs, approvals])].map(checkFolder));
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

/** Creates a folder of `Home`, and those above it, for this user only (0700). One that exists is left as it is. */
export async function ensureFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new MpcError('USAGE', `The folder ${path} cannot be made (${code}).`, 'Give yourself the right to write there, or set MPC_HOME to another folder.', { cause: error });
  }
}
