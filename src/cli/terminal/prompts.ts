import { setTimeout as later } from 'node:timers/promises';
import { MpcError } from '../../library/errors.js';
import type { Remarks } from './remarks.js';
import { signsFor } from './ascii.js';
import { toUser } from './screen.js';
import { terminal } from './terminal.js';
import { hasUnicode } from './unicode.js';

export interface PromptOptions {
  /** Ends the question, and the promise rejects. */
  readonly signal?: AbortSignal | undefined;
  /** Standard input holds something else, so ask at the terminal itself. */
  readonly fromTerminal?: boolean;
  /** What happens meanwhile, and must be said above the question. */
  readonly remarks?: Remarks | undefined;
}

/** Questions go to standard error, because standard output is for the result. */
function contextOf({ fromTerminal }: PromptOptions, signal: AbortSignal): { output: NodeJS.WriteStream; input?: NodeJS.ReadableStream; signal: AbortSignal } {
  return { output: process.stderr, ...(fromTerminal === true ? { input: terminal() } : {}), signal };
}


// inquirer takes a tenth of a second to load, so it is loaded only if a question is asked.
const load = async () => import('@inquirer/prompts');

/** Asks, and asks again if something was said meanwhile. That then appears above the question. */
async function answered<T>(ask: (signal: AbortSignal) => Promise<T>, { signal, remarks }: PromptOptions): Promise<T> {
  for (;;) {
    for (const text of remarks?.take() ?? []) toUser(`${text}\n`);
    const pause = new AbortController();
    const hear = remarks?.listen(() => pause.abort());
    try {
      return await ask(signal === undefined ? pause.signal : AbortSignal.any([signal, pause.signal]));
    } catch (error) {
      if (signal?.aborted === true) {
        // What is said next must not follow the question on its line.
        toUser('\n');
        throw signal.reason as MpcError;
      }
      // inquirer's error for Ctrl-C, and for a terminal that went away: the other parties are told the same as for a signal.
      if (error instanceof Error && error.name === 'ExitPromptError') throw interrupted();
      if (!pause.signal.aborted) throw error;
    } finally {
      hear?.();
    }
  }
}

export function interrupted(): MpcError {
  return new MpcError('INTERRUPTED', 'Interrupted.', '');
}

const TYPED_AHEAD_MS = 50;
const CTRL_C = 3;

/** Forgets what was typed or pasted before a question: it is no answer to it. Throws INTERRUPTED if there is a Ctrl-C in it. */
export async function forgetTyped({ fromTerminal = false }: PromptOptions = {}): Promise<void> {
  const input = fromTerminal ? terminal() : process.stdin;
  if (!input.isTTY) return;
  const typed: Buffer[] = [];
  const look = (bytes: Buffer) => typed.push(bytes);
  // Also input that lacks its Enter.
  input.setRawMode(true);
  input.on('data', look).resume();
  await later(TYPED_AHEAD_MS);
  input.off('data', look).pause();
  input.setRawMode(false);
  if (Buffer.concat(typed).includes(CTRL_C)) throw interrupted();
}

/** Lines of one paste come within this time after each other. */
const PASTE_MS = 60;

/**
 * Asks for something that may come in several lines, as mail programs break them. `judge` gets the lines so far. It returns what to take, or what to tell the
 * user, who goes on.
 */
export async function askLines(message: string, judge: (lines: readonly string[]) => { readonly text: string } | { readonly say: string; readonly keep: boolean }): Promise<string> {
  const { createInterface } = await import('node:readline');
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  const text = await new Promise<string>((resolve, reject) => {
    let lines: string[] = [];
    let saying: NodeJS.Timeout | undefined;
    reader.on('SIGINT', () => reader.close());
    reader.on('close', () => {
      clearTimeout(saying);
      reject(interrupted());
    });
    reader.on('line', (line) => {
      clearTimeout(saying);
      lines.push(line);
      const judged = judge(lines);
      if ('text' in judged) {
        resolve(judged.text);
        reader.close();
        return;
      }
      if (!judged.keep) lines = [];
      // One message for a whole paste.
      saying = setTimeout(() => {
        toUser(`${judged.say}\n`);
        reader.prompt();
      }, PASTE_MS);
    });
    toUser(`${message}\n`);
    reader.setPrompt('> ');
    reader.prompt();
  });
  // What followed it in a mail.
  await forgetTyped();
  return text;
}

/** Asks for a line. `check` returns what is wrong with it, or undefined. */
export async function askText(message: string, options: PromptOptions & { default?: string; check?: (text: string) => string | undefined } = {}): Promise<string> {
  const { input } = await load();
  const config = { message: signsFor(message, process.stderr), ...(options.default === undefined ? {} : { default: options.default }), validate: (text: string) => options.check?.(text.trim()) ?? true };
  return (await answered(async (signal) => input(config, contextOf(options, signal)), options)).trim();
}

export async function askSecret(message: string, options: PromptOptions = {}): Promise<string> {
  const { password } = await load();
  return answered(async (signal) => password({ message: signsFor(message, process.stderr), mask: hasUnicode() ? '•' : '*' }, contextOf(options, signal)), options);
}

export async function askYesNo(message: string, options: PromptOptions & { default?: boolean } = {}): Promise<boolean> {
  const { confirm } = await load();
  return answered(async (signal) => confirm({ message: signsFor(message, process.stderr), default: options.default ?? false }, contextOf(options, signal)), options);
}
