import { interruption } from './deadline.js';
import { isOwned } from './signals.js';

/** SIGBREAK is Ctrl-Break on Windows, which never sends SIGTERM. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/**
 * Resolves as `work` does, but rejects with INTERRUPTED or TERMINATED when a signal comes that nobody owns, so that a command says how it ended, as
 * an object under --json too. Sessions, the demonstration and the pager own theirs, and the relay does not use this. The second signal ends the process
 * at once.
 */
export async function orInterrupted<T>(work: () => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    if (isOwned(signal)) return;
    const reason = interruption(signal);
    if (controller.signal.aborted) process.exit(reason.exit);
    controller.abort(reason);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await Promise.race([
      work(),
      new Promise<never>((_, reject) => {
        controller.signal.addEventListener('abort', () => {
          reject(controller.signal.reason as Error);
        });
      }),
    ]);
  } finally {
    // From here on the process only says how it ended, and leaves.
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
