import { fstatSync, openSync, writeSync } from 'node:fs';
import { reasonOf, refuseUnfit } from '../io/files.js';
import { MpcError } from '../library/errors.js';

/** Lines of JSON about what goes on, for programs that watch. Each is written at once, and a reader that went away ends nothing. */
export interface EventLog {
  /** One line: `time`, `event`, and these fields. */
  readonly write: (event: string, fields?: object) => void;
}

/** Progress of one thing is told so often, at most. */
const BETWEEN_MS = 500;

/** `target`: a file, to which lines are appended, or the number of a file descriptor that is open. Throws USAGE if it cannot be written. */
export function openEvents(target: string, now: () => number = Date.now): EventLog {
  const descriptor = descriptorOf(target);
  let lastProgress = -Infinity;
  let isGone = false;
  const write = (event: string, fields: object = {}): void => {
    const time = now();
    if (event === 'progress') {
      if (time - lastProgress < BETWEEN_MS) return;
      lastProgress = time;
    }
    if (isGone) return;
    try {
      writeSync(descriptor, `${JSON.stringify({ time: new Date(time).toISOString(), event, ...fields })}\n`);
    } catch {
      // A reader must not end what it watches.
      isGone = true;
    }
  };
  return { write };
}

function descriptorOf(target: string): number {
  refuseUnfit(target);
  try {
    if (!/^\d{1,4}$/.test(target)) return openSync(target, 'a', 0o600);
    fstatSync(Number(target));
    return Number(target);
  } catch (error) {
    throw new MpcError('USAGE', `--events ${target}: it cannot be written: ${reasonOf(error)}.`, 'Name another file, or a file descriptor that is open.');
  }
}
