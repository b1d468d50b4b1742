import { MpcError, type ErrorCode } from '../library/errors.js';
import { cleaned, nearest } from '../library/text.js';
import { jsonToOutput, toUser } from './terminal/screen.js';
import { inOneLine, ownWords } from './usage-words.js';

interface OclifError extends Error {
  oclif?: { exit?: number };
  code?: string;
}

const NOT_FOUND = /^command .* not found\.?$/i;
const NO_FLAG = /^Nonexistent flags?: (.*)$/;

/** What was asked for, and what there is. */
export interface Asked {
  /** Without node and script, the command's words first. */
  readonly argv: readonly string[];
  /** Names of all commands, with colons between their words. */
  readonly commands?: readonly string[];
  /** Names of the command's flags, without dashes. */
  readonly flags?: readonly string[];
}

/**
 * The one place where a failure becomes words and an exit code. Prints to standard error, or as one JSON object
 * to standard output, and sets the process's exit code: oclif loses it under --json.
 */
export function reportFailure(error: unknown, json: boolean, asked: Asked = { argv: [] }): void {
  const failure = asMpcError(error, asked);
  // oclif's own "exit", which ends help and version: everything has been said.
  if (failure === undefined) return;
  process.exitCode = failure.exit;
  if (json) {
    const { code, exit, message, next } = failure;
    jsonToOutput({ error: { code, exit, message, next, ...failure.details?.fields } });
    return;
  }
  // Cells of the user's own file: they are for the user at the terminal, and for no log.
  if (failure.aside !== undefined && process.stderr.isTTY) toUser(`${failure.aside}\n`);
  toUser(`${failure.details === undefined ? '' : `${failure.details.text}\n`}Error: ${failure.message}\n${failure.next === '' ? '' : `  → ${failure.next}\n`}  (${failure.code})\n`);
  if (failure.code === 'BUG' && failure.cause instanceof Error) toUser(`${failure.cause.stack ?? ''}\n`);
}

function asMpcError(error: unknown, asked: Asked): MpcError | undefined {
  if (error instanceof MpcError) return error;
  if (!(error instanceof Error)) return failed('BUG', `Internal error: ${String(error)}.`, '');
  const { oclif, name, code } = error as OclifError;
  if (code === 'EEXIT') {
    if (oclif?.exit !== undefined && oclif.exit !== 0) process.exitCode = oclif.exit;
    return undefined;
  }
  // inquirer's own words for Ctrl-C, and for a standard input that ended.
  if (name === 'ExitPromptError' || name === 'AbortPromptError') return failed('INTERRUPTED', 'Interrupted.', '');
  if (oclif !== undefined) {
    const help = `See \`mpc ${NOT_FOUND.test(error.message) ? '' : commandIn(asked.argv)}--help\`.`;
    const meant = meantBy(error.message, asked);
    return failed('USAGE', withoutInvites(usageMessage(error.message, asked.argv)), meant === undefined ? help : `Did you mean \`${meant}\`? ${help}`);
  }
  return new MpcError('BUG', `Internal error: ${cleaned(error.message, 300)}.`, 'Please report this, with the version that `mpc --version` prints.', { cause: error });
}

function usageMessage(said: string, argv: readonly string[]): string {
  const text = inOneLine(said);
  if (NOT_FOUND.test(text)) return notFound(argv);
  const [, unknown] = NO_FLAG.exec(text) ?? [];
  if (unknown !== undefined) return `There is no flag ${flagNames(unknown).map((name) => `"${cleaned(name, 60)}"`).join(', ')}.`;
  return ownWords(text);
}

/** The words before the first flag. */
function wordsOf(argv: readonly string[]): readonly string[] {
  const end = argv.findIndex((each) => each.startsWith('-'));
  return argv.slice(0, end === -1 ? argv.length : end);
}

/** oclif takes a word after a command without arguments as a part of the command's name. */
function notFound(argv: readonly string[]): string {
  const words = wordsOf(argv);
  const shown = cleaned(words.join(' '), 60);
  if (shown === '') return 'No command is given.';
  return words.length > 1 ? `"${shown}" is no command, or has an argument too many.` : `There is no command "${shown}".`;
}

/** Without values: what follows `=` may be a secret. */
function flagNames(listed: string): string[] {
  return listed.split(', ').map((flag) => flag.split('=', 1)[0] ?? '');
}

/** The command or flag that was probably meant. */
function meantBy(message: string, { argv, commands = [], flags = [] }: Asked): string | undefined {
  const [, unknown] = NO_FLAG.exec(message.split('\n', 1)[0] ?? '') ?? [];
  if (unknown !== undefined) {
    const [first = ''] = flagNames(unknown);
    const name = likeliest(first.replace(/^-+/, ''), flags);
    return name === undefined ? undefined : `--${name}`;
  }
  if (!NOT_FOUND.test(message.trim())) return undefined;
  if (/^(?:version|-v|-V)$/.test(argv[0] ?? '')) return 'mpc --version';
  const words = wordsOf(argv);
  // A topic alone, such as `mpc agreement`, shows what it has.
  const names = [...commands.map((id) => id.replaceAll(':', ' ')), ...new Set(commands.flatMap((id) => (id.includes(':') ? [id.slice(0, id.indexOf(':'))] : [])))];
  // What follows a command of one or two words is its argument.
  for (const count of [words.length, 2, 1]) {
    const name = likeliest(words.slice(0, count).join(' '), names);
    if (name !== undefined) return `mpc ${name}`;
  }
  return undefined;
}

/** The nearest name, or the one of the same letters in another order. */
function likeliest(word: string, names: readonly string[]): string | undefined {
  const letters = (text: string) => Array.from(text.toLowerCase()).sort().join('');
  return nearest(word, names) ?? (word.length < 3 ? undefined : names.find((name) => letters(name) === letters(word)));
}

/** An invite that is on the command line by mistake must not get into a log. */
function withoutInvites(text: string): string {
  return text.replace(/mpcinvite1[a-z0-9]*/gi, 'mpcinvite1…');
}

function commandIn(argv: readonly string[]): string {
  const words = argv.slice(0, 2).filter((word) => /^[a-z]+(?:-[a-z]+)*$/.test(word));
  const topics = ['party', 'agreement', 'program', 'receipt', 'relay-token', 'share', 'ledger', 'log', 'policy', 'review'];
  const shown = words[0] !== undefined && topics.includes(words[0]) ? words : words.slice(0, 1);
  return shown.length === 0 ? '' : `${shown.join(' ')} `;
}

function failed(code: ErrorCode, message: string, next: string): MpcError {
  return new MpcError(code, message, next);
}
