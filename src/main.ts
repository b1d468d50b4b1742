import { fileURLToPath } from 'node:url';
import { Config, flush, run } from '@oclif/core';
import { wantsJson } from './cli/base-command.js';
import { reportFailure } from './cli/report.js';
import { applyColor } from './cli/settings.js';
import { keepCompiled } from './loader.js';

/** Runs the command line: `words` without node and script, `from` the executable's own URL. Ends the process. */
export async function main(words: string[], from: string): Promise<void> {
  const argv = withHelp(words);
  // Whoever reads our output may stop reading; that is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  });
  applyColor();
  let commands: readonly string[] = [];
  try {
    // Only what the package holds is run: a file in the user's data folder could name plugins whose commands take the place of ours.
    // oclif would read a theme in the user's configuration folder, which `MPC_HOME` does not move.
    process.env['MPC_DISABLE_THEME'] = '1';
    const config = await Config.load({ root: fileURLToPath(from), userPlugins: false, devPlugins: false, jitPlugins: false });
    commands = config.commandIDs;
    await run(argv, config);
  } catch (error) {
    reportFailure(error, wantsJson(argv), { argv, commands });
  }
  await flush(2_000).catch(() => undefined);
  if ((process.exitCode ?? 0) === 0) keepCompiled();
  process.exit(process.exitCode ?? 0);
}

/** `mpc help sum` is what many try first. */
function withHelp(argv: string[]): string[] {
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
}
