import { createRequire } from 'node:module';
import type * as CliProgress from 'cli-progress';
import { signsFor } from './ascii.js';
import { fitted, widthOf } from './fit.js';
import { printable, toUser } from './screen.js';

const require = createRequire(import.meta.url);

/** Work shorter than this shows no bar. */
const SHOW_AFTER_MS = 400;
const LINE_EVERY_MS = 10_000;

/** What is being done, shown on standard error: a line or two that change at a terminal, a line per phase elsewhere, and nothing when quiet. */
export class Progress {
  readonly #isTerminal: boolean;
  readonly #isQuiet: boolean;
  #line = '';
  /** How many rows of the screen it takes. */
  #rows = 0;
  #bar: CliProgress.SingleBar | undefined;
  #step = '';
  /** What the bar says. */
  #shown = '';
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
    if (this.#isTerminal) {
      this.#clearLine();
      const rows = rowsOf(signsFor(printable(text), process.stderr));
      process.stderr.write(rows.join('\n'));
      this.#rows = rows.length;
    } else toUser(`${text}\n`);
    this.#line = text;
  }

  /** How far the work is: `done` of `total`, in any unit. If several steps go on at the same time, the first is shown to its end, and then the next. */
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
    if (what !== this.#shown) {
      this.#bar?.stop();
      this.#bar = undefined;
      this.#shown = what;
    }
    if (this.#bar === undefined) {
      this.#clearLine();
      // Loaded only when a bar is shown: most sessions are over before.
      const { SingleBar: Bar } = require('cli-progress') as typeof CliProgress;
      this.#bar = new Bar({ format: '{what} {bar} {percentage} %', hideCursor: false, stream: process.stderr, clearOnComplete: true, barsize: barFor(what) });
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
    this.#shown = '';
    this.#isWhole = true;
    this.#started = 0;
  }

  #clearLine(): void {
    if (this.#isTerminal && this.#rows > 0) process.stderr.write(`\r${this.#rows > 1 ? `\u001b[${this.#rows - 1}A` : ''}\u001b[J`);
    this.#rows = 0;
    this.#line = '';
  }
}

/** The rows that a text takes, so that all of them can be taken back. None is left to the terminal to break. */
function rowsOf(text: string): string[] {
  const width = process.stderr.columns > 1 ? process.stderr.columns - 1 : 79;
  return fitted(text, width).flatMap((row) => row.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? ['']);
}

const LONGEST_BAR = 30;
/** Two blanks, and the share of the work. */
const BESIDE_BAR = 8;

/** As long as the screen has room for it: the share follows it, and must be seen. */
function barFor(what: string): number {
  return Math.max(1, Math.min(LONGEST_BAR, process.stderr.columns - widthOf(what) - BESIDE_BAR));
}
