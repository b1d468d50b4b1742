/** Callbacks at the points of no return of a session's protocol, and for its observers. */
export interface Hooks {
  /** Awaited right before the first message that depends on data. */
  readonly beforeCommitting?: (() => Promise<void>) | undefined;
  /** Called right before this party sends its first message that says something about a result. */
  readonly onOpening?: (() => void) | undefined;
  /** Progress of a long step: its name, and how many of how many items it has processed. It follows agreed sizes, not true ones. */
  readonly onProgress?: ((step: string, done: number, total: number) => void) | undefined;
  /** Aborted when the session ends early. */
  readonly signal?: AbortSignal | undefined;
}
