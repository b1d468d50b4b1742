import { setTimeout as sleep } from 'node:timers/promises';
import type { System } from '../platform.js';

/** What Windows answers while a virus scanner, an indexer or a back-up has the file open, and a moment later no more. */
const PASSING: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const FIRST_PAUSE_MS = 10;
/** Pauses double: 2.5 seconds in all. */
const PAUSES = 8;

export interface Patience {
  readonly system?: System;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/**
 * Renames or removes a file. On Windows, where another program that looks at the file makes that fail, tries again for a while; elsewhere a refusal is final.
 * Throws the last error.
 */
export async function patiently<T>(work: () => Promise<T>, { system = process.platform, pause = sleep }: Patience = {}): Promise<T> {
  for (let tried = 0; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (system !== 'win32' || tried === PAUSES || !isPassing(error)) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** tried);
    }
  }
}

/** Whether an error may be over in a moment on Windows. */
export function isPassing(error: unknown): boolean {
  return PASSING.has((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
