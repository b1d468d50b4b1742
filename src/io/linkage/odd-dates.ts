/** Dates that are days but hardly anybody's date of birth: of another calendar, or what programs write if they know none. */
import type { KeyColumn } from '../../linkage/index.js';
import { LineTally, type Notice } from '../notices.js';

/** If so many rows, and one row in fifty, have a day from which programs begin to count, that is no chance. */
const LEAST = 3;
const SHARE = 50;

const STAND_INS: readonly (readonly [string, string])[] = [
  ['19000101', '1900-01-01'],
  ['19700101', '1970-01-01'],
  ['18991230', '1899-12-30'],
  ['18991231', '1899-12-31'],
  ['17530101', '1753-01-01'],
];

interface Kind {
  readonly is: (date: string) => boolean;
  readonly inBulk: boolean;
  readonly says: (count: number) => string;
}

/** Nearly every date; spares it the rest. */
function isUsual(date: string): boolean {
  return date > '19000101' && date < '2400' && date !== '19700101';
}

const years = (from: number, to: number) => (date: string) => Number(date.slice(0, 4)) >= from && Number(date.slice(0, 4)) <= to;
const dates = (count: number) => (count === 1 ? '1 date has' : `${count} dates have`);

const KINDS: readonly Kind[] = [
  { is: years(9000, 9999), inBulk: false, says: (count) => `${dates(count)} a year from 9000, as programs write where a date is unknown` },
  { is: years(2400, 2600), inBulk: false, says: (count) => `${dates(count)} a year of the Buddhist calendar, as it seems: it is 543 more than that of the Gregorian one` },
  { is: years(1300, 1500), inBulk: false, says: (count) => `${dates(count)} a year of the Hijri or the Persian calendar, as it seems` },
  ...STAND_INS.map(([day, shown]): Kind => ({ is: (date) => date === day, inBulk: true, says: (count) => `${count} dates are ${shown}, as programs write where a date is unknown` })),
];

/** Counted row by row, for the columns that hold dates. */
export class OddDates {
  readonly #tallies: ReadonlyMap<number, readonly LineTally[]>;

  constructor(
    private readonly file: string,
    private readonly columns: readonly KeyColumn[],
  ) {
    this.#tallies = new Map(columns.flatMap(({ type }, i) => (type === 'date' ? [[i, KINDS.map(() => new LineTally())] as const] : [])));
  }

  add(parts: readonly string[], line: number): void {
    for (const [i, tallies] of this.#tallies) {
      const date = parts[i] ?? '';
      if (date === '' || isUsual(date)) continue;
      for (const [k, kind] of KINDS.entries()) if (kind.is(date)) tallies[k]?.add(line);
    }
  }

  /** `rows`: of the whole file. */
  notices(rows: number): Notice[] {
    const notices: Notice[] = [];
    for (const [i, tallies] of this.#tallies) {
      const column = this.columns[i]?.name ?? '';
      for (const [k, { inBulk, says }] of KINDS.entries()) {
        const found = tallies[k];
        if (found === undefined || found.count === 0) continue;
        if (inBulk && (found.count < LEAST || found.count * SHARE < rows)) continue;
        notices.push({ code: 'ODD_DATES', column, lines: found.lines, message: `${this.file}, column "${column}": ${says(found.count)}${inBulk ? '' : `. They are compared as they stand`}.` });
      }
    }
    return notices;
  }
}
