import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { MpcError } from '../errors.js';

/** Where everything lives. All paths are absolute; nothing of it need exist. */
export interface Home {
  /** Folder of the identity, the known parties and rotation statements. */
  config: string;
  /** Folder of what sessions leave behind. */
  state: string;
  identity: string;
  parties: string;
  rotation: string;
  receipts: string;
  shares: string;
  runs: string;
  approvals: string;
  /** How many items each party was let test. */
  ledger: string;
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
    ledger: join(state, 'ledger.json'),
  };
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
