/** Things by the network address that they come from, oldest first: where something has to go, it is of the address that has most. */
export class ByAddress<T> {
  readonly #byAddress = new Map<string, Set<T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(address: string, item: T): void {
    const items = this.#byAddress.get(address) ?? new Set<T>();
    if (!items.has(item)) this.#size += 1;
    items.add(item);
    this.#byAddress.set(address, items);
  }

  delete(address: string, item: T): void {
    const items = this.#byAddress.get(address);
    if (items?.delete(item) !== true) return;
    this.#size -= 1;
    if (items.size === 0) this.#byAddress.delete(address);
  }

  of(address: string): ReadonlySet<T> {
    return this.#byAddress.get(address) ?? new Set<T>();
  }

  /** How many the address has that has most, and its oldest. Where none has more than another, it is the one that has been here longest. */
  get most(): { readonly count: number; readonly oldest: T | undefined } {
    let most: ReadonlySet<T> = new Set<T>();
    for (const items of this.#byAddress.values()) if (items.size > most.size) most = items;
    const [oldest] = most;
    return { count: most.size, oldest };
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const items of this.#byAddress.values()) yield* items;
  }
}
