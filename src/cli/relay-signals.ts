/** What the system asks of a running relay. */
export interface RelaySignals {
  /** SIGHUP: read certificates and tokens again. */
  readonly reload: () => Promise<void>;
  /** SIGTERM: let running sessions end, for a while. Resolves when they have ended, or when their time is over. */
  readonly drain: () => Promise<void>;
}

/** Resolves when the relay is to close: at once on Ctrl-C, after its drain on SIGTERM, and at once on a second SIGTERM. */
export async function untilTold({ reload, drain }: RelaySignals): Promise<void> {
  await new Promise<void>((resolve) => {
    let isDraining = false;
    process.on('SIGHUP', () => void reload());
    process.on('SIGINT', resolve);
    process.on('SIGTERM', () => {
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
