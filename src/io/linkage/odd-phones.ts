/** Phone numbers that are in no range of their country. Some are new or mistyped; many mean that the file was read in the way of a wrong country. */
import { isNumberInPlan, type KeyColumn } from '../../linkage/index.js';
import { LineTally, type Notice } from '../notices.js';

/** Fewer than this are slips in single rows. */
const LEAST = 3;
/** One in this many numbers of a column. */
const SHARE = 10;

interface Found {
  readonly odd: LineTally;
  numbers: number;
}

/** Counted row by row, for the columns that hold phone numbers. */
export class OddPhones {
  readonly #found: ReadonlyMap<number, Found>;

  constructor(
    private readonly file: string,
    private readonly columns: readonly KeyColumn[],
  ) {
    this.#found = new Map(columns.flatMap(({ type }, i) => (type === 'phone' ? [[i, { odd: new LineTally(), numbers: 0 }] as const] : [])));
  }

  add(parts: readonly string[], line: number): void {
    for (const [i, found] of this.#found) {
      const number = parts[i] ?? '';
      if (number === '') continue;
      found.numbers += 1;
      if (!isNumberInPlan(number)) found.odd.add(line);
    }
  }

  notices(): Notice[] {
    return [...this.#found].flatMap(([i, { odd, numbers }]): Notice[] => {
      if (odd.count < LEAST || odd.count * SHARE < numbers) return [];
      const { name: column = '', region } = this.columns[i] ?? {};
      const ask = region === undefined ? 'look whether they have the right code of their country' : `look whether numbers without the code of a country are of ${region} (\`--region\`)`;
      return [{ code: 'ODD_PHONES', column, lines: odd.lines, message: `${this.file}, column "${column}": ${odd.count} of ${numbers} phone numbers are of no range that their country uses: ${ask}. Read in a wrong country’s way they match nobody.` }];
    });
  }
}
