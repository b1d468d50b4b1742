import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { MpcError } from '../../library/errors.js';

export interface PromptOptions {
  /** Ends the question, and the promise rejects. */
  readonly signal?: AbortSignal | undefined;
  /** Standard input holds something else: ask at the terminal itself. */
  readonly fromTerminal?: boolean;
}

/** Questions stand on standard error: standard output is the result's. */
function contextOf(options: PromptOptions): { output: NodeJS.WriteStream; input?: NodeJS.ReadableStream; signal?: AbortSignal } {
  return {
    output: process.stderr,
    ...(options.fromTerminal === true ? { input: terminal() } : {}),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

let opened: ReadStream | undefined;

function terminal(): ReadStream {
  opened ??= new ReadStream(openSync('/dev/tty', 'r'));
  return opened;
}

/** Whether there is a terminal to ask at although standard input is something else. */
export function hasTerminal(): boolean {
  try {
    terminal();
    return true;
  } catch {
    return false;
  }
}

// inquirer takes a tenth of a second to load: only for those who are asked something.
const load = async () => import('@inquirer/prompts');

async function whileSignalled<T>(question: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await question;
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason as MpcError;
    // inquirer's word for Ctrl-C, and for a terminal that went away: the other parties are told the same as of a signal.
    if (error instanceof Error && error.name === 'ExitPromptError') throw new MpcError('INTERRUPTED', 'Interrupted.', '');
    throw error;
  }
}

/**
 * Asks for something that may come in several lines, as mail programs break them. `judge` is given the lines so far: it returns what to take, or what to tell the
 * user, who goes on.
 */
export async function askLines(message: string, judge: (lines: readonly string[]) => { readonly text: string } | { readonly say: string; readonly keep: boolean }): Promise<string> {
  const { createInterface } = await import('node:readline');
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  return new Promise<string>((resolve, reject) => {
    let lines: string[] = [];
    const interrupted = () => reject(new MpcError('INTERRUPTED', 'Interrupted.', ''));
    reader.on('SIGINT', () => reader.close());
    reader.on('close', interrupted);
    reader.on('line', (line) => {
      lines.push(line);
      const judged = judge(lines);
      if ('text' in judged) {
        resolve(judged.text);
        reader.close();
        return;
      }
      if (!judged.keep) lines = [];
      reader.setPrompt(`${judged.say} `);
      reader.prompt();
    });
    reader.setPrompt(`${message} `);
    reader.prompt();
  });
}

/** Asks for a line. `check` returns what is wrong with it, or undefined. */
export async function askText(message: string, options: PromptOptions & { default?: string; check?: (text: string) => string | undefined } = {}): Promise<string> {
  const { input } = await load();
  const question = input(
    { message, ...(options.default === undefined ? {} : { default: options.default }), validate: (text) => options.check?.(text.trim()) ?? true },
    contextOf(options),
  );
  return (await whileSignalled(question, options.signal)).trim();
}

export async function askSecret(message: string, options: PromptOptions = {}): Promise<string> {
  const { password } = await load();
  return whileSignalled(password({ message, mask: '•' }, contextOf(options)), options.signal);
}

export async function askYesNo(message: string, options: PromptOptions & { default?: boolean } = {}): Promise<boolean> {
  const { confirm } = await load();
  return whileSignalled(confirm({ message, default: options.default ?? false }, contextOf(options)), options.signal);
}
