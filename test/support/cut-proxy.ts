import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A TCP proxy before one party: it counts what the party sends, holds it where a test says so, cuts and restores.
 * Holding is what gives a test time to act in the middle of a session without waiting for any clock.
 */
export class CutProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #target: number;
  readonly #pairs = new Set<[Socket, Socket]>();
  readonly #held: (() => void)[] = [];
  #isHolding = false;
  #isDown = false;
  connections = 0;

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client) => this.#connected(client));
  }

  static async before(target: number): Promise<CutProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CutProxy(server, target);
  }

  /** From now on nothing passes in either direction. */
  hold(): void {
    this.#isHolding = true;
  }

  /** Lets pass what was held, and all that follows. */
  go(): void {
    this.#isHolding = false;
    for (const pass of this.#held.splice(0)) pass();
  }

  /** Ends all connections, with what they hold. New ones are made as before, unless the proxy is down. */
  cut(): void {
    this.#held.length = 0;
    for (const [client, relay] of this.#pairs) {
      client.resetAndDestroy();
      relay.resetAndDestroy();
    }
    this.#pairs.clear();
  }

  /** Cuts, and lets nobody in until `restore`. */
  down(): void {
    this.#isDown = true;
    this.cut();
  }

  restore(): void {
    this.#isDown = false;
    this.go();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #connected(client: Socket): void {
    this.connections += 1;
    if (this.#isDown) {
      client.resetAndDestroy();
      return;
    }
    const relay = connect(this.#target, '127.0.0.1');
    const pair: [Socket, Socket] = [client, relay];
    this.#pairs.add(pair);
    for (const [from, to] of [[client, relay], [relay, client]] as const) {
      from.on('error', () => undefined);
      from.on('data', (bytes) => {
        const pass = () => void to.write(bytes);
        if (this.#isHolding) this.#held.push(pass);
        else pass();
      });
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
    }
  }
}

const ROOT = new URL('../../', import.meta.url);
const PROGRAM = fileURLToPath(new URL('bin/run.js', ROOT));

/** One process of the program, with what it printed so far. */
export class Mpc {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  stdout = '';
  stderr = '';
  readonly #listeners = new Set<() => void>();

  constructor(home: string, args: readonly string[]) {
    this.child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, MPC_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#changed();
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#changed();
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        resolve({ code, signal });
        this.#changed();
      });
    });
  }

  /** Resolves when standard output or error matches; rejects when the process ends before. */
  async says(pattern: RegExp): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const check = () => {
        const isDone = pattern.test(this.stdout) || pattern.test(this.stderr);
        if (!isDone && this.child.exitCode === null && this.child.signalCode === null) return;
        this.#listeners.delete(check);
        if (isDone) resolve();
        else reject(new Error(`ended (${this.child.exitCode ?? this.child.signalCode ?? '?'}) without saying ${pattern.source}:\n${this.stdout}${this.stderr}`));
      };
      this.#listeners.add(check);
      check();
    });
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** What ended a party: its exit code and the one JSON object that it printed. */
export interface End {
  readonly exit: number | null;
  readonly json: {
    readonly result?: { readonly columns: Record<string, { readonly sum: string }> } | null;
    readonly receipt?: string;
    readonly session?: string;
    readonly error?: { readonly code: string; readonly exit: number; readonly message: string };
  };
  readonly stderr: string;
}

export interface ProcessParty {
  readonly name: string;
  readonly home: string;
  readonly csv: string;
}

/** Three parties that know each other, each with a home and a file, made once for all sessions of a test file. */
export class Folder {
  readonly path: string;
  parties: ProcessParty[] = [];
  readonly #running = new Set<Mpc>();

  private constructor(path: string) {
    this.path = path;
  }

  static async create(names: readonly string[]): Promise<Folder> {
    const folder = new Folder(await mkdtemp(join(tmpdir(), 'mpc-connection-')));
    folder.parties = await Promise.all(
      names.map(async (name, i) => {
        const csv = join(folder.path, `${name}.csv`);
        await writeFile(csv, `id,salary\n1,${i + 1}00.25\n2,${i + 1}0.50\n`);
        return { name, home: join(folder.path, name), csv };
      }),
    );
    const keys = await Promise.all(folder.parties.map(async ({ home, name }) => (await folder.json<{ publicKey: string }>(home, ['init', name, '--json', '--no-input'])).publicKey));
    await Promise.all(
      folder.parties.map(async (party) => {
        for (const [i, other] of folder.parties.entries()) if (other !== party) await folder.json(party.home, ['party', 'add', other.name, keys[i] ?? '', '--json']);
      }),
    );
    return folder;
  }

  start(home: string, args: readonly string[]): Mpc {
    const mpc = new Mpc(home, args);
    this.#running.add(mpc);
    void mpc.ended.then(() => this.#running.delete(mpc));
    return mpc;
  }

  async json<T>(home: string, args: readonly string[]): Promise<T> {
    const mpc = this.start(home, args);
    const { code } = await mpc.ended;
    if (code !== 0) throw new Error(`mpc ${args.join(' ')} ended with ${code ?? '?'}: ${mpc.stdout}${mpc.stderr}`);
    return JSON.parse(mpc.stdout) as T;
  }

  /** A relay as a process of its own. */
  async relay(port = 0): Promise<{ readonly mpc: Mpc; readonly port: number }> {
    const mpc = this.start(this.path, ['relay', '--port', String(port), '--json', '--quiet']);
    await mpc.says(/"url"/);
    return { mpc, port: Number(new URL((JSON.parse(mpc.stdout) as { url: string }).url).port) };
  }

  async remove(): Promise<void> {
    const running = [...this.#running];
    for (const mpc of running) mpc.child.kill('SIGKILL');
    await Promise.all(running.map((mpc) => mpc.ended));
    await rm(this.path, { recursive: true, force: true });
  }
}
