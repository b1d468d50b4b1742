/** Percentages that were perhaps written as fractions of 1: 0.125 where 12.5 is meant. Both are percentages, so no cell is refused for it. */
import type { CsvSource } from '../../io/csv/index.js';
import type { Notice } from '../../io/notices.js';
import type { NumberType } from '../../language/check/types.js';

/** Of one file. */
export class Percentages {
  readonly #source: CsvSource;
  /** By column: the largest value in percent, and whether its type has larger ones. */
  readonly #largest = new Map<string, { largest: number; readonly goesBeyond: boolean }>();
  /** A cell with its sign says itself what it is. */
  readonly #signed = new Set<string>();

  constructor(source: CsvSource) {
    this.#source = source;
  }

  sawSign(name: string): void {
    this.#signed.add(name);
  }

  /** `value`: in units of the type's last decimal. */
  saw(name: string, { decimals, low, high }: NumberType, value: number): void {
    const percent = Math.abs(value) / 10 ** (decimals - 2);
    const known = this.#largest.get(name);
    if (known === undefined) this.#largest.set(name, { largest: percent, goesBeyond: Math.max(Number(high), Number(-low)) > 10 ** (decimals - 2) });
    else if (percent > known.largest) known.largest = percent;
  }

  notices(): Notice[] {
    const small = [...this.#largest].filter(([name, { largest, goesBeyond }]) => goesBeyond && largest > 0 && largest <= 1 && !this.#signed.has(name));
    return small.map(([column]) => ({ code: 'SMALL_PERCENTAGES', column, lines: [], message: `${this.#source.file}, column "${column}": no value is above 1 %. A percentage is written as 12.5 or 12.5%, not as 0.125: check that these are no fractions of 1.` }));
  }
}
