import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A relay in a process of its own, on a free port. */
export async function startRelayProcess() {
  const child = spawn(process.execPath, [PROGRAM, 'relay', '--port', '0', '--json', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { url: JSON.parse(line.toString('utf8')).url, stop: () => child.kill('SIGTERM') };
}

/** Runs mpc to its end. Returns what it printed, and how long it took from its start until all was printed, and until its end. */
export async function mpc(home, args) {
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, MPC_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let errors = '';
  let printedMs = 0;
  child.stdout.on('data', (chunk) => {
    text += chunk;
    printedMs = performance.now() - began;
  });
  child.stderr.on('data', (chunk) => (errors += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`mpc ${args[0]} ended with ${code}: ${text}${errors}`);
  return { text, printedMs, ms: performance.now() - began };
}
