import { openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { System } from '../../platform.js';

/** How a terminal is opened where standard input is something else; tests give another. */
export interface Machine {
  readonly system: System;
  /** Whether what is asked on standard error is seen. */
  readonly isSeen: boolean;
  readonly open: (path: string, flags: string) => ReadStream;
}

/** The terminal, as a file: for Windows without the right to write, the console could be read and not be asked for single keys. */
const TERMINALS = { windows: { path: String.raw`\\.\CONIN$`, flags: 'r+' }, others: { path: '/dev/tty', flags: 'r' } };

let opened: ReadStream | undefined;

/** The terminal that this program was started at. Throws where there is none. */
export function terminal(): ReadStream {
  opened ??= openTerminal();
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

export function openTerminal({ system, isSeen, open }: Machine = { system: process.platform, isSeen: process.stderr.isTTY, open: (path, flags) => new ReadStream(openSync(path, flags)) }): ReadStream {
  if (system !== 'win32') return open(TERMINALS.others.path, TERMINALS.others.flags);
  // Terminals such as that of Git for Windows give a program a console that nobody sees.
  if (!isSeen) throw new Error('no console that is seen');
  const console = open(TERMINALS.windows.path, TERMINALS.windows.flags);
  try {
    // A question for a passphrase needs it: better no question than one that fails.
    console.setRawMode(true).setRawMode(false);
    return console;
  } catch (error) {
    console.destroy();
    throw error;
  }
}
