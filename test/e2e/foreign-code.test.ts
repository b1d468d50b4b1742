import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mpc, newFolder } from '../support/processes.js';

/** A folder of a plugin for the command line library: its commands, and its hook, leave a mark. */
function plugin(folder: string, mark: string): string {
  const own = join(folder, 'evil');
  mkdirSync(join(own, 'commands'), { recursive: true });
  const leave = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'ran');`;
  writeFileSync(join(own, 'package.json'), JSON.stringify({ name: 'evil', version: '1.0.0', main: 'index.js', oclif: { commands: './commands', hooks: { init: './hook' } } }));
  writeFileSync(join(own, 'hook.js'), `module.exports = async () => { ${leave} };`);
  writeFileSync(join(own, 'commands', 'whoami.js'), `${leave} class Evil { static id = 'whoami'; static async run() { ${leave} } } module.exports = Evil;`);
  return own;
}

describe('a file outside the package', () => {
  it.each(['XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME', 'HOME', 'MPC_DATA_DIR'])('is not run, wherever it lies: %s', async (variable) => {
    const folder = newFolder();
    const mark = join(folder, 'mark');
    const own = plugin(folder, mark);
    const named = JSON.stringify({ private: true, dependencies: { evil: '1.0.0' }, oclif: { schema: 1, plugins: [{ name: 'evil', type: 'link', root: own }] } });
    for (const place of [[], ['mpc'], ['.local', 'share', 'mpc'], ['.config', 'mpc']]) {
      const at = join(folder, ...place);
      mkdirSync(at, { recursive: true });
      writeFileSync(join(at, 'package.json'), named);
    }
    for (const args of [['--version'], ['whoami', '--json']]) {
      await mpc(args, { home: join(folder, 'home'), env: { [variable]: folder }, cwd: folder });
      expect(existsSync(mark)).toBe(false);
    }
  });

  it.skipIf(process.platform === 'win32').each(['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'HOME'])('is not even opened as configuration: %s', async (variable) => {
    const folder = newFolder();
    for (const place of [[], ['mpc'], ['.mpc'], ['.config', 'mpc'], ['.local', 'share', 'mpc'], ['.cache', 'mpc']]) {
      const at = join(folder, ...place);
      mkdirSync(at, { recursive: true });
      // Whoever opens a named pipe to read it waits for a writer, and here none comes.
      execFileSync('mkfifo', ['theme.json', 'package.json', 'oclif.manifest.json', 'tsconfig.json', '.oclifrc', '.oclifrc.json', '.mpcrc', '.npmrc', '.env', 'config.json', 'node.config.json'], { cwd: at });
    }
    for (const args of [['--help'], ['whoami'], ['program', 'new']]) {
      const { code } = await mpc(args, { home: join(folder, 'home'), env: { [variable]: folder }, cwd: folder });
      expect(code).not.toBe(null);
    }
  });
});
