import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MpcCommand } from '../cli/base-command.js';
import type { SessionJson } from '../cli/outcome.js';
import { bug, MpcError } from '../errors.js';

const ROOT = new URL('../../', import.meta.url);
const PROGRAM = fileURLToPath(new URL('bin/run.js', ROOT));

interface DemoParty {
  readonly name: string;
  readonly home: string;
  readonly csv: string;
  readonly map: readonly string[];
}

/** The whole thing on one machine, with nothing that a real session would not have: every party is a process with a home of its own. */
export default class Demo extends MpcCommand {
  static override summary = 'Show the whole thing on this machine: a relay and three parties as real processes.';
  static override description = 'Three hospitals learn the sum and the average of their salaries. Each has its own identity and its own CSV file; everything is removed afterwards.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  readonly #running = new Set<ChildProcess>();

  protected override async execute(): Promise<object> {
    await this.parse(Demo);
    const folder = await mkdtemp(join(tmpdir(), 'mpc-demo-'));
    const stop = () => {
      for (const child of this.#running) child.kill('SIGTERM');
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    try {
      return await this.#show(folder);
    } finally {
      stop();
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #show(folder: string): Promise<object> {
    const fixture = (name: string) => fileURLToPath(new URL(`fixtures/demo/${name}`, ROOT));
    const parties: DemoParty[] = [
      { name: 'North', home: join(folder, 'north'), csv: fixture('north.csv'), map: [] },
      { name: 'South', home: join(folder, 'south'), csv: fixture('south.csv'), map: [] },
      { name: 'Harbour', home: join(folder, 'harbour'), csv: fixture('harbour.csv'), map: ['--map', 'salary=Gross pay'] },
    ];

    this.print('1. A relay, which is trusted with nothing:\n');
    const relay = await this.#startRelay(folder);

    this.print('\n2. Three hospitals, each with an identity; they exchange public keys:\n');
    const keys = new Map<string, string>();
    for (const party of parties) {
      const { publicKey } = (await this.#mpc(party.home, ['init', party.name, '--json'])) as { publicKey: string };
      keys.set(party.name, publicKey);
    }
    for (const party of parties) {
      for (const other of parties) if (other !== party) await this.#mpc(party.home, ['party', 'add', other.name, keys.get(other.name) ?? '', '--json'], other.name);
    }

    this.print('\n3. North writes an agreement, everyone approves its digest, and the sum comes out:\n');
    const sum = await this.#session(parties, folder, relay, ['sum', '--purpose', 'Total payroll of three hospitals', '--column', 'salary:0..20000:2', '--party', 'South', '--party', 'Harbour']);

    this.print('\n4. The average, for North alone:\n');
    const average = await this.#session(parties, folder, relay, ['average', '--purpose', 'Average salary of three hospitals', '--column', 'salary:0..20000:2', '--party', 'South', '--party', 'Harbour', '--to', 'North']);

    const salary = average.result?.columns['salary'];
    this.print(`\nThe three files hold 445 salaries. Nobody saw another’s, the relay saw none, and everyone holds a signed receipt.`);
    this.print(`Sum: ${sum.result?.columns['salary']?.sum ?? '?'}   Average: ${salary !== undefined && 'average' in salary ? (salary.average ?? '?') : '?'}`);
    return { sum, average };
  }

  async #session(parties: readonly DemoParty[], folder: string, relay: string, proposal: readonly string[]): Promise<SessionJson> {
    const [proposer, ...others] = parties;
    if (proposer === undefined) throw bug('a demonstration without parties');
    const file = join(folder, `${proposal[0] ?? ''}.json`);
    const { digest } = (await this.#mpc(proposer.home, [...proposal, '--relay', relay, '--propose', file, '--json'])) as { digest: string };
    const results = await Promise.all(
      [proposer, ...others].map(async (party) => this.#mpc(party.home, ['join', file, '--csv', party.csv, ...party.map, '--approve', digest, '--json', '--quiet'], party.name)),
    );
    await this.#mpc(proposer.home, ['receipt', 'verify', (results[0] as SessionJson).receipt, '--json']);
    return results[0] as SessionJson;
  }

  async #startRelay(folder: string): Promise<string> {
    this.print('   $ mpc relay --port 0');
    const child = this.#spawn(folder, ['relay', '--port', '0', '--json', '--quiet']);
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const { url } = JSON.parse(line.toString('utf8')) as { url: string };
    this.print(`   ${url}`);
    return url;
  }

  #spawn(home: string, args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, MPC_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#running.add(child);
    child.on('exit', () => this.#running.delete(child));
    return child;
  }

  /** Runs a command in a party's home, shows it, and returns what it printed. */
  async #mpc(home: string, args: readonly string[], shownAs = ''): Promise<unknown> {
    const shown = args.filter((arg) => arg !== '--json' && arg !== '--quiet').map((arg) => (/[\s=]/.test(arg) ? `"${arg}"` : arg.length > 40 && !arg.includes('/') ? `${arg.slice(0, 10)}…` : (arg.split('/').at(-1) ?? arg)));
    this.print(`   ${shownAs === '' ? '' : ''}$ mpc ${shown.join(' ')}`);
    const child = this.#spawn(home, args);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    const text = Buffer.concat(chunks).toString('utf8');
    if (code !== 0) throw new MpcError(code === null ? 'INTERRUPTED' : 'BUG', `A step of the demonstration ended with exit code ${code ?? 'none'}.`, text.trim());
    return JSON.parse(text) as unknown;
  }
}
