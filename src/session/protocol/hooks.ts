/** What a session does at the points of no return of its protocol, and who watches it. */
export interface Hooks {
  /** Awaited right before the first message that depends on data. */
  readonly beforeCommitting?: (() => Promise<void>) | undefined;
  /** Called right before the first message of this party that says something of a result leaves. */
  readonly onOpening?: (() => void) | undefined;
  /** How far a long step is: its name, and how many of how many items are through it. Goes with agreed sizes, not with true ones. */
  readonly onProgress?: ((step: string, done: number, total: number) => void) | undefined;
  /** Aborted when the session ends before its time. */
  readonly signal?: AbortSignal | undefined;
}
