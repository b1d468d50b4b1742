import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));

/** A relay as a process of its own, which shares its rooms. */
export async function mpcRelay(redis: string): Promise<{ readonly port: number; kill(): void }> {
  const child = spawn(process.execPath, [PROGRAM, 'relay', '--port', '0', '--json', '--quiet', '--redis', redis], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the relay ended with ${code ?? ''}`)));
    child.stdout.once('data', (line: Buffer) => resolve(Number(new URL((JSON.parse(line.toString()) as { url: string }).url).port)));
  });
  return { port, kill: () => void child.kill('SIGKILL') };
}
