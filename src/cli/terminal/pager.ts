import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ownSignals } from '../signals.js';
import { signsFor } from './ascii.js';
import { printable } from './screen.js';

export interface PagerOptions {
  /** The output on which it is read. If that is no terminal, nothing is paged. */
  readonly stream: { readonly isTTY: boolean; readonly rows: number; readonly fd: number };
  /** Ends it; the program then has the terminal again. */
  readonly signal?: AbortSignal | undefined;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Lines that a shell writes before and after it. */
const MARGIN = 2;
/** What less does by default with a short text, colours and the screen behind it, and its line at the bottom for users who have never met it. */
const USUAL_LESS = 'FRXPs?eThis is the end -- q goes on:Space turns the page -- q goes on without the rest.$';

/**
 * Shows a text that is longer than the screen page by page, by the program that PAGER names, or less. Resolves to false if nothing was shown: the text is
 * short, nobody is at a terminal, PAGER is empty or cat, or there is no such program.
 */
export async function page(text: string, { stream, signal, environment = process.env }: PagerOptions): Promise<boolean> {
  const { PAGER: pager } = environment;
  const lines = text.split('\n').length;
  if (!stream.isTTY || lines <= stream.rows - MARGIN || pager === '' || pager === 'cat' || environment['TERM'] === 'dumb') return false;
  // Ctrl-C is the pager's while it is open.
  const ignore = () => undefined;
  const disown = ownSignals(['SIGINT'], ignore);
  const reader = spawn(pager ?? 'less', [], { shell: pager !== undefined, stdio: ['pipe', stream.fd, 'inherit'], env: { ...environment, LESS: environment['LESS'] ?? USUAL_LESS }, ...(signal === undefined ? {} : { signal }) });
  try {
    // A user who leaves it early has read enough.
    reader.stdin?.on('error', ignore);
    reader.stdin?.end(signsFor(printable(text), stream));
    const [code] = (await once(reader, 'close')) as [number | null];
    // The pager is not there, or not able to: then nobody has read it.
    return code === 0;
  } catch {
    return false;
  } finally {
    disown();
  }
}
