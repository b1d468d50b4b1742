import { fstatSync, openSync, writeSync, type BigIntStats } from 'node:fs';
import { reasonOf, refuseUnfit } from '../io/files.js';
import { MpcError } from '../library/errors.js';

/** Lines of JSON about what goes on, for programs that watch. Each is written at once, and a reader that went away ends nothing. */
export interface EventLog {
  /** One line: `time`, `event`, and these fields. */
  readonly write: (event: string, fields?: object) => void;
}

/** Progress of one thing is told so often, at most. */
const BETWEEN_MS = 500;

/** Node's own descriptors have lower numbers. */
const MOST_OF_NODE = 64;

/** `target`: a file, to which lines are appended, or the number of a file descriptor that somebody opened for the program; - is standard output. Throws USAGE if it cannot be written. */
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
  if (target === '-') return 1;
  refuseUnfit(target);
  try {
    if (!/^\d{1,4}$/.test(target)) return openSync(target, 'a', 0o600);
    const descriptor = Number(target);
    if (isOfNode(descriptor)) throw new MpcError('USAGE', `--events ${target}: nobody opened this file descriptor for the program.`, `Open it in the shell, as in ${target}>events.jsonl, or name a file.`);
    return descriptor;
  } catch (error) {
    if (error instanceof MpcError) throw error;
    throw new MpcError('USAGE', `--events ${target}: it cannot be written: ${reasonOf(error)}.`, 'Name another file, or a file descriptor that is open.');
  }
}

/**
 * Node opens descriptors for itself at numbers that were free: queues of events, which are no kind of file, and pipes with both ends here. Lines that are written
 * to these would be taken for signals and wake-ups.
 */
function isOfNode(descriptor: number): boolean {
  const own = fstatSync(descriptor, { bigint: true });
  if (!own.isFile() && !own.isFIFO() && !own.isSocket() && !own.isCharacterDevice()) return true;
  return own.isFIFO() && descriptor > 2 && Array.from({ length: MOST_OF_NODE }, (_, i) => i + 3).some((other) => other !== descriptor && isSame(own, statOf(other)));
}

function isSame(own: BigIntStats, other: BigIntStats | undefined): boolean {
  return other?.dev === own.dev && other.ino === own.ino;
}

function statOf(descriptor: number): BigIntStats | undefined {
  try {
    return fstatSync(descriptor, { bigint: true });
  } catch {
    return undefined;
  }
}
