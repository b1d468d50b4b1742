/**
 * As many items of one address as this count as few: colleagues behind one address connect at the same time, and somebody with a network of his own has as many
 * addresses as he likes.
 */
export const FEW = 8;

/** The item that has to go first. */
export interface First<T> {
  readonly item: T;
  /** How many its address has, if that is more than a few; else 0. */
  readonly excess: number;
  /** When it came. */
  readonly since: number;
}

/**
 * Items by the network address that they come from, and in the order in which they came. If an item has to go, it is the oldest of the address that has most,
 * where that is more than a few, and else the oldest of all. No step walks through the addresses: those who attack have many.
 */
export class ByAddress<T> {
  /** Oldest first. */
  readonly #all = new Map<T, { readonly address: string; readonly since: number }>();
  readonly #byAddress = new Map<string, Set<T>>();
  /** At N: the addresses that have N items. */
  readonly #withCount: Set<string>[] = [];
  #most = 0;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(private readonly now: () => number) {}

  get size(): number {
    return this.#all.size;
  }

  /** An item that is here already keeps its place. */
  add(address: string, item: T): void {
    if (this.#all.has(item)) return;
    this.#all.set(item, { address, since: this.now() });
    const items = this.#byAddress.get(address) ?? new Set<T>();
    this.#byAddress.set(address, items.add(item));
    this.#counted(address, items.size - 1, items.size);
  }

  delete(item: T): void {
    const address = this.#all.get(item)?.address;
    if (address === undefined) return;
    this.#all.delete(item);
    const items = this.#byAddress.get(address) ?? new Set<T>();
    items.delete(item);
    if (items.size === 0) this.#byAddress.delete(address);
    this.#counted(address, items.size + 1, items.size);
  }

  oldestOf(address: string): T | undefined {
    return firstOf(this.#byAddress.get(address));
  }

  get first(): First<T> | undefined {
    const greedy = this.#most > FEW ? firstOf(this.#withCount[this.#most]) : undefined;
    const item = greedy === undefined ? firstOf(this.#all.keys()) : this.oldestOf(greedy);
    const since = item === undefined ? undefined : this.#all.get(item)?.since;
    return item === undefined || since === undefined ? undefined : { item, since, excess: greedy === undefined ? 0 : this.#most };
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#all.keys();
  }

  #counted(address: string, before: number, after: number): void {
    this.#withCount[before]?.delete(address);
    if (after > 0) (this.#withCount[after] ??= new Set()).add(address);
    // It changes by one: if nobody has that many any more, this address has one fewer.
    if (after > this.#most || this.#withCount[this.#most]?.size === 0) this.#most = after;
  }
}

/** Which of two goes before the other; undefined if there is neither. */
export function goesFirst<A, B>(one: First<A> | undefined, other: First<B> | undefined): First<A> | First<B> | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (one.excess !== other.excess) return one.excess > other.excess ? one : other;
  return one.since <= other.since ? one : other;
}

function firstOf<T>(items: Iterable<T> | undefined): T | undefined {
  for (const item of items ?? []) return item;
  return undefined;
}
