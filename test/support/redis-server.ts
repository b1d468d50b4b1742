import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { connect } from 'node:net';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) process.stderr.write('SKIPPED: tests of relays that share their rooms need redis-server (Debian: apt-get install redis-server), which is not on this machine.\n');
if (!hasRedis && process.env['REQUIRE_REDIS'] !== undefined) throw new Error('redis-server is not on this machine, and REQUIRE_REDIS asks for the tests that need it.');

export interface Guarded {
  readonly password: string;
  /** Files in PEM. */
  readonly cert: string;
  readonly key: string;
}

/** A real Redis on a port of its own, which keeps nothing on disk. */
export class RedisServer {
  #child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly guarded: Guarded | undefined,
  ) {}

  get url(): string {
    return `${this.guarded === undefined ? 'redis' : 'rediss'}://127.0.0.1:${this.port}`;
  }

  /** @param guarded what it asks of its clients and shows them; without, it lets everybody in, in the clear. */
  static async start(guarded?: Guarded): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), guarded);
    await server.startAgain();
    return server;
  }

  /** At the same address, and empty. */
  async startAgain(): Promise<void> {
    const child = spawn('redis-server', ['-'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const own = this.guarded === undefined ? [`port ${this.port}`] : ['port 0', `tls-port ${this.port}`, `tls-cert-file ${this.guarded.cert}`, `tls-key-file ${this.guarded.key}`, `tls-ca-cert-file ${this.guarded.cert}`, 'tls-auth-clients no', `requirepass "${this.guarded.password}"`];
    child.stdin.end(['bind 127.0.0.1', 'save ""', 'appendonly no', ...own, ''].join('\n'));
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`redis-server ended with ${code ?? ''}`)));
      child.stdout.on('data', (text: Buffer) => {
        if (text.toString().includes('Ready to accept connections')) resolve();
      });
    });
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One address for several relays: each connection goes to the next of them that answers. */
export class Balancer {
  readonly url: string;
  readonly #server;
  #next = 0;

  private constructor(server: ReturnType<typeof createServer>, ports: readonly number[]) {
    this.#server = server;
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (client) => {
      client.on('error', () => undefined);
      const attempt = (left: number): void => {
        const relay = connect(ports[this.#next++ % ports.length] ?? 0, '127.0.0.1');
        relay.once('connect', () => {
          client.pipe(relay).pipe(client);
          client.on('close', () => relay.destroy());
          relay.on('close', () => client.destroy());
        });
        relay.once('error', () => {
          if (left > 1 && relay.connecting) attempt(left - 1);
          else if (left > 1 && relay.bytesRead === 0) attempt(left - 1);
          else client.destroy();
        });
      };
      attempt(ports.length);
    });
  }

  static async before(ports: readonly number[]): Promise<Balancer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Balancer(server, ports);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}
