import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonOf } from '../io/files.js';
import type { Agreement } from '../library/agreements.js';
import { bug, MpcError, type ErrorCode } from '../library/errors.js';
import { interruption } from './deadline.js';
import type { SessionJson } from './session-json.js';
import { resultText } from './result-view.js';
import { ownSignals } from './signals.js';

const ROOT = new URL('../../', import.meta.url);
const PROGRAM = fileURLToPath(new URL('bin/run.js', ROOT));

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface DemoParty {
  readonly name: string;
  readonly home: string;
  readonly csv: string;
  readonly reading: readonly string[];
}

/** The whole demonstration on one machine. It has nothing that a real session would not have: every party is a process with a home of its own. */
export class Demonstration {
  readonly #running = new Set<ChildProcess>();
  #interruption: MpcError | undefined;
  #agreements = 0;

  readonly #print: (text: string) => void;

  constructor(print: (text: string) => void) {
    this.#print = print;
  }

  /** Resolves to what --json prints. Throws what ended it, with the words of the step that failed. */
  async run(): Promise<object> {
    const folder = await newFolder();
    const disown = ownSignals(SIGNALS, (signal) => {
      this.#interruption ??= interruption(signal);
      this.#stop();
    });
    // The reader of the output may stop (`| head`), and then nothing below runs any more.
    const onExit = () => {
      for (const child of this.#running) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    };
    process.once('exit', onExit);
    try {
      return await this.#show(folder);
    } finally {
      await this.#stopAll();
      disown();
      process.off('exit', onExit);
      await rm(folder, { recursive: true, force: true });
    }
  }

  #stop(): void {
    for (const child of this.#running) child.kill('SIGTERM');
  }

  /** A process that still writes would recreate its folder after it was removed. */
  async #stopAll(): Promise<void> {
    this.#stop();
    await Promise.all([...this.#running].map(async (child) => once(child, 'close')));
  }

  async #show(folder: string): Promise<object> {
    this.#print('1. A relay, which is trusted with nothing:\n');
    const relay = await this.#startRelay(folder);
    const totals = await this.#showTotals(folder, relay);
    const match = await this.#showCheck(folder, relay);
    const compared = await this.#showComparisons(folder, relay);
    this.#print('\nEverything is removed again.\n\nNext, with your own files: `mpc init "YOUR NAME"`, then `mpc sum --help`. To try an analysis in the language: `mpc program new`.');
    return { ...totals, match, ...compared };
  }

  async #showTotals(folder: string, relay: string): Promise<{ sum: SessionJson; average: SessionJson }> {
    const parties: DemoParty[] = [
      { name: 'North', home: join(folder, 'north'), csv: fixture('north.csv'), reading: [] },
      { name: 'South', home: join(folder, 'south'), csv: fixture('south.csv'), reading: [] },
      { name: 'Harbour', home: join(folder, 'harbour'), csv: fixture('harbour.csv'), reading: ['--map', 'salary=Gross pay'] },
    ];

    this.#print('\n2. Three hospitals, each with an identity; they exchange public keys:\n');
    await this.#introduce(parties);

    this.#print('\n3. North writes an agreement, everyone approves its digest, and the sum comes out:\n');
    const question = ['--column', 'salary:0..20000:2', '--party', 'South', '--party', 'Harbour'];
    const sum = await this.#session(parties, folder, relay, ['sum', '--purpose', 'Total payroll of three hospitals', ...question]);

    this.#print('\n4. The average, for North alone:\n');
    const average = await this.#session(parties, folder, relay, ['average', '--purpose', 'Average salary of three hospitals', ...question, '--to', 'North']);

    this.#print('\nNobody saw another’s salaries, the relay saw none, and everyone got a signed receipt.');
    return { sum, average };
  }

  /** The informant check: names written differently on each side. */
  async #showCheck(folder: string, relay: string): Promise<SessionJson> {
    const parties: DemoParty[] = [
      { name: 'Police', home: join(folder, 'police'), csv: fixture('police.csv'), reading: ['--map', 'given=given name', '--map', 'born=date of birth'] },
      { name: 'Refuge', home: join(folder, 'refuge'), csv: fixture('refuge.csv'), reading: ['--map', 'given=Voornaam', '--map', 'surname=Achternaam', '--map', 'born=Geboren', '--date-order', 'born=dmy'] },
      { name: 'Legal Aid', home: join(folder, 'legal-aid'), csv: fixture('legal-aid.csv'), reading: ['--map', 'given=first name', '--map', 'surname=last name'] },
    ];
    this.#print('\n5. Police and two NGOs that protect informants, each with an identity:\n');
    await this.#introduce(parties);
    this.#print('\n6. Which of the names that police are about to follow are on some NGO’s list? Not on whose, and nothing of any other name:\n');
    const question = ['--purpose', 'No informant among those we follow', '--key', 'given:name', '--key', 'surname:name', '--key', 'born:date', '--near', '--cap', '20'];
    const match = await this.#session(parties, folder, relay, ['match', ...question, '--party', 'Refuge', '--party', 'Legal Aid']);
    this.#print('\nThe NGOs learned nothing: not even whether there was a match.');
    return match;
  }

  /** One number of each party. */
  async #showComparisons(folder: string, relay: string): Promise<{ directors: SessionJson; tenders: SessionJson }> {
    const party = (name: string): DemoParty => ({ name, home: join(folder, name.toLowerCase()), csv: fixture(`${name.toLowerCase()}.csv`), reading: [] });
    const two = ['Anna', 'Ben'].map(party);
    this.#print('\n7. Two directors do not want to name their pay, and want to know who earns more:\n');
    await this.#introduce(two);
    const directors = await this.#session(two, folder, relay, ['compare', '--purpose', 'Who of us two earns more', '--column', 'pay:0..1000000:2', '--learn', 'more', '--party', 'Ben']);

