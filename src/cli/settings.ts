import type { FlagInput } from '@oclif/core/interfaces';
import { readSettings } from '../library/home.js';

/** What has an effect in this command from `mpc.json`: for the user to see before anything is approved. */
export interface Applied {
  /** A sentence; undefined if nothing of it has an effect. */
  seen(given: ReadonlySet<string>): string | undefined;
  /** The file that a value came from which an error is about; undefined if it came from none. */
  source(error: Error, given: ReadonlySet<string>): string | undefined;
}

/**
 * Puts defaults from files where a flag finds them, if the flag is neither given nor in the environment. The folder's file comes first, then this party's own.
 * Throws USAGE if a file is wrong.
 *
 * @param flags of the command, with the variable of each.
 */
export function applySettings(flags: FlagInput): Applied {
  const { own, project } = readSettings();
  const fromProject: string[] = [];
  const sources = new Map<string, string>();
  for (const { file, values } of [project, own]) {
    for (const [name, value] of values) {
      const flag = flags[name];
      // The agreement says where holders of shares meet; a default must not part them.
      if (flag?.env === undefined || process.env[flag.env] !== undefined || (name === 'relay' && flags['seats'] === undefined)) continue;
      process.env[flag.env] = value;
      sources.set(name, file);
      if (file === project.file) fromProject.push(name);
    }
  }
  return {
    // An error about a flag's value begins with the flag.
    source: ({ message }, given) => {
      const name = /^--([a-z-]+) /.exec(message)?.[1] ?? '';
      return given.has(name) ? undefined : sources.get(name);
    },
    seen: (given) => {
      const used = fromProject.filter((name) => !given.has(name));
      if (used.length === 0) return undefined;
      return `From ${project.file}: ${used.map((name) => `--${name} ${(project.values.get(name) ?? '').trim().split('\n').map((each) => JSON.stringify(each)).join(', ')}`).join('; ')}.`;
    },
  };
}

/** Sets colours before anything is loaded that asks for them. The command reports a file that is wrong. */
export function applyColor(): void {
  try {
    const color = readSettings().own.values.get('color');
    if (color === 'never') process.env['NO_COLOR'] ??= '1';
    if (color === 'always') process.env['FORCE_COLOR'] ??= '1';
  } catch {
    // `--help` must work all the same.
  }
}
