/**
 * Given names of Japan that are in no table (翔平, 晋三). The first characters are read as in names that begin with them, the last as in names that end with them.
 */
export class JapaneseGiven {
  readonly #heads = new Map<string, Map<string, number>>();
  readonly #tails = new Map<string, Map<string, number>>();

  /** `names`: characters → reading. */
  constructor(names: ReadonlyMap<string, string>) {
    for (const [name, reading] of names) {
      if (name.length !== 2) continue;
      const [head, tail] = [name.charAt(0), name.charAt(1)];
      for (let end = 1; end < reading.length; end++) {
        const [before, behind] = [reading.slice(0, end), reading.slice(end)];
        if (names.get(head) === before) count(this.#tails, tail, behind);
        if (names.get(tail) === behind) count(this.#heads, head, before);
      }
    }
    // What the first step gave tells more names apart.
    for (const [name, reading] of names) {
      const tail = this.#most(this.#tails, name.charAt(1));
      if (name.length === 2 && tail !== undefined && reading.endsWith(tail) && reading.length > tail.length) count(this.#heads, name.charAt(0), reading.slice(0, -tail.length));
    }
  }

  /** The likeliest reading, in kana; undefined if a character is in no name. */
  read(name: string): string | undefined {
    if (name.length !== 2) return undefined;
    const [head, tail] = [this.#most(this.#heads, name.charAt(0)), this.#most(this.#tails, name.charAt(1))];
    return head === undefined || tail === undefined ? undefined : head + tail;
  }

  #most(counts: ReadonlyMap<string, ReadonlyMap<string, number>>, char: string): string | undefined {
    let best: string | undefined;
    let most = 0;
    for (const [reading, times] of counts.get(char) ?? []) if (times > most || (times === most && best !== undefined && reading < best)) [best, most] = [reading, times];
    return best;
  }
}

function count(counts: Map<string, Map<string, number>>, char: string, reading: string): void {
  const own = counts.get(char) ?? new Map<string, number>();
  counts.set(char, own.set(reading, (own.get(reading) ?? 0) + 1));
}
