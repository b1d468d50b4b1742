import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What one party and the relay exchange, across all connections that the party makes. */
export class Link {
  /** Pieces that came, in both directions, passed or not. */
  pieces = 0;
  connections = 0;
  readonly #held: (() => void)[] = [];
  #isHolding = false;
  #isDown = false;
  #pair: readonly [Socket, Socket] | undefined;
  #onPiece: ((link: Link) => void) | undefined;

  /** Called before each piece is passed, to hold or cut. */
  onPiece(callback: (link: Link) => void): void {
    this.#onPiece = callback;
  }

  /** Whether its party was cut off and has not come back. */
  isCut = false;

  #onClose: () => void = () => undefined;
  /** Resolves when its party has closed a connection, or lost one. */
  readonly closed = new Promise<void>((resolve) => {
    this.#onClose = resolve;
  });

  /** From now on nothing passes to the party. What it sends passes. */
  hold(): void {
    this.#isHolding = true;
  }

  /** Lets pass what was held, and all that follows. */
  go(): void {
    this.#isHolding = false;
    for (const pass of this.#held.splice(0)) pass();
  }

  /** Lets one held piece pass; tells whether there was one. */
  step(): boolean {
    const pass = this.#held.shift();
    pass?.();
    return pass !== undefined;
  }

  /** Ends the connection, with what is held. A new one is let in, unless the link is down. */
  cut(): void {
    this.isCut = true;
    this.#held.length = 0;
    const pair = this.#pair;
    this.#pair = undefined;
    for (const socket of pair ?? []) socket.resetAndDestroy();
  }

  /** Cuts for good. */
  down(): void {
    this.#isDown = true;
    this.cut();
  }

  connect(client: Socket, port: number): void {
    this.connections += 1;
    client.on('error', () => undefined);
    client.on('close', this.#onClose);
    if (this.#isDown) {
      client.resetAndDestroy();
      return;
    }
    this.isCut = false;
    const relay = connect(port, '127.0.0.1');
    const pair = [client, relay] as const;
    this.#pair = pair;
    for (const [from, to] of [pair, [relay, client]] as const) {
      from.on('error', () => undefined);
      from.on('data', (bytes: Buffer) => {
        this.pieces += 1;
        this.#onPiece?.(this);
        if (this.#pair !== pair) return;
        const pass = () => void to.write(bytes);
        if (this.#isHolding && from === relay) this.#held.push(pass);
        else pass();
      });
      from.on('close', () => {
        to.destroy();
        if (this.#pair === pair) this.#pair = undefined;
      });
    }
  }
}

/**
 * A TCP proxy between all parties and a relay, who have one address by agreement. Parties are told apart by the order
 * in which they first come; a connection that is made while one link is cut belongs to that link.
 * Holding is what gives a test time to act in the middle of a session without waiting for any clock.
 */
export class CutProxy {
  readonly url: string;
  readonly links: Link[] = [];
  readonly #server: Server;
  readonly #waiting: (() => void)[] = [];

  private constructor(server: Server, relayPort: number, prepare: (link: Link, seat: number) => void) {
    this.#server = server;
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (client) => {
      let link = this.links.find((each) => each.isCut);
      if (link === undefined) {
        link = new Link();
        prepare(link, this.links.length);
        this.links.push(link);
      }
      link.connect(client, relayPort);
      for (const resolve of this.#waiting.splice(0)) resolve();
    });
  }

  /** `prepare` is called for each party's link before anything passes. */
  static async before(relayPort: number, prepare: (link: Link, seat: number) => void = () => undefined): Promise<CutProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CutProxy(server, relayPort, prepare);
  }

  /** The link of the party that came as this one, as soon as it comes. */
  async link(seat: number): Promise<Link> {
    for (;;) {
      const link = this.links[seat];
      if (link !== undefined) return link;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async close(): Promise<void> {
    for (const link of this.links) link.down();
    await new Promise((resolve) => this.#server.close(resolve));
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

  constructor(home: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, MPC_HOME: home, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
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
  readonly publicKey: string;
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
        const [home, csv] = [join(folder.path, name), join(folder.path, `${name}.csv`)];
        await writeFile(csv, `id,salary\n1,${i + 1}00.25\n2,${i + 1}0.50\n`);
        const { publicKey } = await folder.json<{ publicKey: string }>(home, ['init', name, '--json', '--no-input']);
        return { name, home, csv, publicKey };
      }),
    );
    return folder;
  }

  start(home: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Mpc {
    const mpc = new Mpc(home, args, env);
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
