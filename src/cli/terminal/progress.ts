import { createRequire } from 'node:module';
import type * as CliProgress from 'cli-progress';
import { printable, toUser } from './screen.js';

const require = createRequire(import.meta.url);

/** Work shorter than this shows no bar. */
const SHOW_AFTER_MS = 400;
const LINE_EVERY_MS = 10_000;

/** What is being done, shown on standard error: a line that changes at a terminal, a line per phase elsewhere, nothing when quiet. */
export class Progress {
  readonly #isTerminal: boolean;
  readonly #isQuiet: boolean;
  #line = '';
  #bar: CliProgress.SingleBar | undefined;
  #step = '';
  #isWhole = true;
  #started = 0;
  #lastLine = 0;

  constructor(isQuiet: boolean) {
    this.#isQuiet = isQuiet;
    this.#isTerminal = process.stderr.isTTY && process.env['TERM'] !== 'dumb';
  }

  /** Says what is being done now. */
  phase(text: string): void {
    this.#endBar();
    if (this.#isQuiet || text === this.#line) return;
    if (this.#isTerminal) process.stderr.write(`\r\u001b[2K${fitting(printable(text))}`);
    else toUser(`${text}\n`);
    this.#line = text;
  }

  /** How far the work is: `done` of `total`, in any unit. When several steps go on side by side, the first is shown to its end, and then the next. */
  advance(what: string, done: number, total: number): void {
    if (this.#isQuiet || total <= 0) return;
    if (what !== this.#step && !this.#isWhole) return;
    this.#step = what;
    this.#isWhole = done >= total;
    const now = Date.now();
    if (this.#started === 0) this.#started = now;
    if (now - this.#started < SHOW_AFTER_MS) return;
    if (!this.#isTerminal) {
      if (now - this.#lastLine < LINE_EVERY_MS) return;
      this.#lastLine = now;
      toUser(`${what}: ${Math.floor((100 * done) / total)} %\n`);
      return;
    }
    if (this.#bar === undefined) {
      this.#clearLine();
      // Loaded only when a bar is shown: most sessions are over before.
      const { SingleBar: Bar } = require('cli-progress') as typeof CliProgress;
      this.#bar = new Bar({ format: '{what} {bar} {percentage} %', hideCursor: false, stream: process.stderr, clearOnComplete: true, barsize: 30 });
      this.#bar.start(total, 0, { what });
    }
    this.#bar.setTotal(total);
    this.#bar.update(done, { what });
  }

  /** Leaves the terminal clean for what is printed next. */
  clear(): void {
    this.#endBar();
    this.#clearLine();
  }

  #endBar(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#isWhole = true;
    this.#started = 0;
  }

  #clearLine(): void {
    if (this.#isTerminal && this.#line !== '') process.stderr.write('\r\u001b[2K');
    this.#line = '';
  }
}

/** A line that wraps could not be taken back: only its last row would be. */
function fitting(text: string): string {
  const width = process.stderr.columns > 0 ? process.stderr.columns - 1 : 79;
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