    const five = ['Alder', 'Birch', 'Cedar', 'Elm', 'Hazel'].map(party);
    this.#print('\n8. Five firms: only the lowest tender and whose it is become known. To keep it short, Alder alone adds the others’ keys:\n');
    await this.#introduce(five, five.slice(0, 1));
    const others = five.slice(1).flatMap(({ name }) => ['--party', name]);
    const tenders = await this.#session(five, folder, relay, ['compare', '--purpose', 'Lowest tender for the bridge', '--column', 'price:0..9000000:2', '--learn', 'least', '--learn', 'min', ...others]);
    this.#print('\nNobody learned any other number.');
    return { directors, tenders };
  }

  /** Each party gets an identity, and the parties of `adding` add the others' keys. */
  async #introduce(parties: readonly DemoParty[], adding = parties): Promise<void> {
    const keys = new Map<string, string>();
    for (const party of parties) {
      const { publicKey } = (await this.#mpc(party, ['init', party.name])) as { publicKey: string };
      keys.set(party.name, publicKey);
    }
    for (const party of adding) {
      for (const other of parties) if (other !== party) await this.#mpc(party, ['party', 'add', other.name, keys.get(other.name) ?? '']);
    }
  }

  async #session(parties: readonly DemoParty[], folder: string, relay: string, proposal: readonly string[]): Promise<SessionJson> {
    const [proposer] = parties;
    if (proposer === undefined) throw bug('a demonstration without parties');
    const file = join(folder, `${proposal[0] ?? ''}-${++this.#agreements}.json`);
    const { digest } = (await this.#mpc(proposer, [...proposal, '--relay', relay, '--propose', file])) as { digest: string };
    const results = await Promise.all(parties.map(async (party) => this.#mpc(party, ['join', file, '--csv', party.csv, ...party.reading, '--approve', digest])));
    const [first] = results as SessionJson[];
    if (first?.result === undefined || first.result === null) throw bug('a demonstration without a result');
    const { receipt } = (await this.#mpc(proposer, ['receipt', 'verify', first.receipt])) as { receipt: { agreement: Agreement } };
    this.#print(`\n${[...resultText(receipt.agreement, first.result)].join('')}`);
    return first;
  }

  async #startRelay(folder: string): Promise<string> {
    this.#print('   $ mpc relay --port 0');
    const child = this.#spawn(folder, ['relay', '--port', '0']);
    const { url } = (await Promise.race([firstLine(child), this.#ended(child, 'mpc relay')])) as { url?: string };
    if (url === undefined) throw stepFailed('mpc relay', null, '');
    this.#print(`   ${url}`);
    return url;
  }

  /** A process without a terminal and without this process's settings: MPC_CSV and the like are the user's own. */
  #spawn(home: string, args: readonly string[]): ChildProcess {
    if (this.#interruption !== undefined) throw this.#interruption;
    const settings = Object.entries(process.env).filter(([name]) => !name.startsWith('MPC_'));
    const child = spawn(process.execPath, [PROGRAM, ...args, '--json', '--quiet'], { env: { ...Object.fromEntries(settings), MPC_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#running.add(child);
    child.on('close', () => this.#running.delete(child));
    return child;
  }

  /** Rejects when the process ends: it should have gone on. */
  async #ended(child: ChildProcess, shown: string): Promise<never> {
    const [code] = (await once(child, 'close')) as [number | null];
    throw this.#interruption ?? stepFailed(shown, code, '');
  }

  /** Runs a command as a party, shows it, and returns what it printed. */
  async #mpc(party: DemoParty, args: readonly string[]): Promise<unknown> {
    const shown = `mpc ${args.map(shortened).join(' ')}`;
    this.#print(`   ${party.name.padEnd(9)}$ ${shown}`);
    const child = this.#spawn(party.home, args);
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    if (this.#interruption !== undefined) throw this.#interruption;
    const text = Buffer.concat(chunks).toString('utf8');
    if (code !== 0) throw stepFailed(shown, code, text);
    return JSON.parse(text) as unknown;
  }
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/demo/${name}`, ROOT));
}

async function newFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'mpc-demo-'));
  } catch (error) {
    throw new MpcError('USAGE', `No folder can be made in ${tmpdir()}: ${reasonOf(error)}.`, 'Set TMPDIR to a folder that you can write to.');
  }
}

async function firstLine(child: ChildProcess): Promise<unknown> {
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return JSON.parse(line.toString('utf8')) as unknown;
}

/** Paths by their last part, keys and digests by their beginning, so that a line can be read. */
function shortened(arg: string): string {
  if (isAbsolute(arg)) arg = basename(arg);
  if (/^(mpc1|[0-9a-f]{64})/.test(arg)) return `${arg.slice(0, 12)}…`;
  return /\s/.test(arg) ? `"${arg}"` : arg;
}

/** Ends with the step's own words, code and exit code if it gave them. */
function stepFailed(shown: string, exit: number | null, output: string): MpcError {
  const step = `A step of the demonstration failed: ${shown}`;
  try {
    const { error } = JSON.parse(output) as { error: { code: ErrorCode; message: string; next: string } };
    return new MpcError(error.code, `${step}: ${error.message}`, error.next);
  } catch {
    return bug(`${step} (exit code ${exit ?? 'none'})`);
  }
}
