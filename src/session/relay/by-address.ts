/** Items by the network address that they come from, oldest first. If an item has to go, it belongs to the address that has the most. */
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

  /** The number of items of the address that has the most, and its oldest item. If several addresses have as many, it is the one that has been here longest. */
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
