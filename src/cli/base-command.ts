import { Command, Flags } from '@oclif/core';
import type { ArgInput, FlagInput, Input, OutputArgs, OutputFlags, ParserOutput } from '@oclif/core/interfaces';
import { MpcError } from '../library/errors.js';
import { openStore, type Store } from '../library/home.js';
import { english, textsIn, type Texts } from '../library/text.js';
import { languageOf } from './language.js';
import { jsonLine, writePieces } from './json.js';
import { orInterrupted } from './or-interrupted.js';
import { reportFailure } from './report.js';
import { applySettings, type Applied } from './settings.js';
import { fittedTo } from './terminal/fit.js';
import { page } from './terminal/pager.js';
import { toOutput, toUser } from './terminal/screen.js';

/** Whether --json is on, also where parsing the command line has failed or has not begun. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.includes('--json') || /^(1|true|y|yes)$/i.test(process.env['MPC_JSON'] ?? '');
}

/** Flags whose variables are those of results. Set for a session, they must not choose how an agreement is printed, or where a key card goes. */
const OF_RESULTS = ['format', 'out'];

/**
 * Gives every flag its environment variable: MPC_ and its name, or that of an alias if only that is set. A `command` that prints no result names itself; its
 * --format and --out then have variables with its name, such as MPC_AGREEMENT_SHOW_FORMAT.
 */
export function withEnvironment<T extends object>(flags: T, command?: string): T {
  for (const [name, flag] of Object.entries(flags as FlagInput)) {
    const own = variableOf(command !== undefined && OF_RESULTS.includes(name) ? `${command}-${name}` : name);
    flag.env ??= [own, ...(flag.aliases ?? []).map(variableOf)].find((variable) => process.env[variable] !== undefined) ?? own;
  }
  return flags;
}

function variableOf(flag: string): string {
  return `MPC_${flag.toUpperCase().replaceAll(/[- ]/g, '_')}`;
}

export const commonFlags = withEnvironment({
  json: Flags.boolean({ description: 'Print one JSON object to standard output, errors too.', helpGroup: 'GLOBAL' }),
  'no-input': Flags.boolean({ description: 'Never ask; what is not given by flags is an error.', helpGroup: 'GLOBAL' }),
  quiet: Flags.boolean({ char: 'q', description: 'Print no progress and no notes.', helpGroup: 'GLOBAL' }),
});

export interface CommonFlags {
  json: boolean;
  'no-input': boolean;
  quiet: boolean;
}

/**
 * What all commands share. A command returns the object that --json prints, and prints for people itself
 * when `this.json` is false. It does not use oclif's own --json, which loses exit codes and silences warnings.
 */
export abstract class MpcCommand extends Command {
  static override baseFlags = commonFlags;

  /** The sentences of agreements, approvals, results and receipts, in the user's language if the command has --lang. */
  protected texts: Texts = english;

  #store: Store | undefined;
  #applied: Applied | undefined;
  #given: ReadonlySet<string> = new Set();

  protected common: CommonFlags = { json: wantsJson(this.argv), 'no-input': false, quiet: false };

  /** What was taken from the folder's `mpc.json`, for the user. */
  protected settings: string | undefined;

  /** The command's work; resolves to what --json prints. */
  protected abstract execute(): Promise<object>;

  override async run(): Promise<void> {
    const result = await orInterrupted(async () => this.execute());
    if (this.common.json) await writePieces(process.stdout, jsonLine(result));
  }

  /** Parses flags and arguments, and remembers the common ones. */
  protected override async parse<F extends OutputFlags<FlagInput>, B extends OutputFlags<FlagInput>, A extends OutputArgs<ArgInput>>(
    options?: Input<F, B, A>,
    argv?: string[],
  ): Promise<ParserOutput<F, B, A>> {
    // Otherwise oclif takes standard input for a missing argument, if the input comes quickly enough.
    for (const arg of Object.values(options?.args ?? {})) (arg as { ignoreStdin?: boolean }).ignoreStdin = true;
    const definitions = { ...commonFlags, ...options?.flags };
    const settings = applySettings(definitions);
    this.#applied = settings;
    const parsed = await super.parse<F, B, A>(options, argv);
    completeValues(definitions, parsed.flags);
    this.common = parsed.flags as unknown as CommonFlags;
    if ('lang' in definitions) this.texts = await textsIn(languageOf((parsed.flags as { readonly lang?: unknown }).lang, process.env));
    this.#given = new Set(parsed.raw.flatMap((token) => (token.type === 'flag' ? [token.flag] : [])));
    this.settings = settings.seen(this.#given);
    // A user who runs something quietly must not quietly get another column.
    if (this.settings !== undefined) toUser(`${this.settings}\n`);
    return parsed;
  }

  /** What this party keeps on its machine. */
  protected get store(): Store {
    this.#store ??= openStore();
    return this.#store;
  }

  /** Whether there is somebody to ask. */
  protected get isInteractive(): boolean {
    return process.stdin.isTTY && !this.common['no-input'];
  }

  /** For people: the result of a command without --json. */
  protected print(text: string): void {
    if (!this.common.json) toOutput(`${text}\n`);
  }

  /** Like `print`, for sentences, lists and labels, whose lines a terminal would break inside words. */
  protected printFitted(text: string): void {
    this.print(fittedTo(text, process.stdout));
  }

  /** Like `print`, for what may be longer than a screen: page by page if somebody is at a terminal. */
  protected async printPaged(text: string): Promise<void> {
    const isPaged = this.isInteractive && !this.common.json && !this.common.quiet && (await page(text, { stream: process.stdout }));
    if (!isPaged) this.print(text);
  }

  /** For people: what is worth knowing in addition to the result. */
  protected note(text: string): void {
    if (!this.common.quiet) toUser(`${text}\n`);
  }

  /** A value that nobody typed is looked for in vain on the command line. */
  #withSource(error: Error): Error {
    const file = error instanceof MpcError && error.code === 'USAGE' ? this.#applied?.source(error, this.#given) : undefined;
    return file === undefined || !(error instanceof MpcError) ? error : new MpcError('USAGE', error.message, `${error.next} The value stands in ${file}.`.trimStart(), { cause: error });
  }

  protected override async catch(error: Error): Promise<void> {
    reportFailure(this.#withSource(error), this.common.json || wantsJson(this.argv), { argv: [...(this.id ?? '').split(':'), ...this.argv], commands: this.config.commandIDs, flags: ['help', ...Object.keys({ ...commonFlags, ...this.ctor.flags })] });
    return Promise.resolve();
  }
}

/** Flags in whose values a comma may stand. */
const WITH_COMMAS = ['csv', 'data', 'sheet'];

/**
 * A repeatable flag from the environment is one text to oclif: its values are one a line, or between commas if it is one line and not of these.
 * A boolean flag that is not given is undefined to oclif, whatever its type says.
 */
function completeValues(definitions: FlagInput, values: Record<string, unknown>): void {
  for (const [name, definition] of Object.entries(definitions)) {
    const value = values[name];
    if (definition.type === 'boolean') {
      // A flag that has a "no" of its own means something else by it than by not being given.
      if (!definition.allowNo) values[name] = value ?? false;
    } else if (definition.multiple === true && typeof value === 'string') {
      values[name] = value.split(value.includes('\n') || WITH_COMMAS.includes(name) ? /\r?\n/ : ',').map((each) => each.trim()).filter((each) => each !== '');
    }
  }
}
