/** An array in JSON whose members are made one by one: results of millions of rows are never text as a whole. */
export class LongArray<T> {
  readonly members: () => Iterable<T>;

  constructor(members: () => Iterable<T>) {
    this.members = members;
  }

  toJSON(): T[] {
    return [...this.members()];
  }
}
