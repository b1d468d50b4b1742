// usage: node scripts/at-once.mjs SCRIPT …   runs scripts of package.json side by side, and ends with 1 if one of them fails
import { spawn } from 'node:child_process';

/** The output of each is printed whole when it ends, because lines of two would mix. */
async function run(script) {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  const printed = [];
  child.stdout.on('data', (bytes) => printed.push(bytes));
  child.stderr.on('data', (bytes) => printed.push(bytes));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  process.stdout.write(Buffer.concat(printed));
  if (code !== 0) console.error(`npm run ${script} failed`);
  return code === 0;
}

const done = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = done.every(Boolean) ? 0 : 1;
