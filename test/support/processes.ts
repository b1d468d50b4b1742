/** The program as users and scripts meet it: real processes of `bin/run.js`, each with a home of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { locateHome, type Home } from '../../src/io/home.js';
import { createIdentity } from '../../src/io/identity-file.js';
import { addKnownParty } from '../../src/io/known-parties.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = join(ROOT, 'bin', 'run.js');
if (!existsSync(join(ROOT, 'dist', 'main.js'))) throw new Error('These tests run the built program: run `npm test`, or `npm run build` before.');

const folders: string[] = [];
const children = new Set<ChildProcess>();

afterAll(async () => {
  await Promise.all([...children].map(async (child) => stopped(child)));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function stopped(child: ChildProcess): Promise<void> {
  await new Promise((resolve) => {
    child.on('close', resolve);
    child.kill('SIGKILL');
  });
}

/** A folder that is removed after the test file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-e2e-'));
  folders.push(folder);
  return folder;
}

export interface Options {
  /** MPC_HOME; without it a folder that does not exist. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What stands in standard input, which is never a terminal here; empty unless given. */
  readonly input?: string;
  readonly cwd?: string;
}

export interface Done {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that runs, what it has printed so far, and how it ends. */
export class Running {
  readonly child: ChildProcess;
  readonly done: Promise<Done>;
  stdout = '';
  stderr = '';
  readonly #watchers = new Set<() => void>();

  constructor(command: string, args: readonly string[], options: Options) {
    this.child = spawn(command, args, { env: environment(options), cwd: options.cwd ?? tmpdir(), stdio: 'pipe' });
    children.add(this.child);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#add('stdout', text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#add('stderr', text));
    // A process that ends without reading what it was given is no error of the test.
    this.child.stdin?.on('error', () => undefined);
    this.done = new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('close', (code) => {
        children.delete(this.child);
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
        for (const watch of this.#watchers) watch();
      });
    });
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Resolves when what was printed, on either stream, matches; rejects when the process ends before. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
        if (match === null && this.child.exitCode === null && this.child.signalCode === null) return;
        this.#watchers.delete(look);
        if (match !== null) resolve(match);
        else reject(new Error(`Ended (${this.child.exitCode ?? this.child.signalCode ?? ''}) without printing ${pattern.source}:\n${this.stdout}\n${this.stderr}`));
      };
      this.#watchers.add(look);
      look();
    });
  }

  #add(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] += text;
    for (const watch of this.#watchers) watch();
  }
}

/** Nothing of the tester's own settings, or of the colours that a terminal asks for. */
function environment({ home, env }: Options): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(MPC_|XDG_|FORCE_COLOR|NODE_OPTIONS|VITEST)/.test(name));
  // Nobody turns pages in a test's terminal.
  return { ...Object.fromEntries(own), NO_COLOR: '1', PAGER: 'cat', MPC_HOME: home ?? join(tmpdir(), 'mpc-e2e-no-such-home'), ...env };
}

/** Starts the program; standard input stays open. */
export function start(args: readonly string[], options: Options = {}): Running {
  return new Running(process.execPath, [PROGRAM, ...args], options);
}

/** Runs the program to its end. */
export async function mpc(args: readonly string[], options: Options = {}): Promise<Done> {
  const running = start(args, options);
  running.child.stdin?.end(options.input ?? '');
  return running.done;
}

/** Runs the program to a good end, and returns the object that --json prints. */
export async function mpcJson<T = Record<string, unknown>>(args: readonly string[], options: Options = {}): Promise<T> {
  const done = await mpc([...args, '--json'], options);
  if (done.code !== 0) throw new Error(`mpc ${args.join(' ')} ended with ${done.code}:\n${done.stdout}\n${done.stderr}`);
  return oneObject(done.stdout) as T;
}

/** Standard output under --json: one object on one line, and nothing else. */
export function oneObject(stdout: string): unknown {
  if (!/^\{.*\}\n$/.test(stdout)) throw new Error(`Not one JSON object on one line: ${stdout}`);
  return JSON.parse(stdout) as unknown;
}

/** A relay process on a free port, for as long as the test file runs. */
export async function startRelay(...args: string[]): Promise<{ url: string; relay: Running }> {
  const relay = start(['relay', '--port', '0', '--json', '--joins-per-minute', '10000', ...args]);
  const [, url = ''] = await relay.printed(/^\{"url":"(.*)"\}\n/);
  return { url, relay };
}

export interface TestParty {
  readonly name: string;
  readonly home: string;
  readonly paths: Home;
  readonly publicKey: string;
  readonly secretKey: Uint8Array;
}

/** Parties with identities who know each other, by the same functions as `mpc init` and `mpc party add`: 20 of them take no 400 processes. */
export async function makeParties(...names: string[]): Promise<TestParty[]> {
  const folder = newFolder();
  const parties = await Promise.all(
    names.map(async (name, i) => {
      const home = join(folder, `home-${i}`);
      const paths = locateHome({ MPC_HOME: home });
      return { ...(await createIdentity(paths, name)), home, paths };
    }),
  );
  for (const party of parties) {
    for (const other of parties) if (other !== party) await addKnownParty(party.paths, other.name, other.publicKey);
  }
  return parties.map((party) => ({ ...party, publicKey: encodePublicKey(party.publicKey) }));
}
