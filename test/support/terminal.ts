/**
 * A terminal for the program. Node has no pseudo-terminals, and a native module for them would have to be compiled; `script` of
 * util-linux is on every Debian, Ubuntu, Fedora and Arch, also in their smallest images, and returns the program's exit code.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, PROGRAM, Running, type Options } from './processes.js';

export const hasTerminals = spawnSync('script', ['-qfec', 'test -t 0 && test -t 2', '/dev/null'], { stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
if (!hasTerminals) process.stderr.write('\n*** NOT TESTED: prompts. They need the program `script` of util-linux (Debian: bsdutils). ***\n\n');

export const ENTER = '\r';
export const CTRL_C = '\u0003';

/** A process at a terminal: standard input and standard error are the terminal, and standard output goes to a file. */
export class AtTerminal extends Running {
  readonly #output: string;

  constructor(args: readonly string[], options: Options & { readonly pipedInput?: string } = {}) {
    const output = join(newFolder(), 'stdout');
    const words = [process.execPath, PROGRAM, ...args].map(quoted).join(' ');
    const piped = options.pipedInput === undefined ? '' : ` < ${quoted(options.pipedInput)}`;
    super('script', ['-qfec', `stty cols 100 rows 40; exec ${words} > ${quoted(output)}${piped}`, '/dev/null'], { ...options, env: { TERM: 'xterm', SHELL: '/bin/sh', ...options.env } });
    this.#output = output;
  }

  /** What a user sees on the screen, without the terminal's control sequences. */
  get screen(): string {
    // eslint-disable-next-line no-control-regex -- they are what is taken out
    return this.stdout.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r\n', '\n');
  }

  get standardOutput(): string {
    return existsSync(this.#output) ? readFileSync(this.#output, 'utf8') : '';
  }

  /** Types an answer and Enter, once the question is there. */
  async answer(question: RegExp, text: string): Promise<void> {
    await this.printed(question);
    this.type(text + ENTER);
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
