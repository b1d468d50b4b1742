import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createIdentity, type Identity } from '../../src/io/identity-file.js';
import { locateHome } from '../../src/io/home.js';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** How a process of the program ended. */
export interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What --json printed; undefined where standard output is empty. */
  readonly json: JsonOutput | undefined;
}

export interface JsonOutput {
  readonly result?: { readonly columns: Record<string, { readonly sum: string }> } | null;
  readonly receipt?: string;
  readonly error?: { readonly code: string; readonly exit: number; readonly message: string; readonly next: string };
}

/** A folder for one test file, and the processes in it: `close` ends and removes all of it. */
export class Stage {
  readonly folder = mkdtempSync(join(tmpdir(), 'mpc-e2e-'));
  readonly #running = new Set<ChildProcess>();

  /** An identity in a home of its own. */
  async party(name: string): Promise<{ home: string; identity: Identity }> {
    const home = join(this.folder, name);
    return { home, identity: await createIdentity(locateHome({ MPC_HOME: home }), name) };
  }

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** Starts a relay process; its URL. */
  async relay(): Promise<string> {
    const child = this.#spawn(this.folder, ['relay', '--port', '0', '--json', '--quiet']);
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    return (JSON.parse(line.toString('utf8')) as { url: string }).url;
  }

  /** Runs a command to its end. */
  async mpc(home: string, args: readonly string[]): Promise<Ended> {
    const child = this.#spawn(home, args);
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) child[name]?.setEncoding('utf8').on('data', (text: string) => (output[name] += text));
    const [exit] = (await once(child, 'close')) as [number | null];
    return { exit, ...output, json: args.includes('--json') && output.stdout !== '' ? (JSON.parse(output.stdout) as JsonOutput) : undefined };
  }

  async close(): Promise<void> {
    const ends = [...this.#running].map(async (child) => once(child, 'close'));
    for (const child of this.#running) child.kill('SIGTERM');
    await Promise.all(ends);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawn(home: string, args: readonly string[]): ChildProcess {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MPC_')));
    const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...env, MPC_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#running.add(child);
    child.on('close', () => this.#running.delete(child));
    return child;
  }
}
