/** Memory for the columns that are worked out of a turn. Each turn would otherwise leave megabytes to the garbage collector. */
import { TURN_ROWS } from './turn.js';

/** More than this, 32 MiB, is not kept for the next turn. */
const MOST_KEPT = 256;

export class Scratch {
  readonly #kept: Float64Array[] = [];
  #used = 0;

  /** What was taken before belongs to the next turn from now on. */
  begin(): void {
    this.#used = 0;
  }

  /** Not cleared: the caller writes every row. */
  readonly take = (rows: number): Float64Array => {
    if (rows > TURN_ROWS || this.#used === MOST_KEPT) return new Float64Array(rows);
    const whole = (this.#kept[this.#used++] ??= new Float64Array(TURN_ROWS));
    return rows === TURN_ROWS ? whole : whole.subarray(0, rows);
  };
}
