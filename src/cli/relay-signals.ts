import type { System } from '../platform.js';

/** What the system asks of a running relay. */
export interface RelaySignals {
  /** SIGHUP: read certificates and tokens again. */
  readonly reload: () => Promise<void>;
  /** SIGTERM: let running sessions end, for a while. Resolves when they have ended, or when their time is over. */
  readonly drain: () => Promise<void>;
}

/** Where signals come from; tests give another. */
export interface SignalSource {
  readonly system: System;
  readonly on: (signal: NodeJS.Signals, listener: () => void) => void;
}

const SIGNALS: SignalSource = { system: process.platform, on: (signal, listener) => process.on(signal, listener) };

/**
 * Resolves when the relay is to close: at once on Ctrl-C, after its drain on SIGTERM, and at once on a second SIGTERM. On Windows SIGHUP says that the console was
 * closed, and the system ends the program some seconds later: then it closes, too. Windows has no SIGTERM; Ctrl-Break closes as Ctrl-C does.
 */
export async function untilTold({ reload, drain }: RelaySignals, { system, on }: SignalSource = SIGNALS): Promise<void> {
  await new Promise<void>((resolve) => {
    let isDraining = false;
    on('SIGHUP', system === 'win32' ? resolve : () => void reload());
    on('SIGINT', resolve);
    if (system === 'win32') on('SIGBREAK', resolve);
    on('SIGTERM', () => {
      if (isDraining) resolve();
      isDraining = true;
      void drain().then(resolve);
    });
  });
}

const FIRST_FD = 3;

/** The socket that systemd listens on for this process (sd_listen_fds), or undefined if it was started without one. */
export function handedOverSocket(env: NodeJS.ProcessEnv, pid: number): number | undefined {
  return env['LISTEN_PID'] === String(pid) && Number(env['LISTEN_FDS'] ?? 0) >= 1 ? FIRST_FD : undefined;
}
