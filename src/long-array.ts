/** An array in JSON whose members are made one by one: results of millions of rows are never text as a whole. */
export class LongArray<T> {
  readonly members: () => Iterable<T>;
  readonly #texts: (() => Iterable<string>) | undefined;

  /** `texts`: each member as `JSON.stringify` writes it, if that can be made faster than the member itself. */
  constructor(members: () => Iterable<T>, texts?: () => Iterable<string>) {
    this.members = members;
    this.#texts = texts;
  }

  /** Each member as `JSON.stringify` writes it. */
  texts(): Iterable<string> {
    return this.#texts?.() ?? stringified(this.members());
  }

  toJSON(): T[] {
    return [...this.members()];
  }
}

function* stringified(members: Iterable<unknown>): Generator<string> {
  for (const member of members) yield JSON.stringify(member);
}
