/** Sentences that cannot wait until the user has finished reading or answering. */
export class Remarks {
  readonly #said: string[] = [];
  #hear: ((text: string) => void) | undefined;

  say(text: string): void {
    this.#said.push(text);
    this.#hear?.(text);
  }

  /** What was said since this was last called. */
  take(): readonly string[] {
    return this.#said.splice(0);
  }

  /** Calls `hear` whenever something is said, until the function that is returned is called. */
  listen(hear: (text: string) => void): () => void {
    this.#hear = hear;
    return () => {
      this.#hear = undefined;
    };
  }
}
