/** The greatest distance from the next number at which a frame is kept. It is the range of an acknowledgement's bits. */
export const MAX_EARLY_FRAMES = 1_024;
/** Bytes of bodies kept. An honest sender has at most 4 MiB and one frame between its oldest missing frame and its newest. */
const MAX_EARLY_BYTES = 4 * 1024 * 1024 + 128 * 1024;

/** A bounded window of authenticated frames that came before their turn. */
export class EarlyFrames {
  readonly #frames = new Map<number, Uint8Array>();
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#frames.size === 0;
  }

  /** Whether a frame of this number and length may be kept. `next` is the number that is due. */
  accepts(number: number, length: number, next: number): boolean {
    return number - next <= MAX_EARLY_FRAMES && !this.#frames.has(number) && this.#bytes + length <= MAX_EARLY_BYTES;
  }

  has(number: number): boolean {
    return this.#frames.has(number);
  }

  keep(number: number, plain: Uint8Array): void {
    this.#frames.set(number, plain);
    this.#bytes += plain.length;
  }

  /** Removes and returns a frame, if it is here. */
  take(number: number): Uint8Array | undefined {
    const plain = this.#frames.get(number);
    if (plain === undefined) return undefined;
    this.#frames.delete(number);
    this.#bytes -= plain.length;
    return plain;
  }

  clear(): void {
    this.#frames.clear();
    this.#bytes = 0;
  }

  /** The frames behind the missing frame `next` that are here: bit i of byte j (from the lowest) is number next + 1 + 8j + i. At most 128 bytes. */
  bits(next: number): Uint8Array {
    let last = 0;
    for (const number of this.#frames.keys()) last = Math.max(last, number - next);
    const bits = new Uint8Array(Math.ceil(last / 8));
    for (const number of this.#frames.keys()) {
      const at = number - next - 1;
      bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
    }
    return bits;
  }
}
