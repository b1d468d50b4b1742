import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

const LOOK_MS = 2_000;

/**
 * Tells when this process can open no more files. Node does not: it ends new clients unheard, and reports nothing. Each time
 * is told once, when it begins.
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
