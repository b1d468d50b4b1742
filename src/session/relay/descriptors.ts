import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

const LOOK_MS = 2_000;

/**
 * Reports when this process cannot open any more files. Node does not: it ends new clients silently, and reports nothing. Each period is reported once, when it
 * begins.
 */
export function watchDescriptors(tell: (code: string) => void): { stop(): void } {
  let isShort = false;
  const timer = setInterval(() => {
    try {
      closeSync(openSync(devNull, 'r'));
      isShort = false;
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException;
      if (!isShort) tell(code);
      isShort = true;
    }
  }, LOOK_MS);
  return { stop: () => clearInterval(timer) };
}
