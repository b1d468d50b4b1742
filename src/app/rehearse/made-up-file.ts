/** Files that nobody has, in the form that an agreement asks for. */
import { csvWriter } from '../../io/csv/writer.js';
import { formatDecimal } from '../../crypto/decimal.js';
import { madeUpInputs } from '../../language/evaluate/made-up.js';
import { emptyMember, OutOfRange } from '../../language/evaluate/home.js';
import { isNumber, type Row } from '../../language/evaluate/value.js';
import type { Rows } from '../../language/check/program.js';
import { ownEntries } from '../../language/plan/sums/enter.js';
import { parameterText } from '../../session/operations/program/compiled.js';
import type { ProgramReading, Reading, TotalsReading } from '../../session/operations/reading.js';
import { makeKey } from '../program/rows.js';
import { drawing } from './drawing.js';
import { madeUpList } from './made-up-list.js';

export interface MadeUpFile {
  /** The rows of a program that it holds, by their name. */
  readonly input?: string;
  readonly rows: number;
  /** CSV, UTF-8. */
  readonly text: string;
}

export interface MadeUpOptions {
  /** At most so many rows; fewer if the agreement allows fewer. */
  readonly rows: number;
  /** The same number makes up the same files. */
  readonly seed: number;
  /** The party's place among those who put data in, and whether it learns which of its rows match. */
  readonly place: number;
  readonly isAsker: boolean;
}

/** People who are in every list of a rehearsal, in a hundred rows. */
const SHARED_PERCENT = 30;
/** Columns without a range take 10^13 in either direction, but nobody would know what to make of such numbers. */
const WIDE = 10n ** 12n;
const USUAL_MOST = 1000n;
/** How often files of a program are made up anew if rows do not go together. */
const TRIES = 50;
const ENDS = 0.02;

/** The file of a party, or its files if a program reads several. */
export function madeUpFiles(reading: Reading, options: MadeUpOptions): MadeUpFile[] {
  switch (reading.kind) {
    case 'totals':
      return [numbersFile(reading, options)];
    case 'records': {
      const { headers, rows } = madeUpList(reading, peopleOf(Math.min(options.rows, reading.maxRows), options.place), options);
      return [csvOf(headers, rows)];
    }
    case 'rows':
      return programFiles(reading, options);
  }
}

/** The first people are in every list, and the others only in this one. */
function peopleOf(rows: number, place: number): number[] {
  const shared = Math.ceil((rows * SHARED_PERCENT) / 100);
  return Array.from({ length: rows }, (_, i) => (i < shared ? i : shared + place * rows + i));
}

function numbersFile({ columns, maxRows, columnNames }: TotalsReading, { rows, seed, place }: MadeUpOptions): MadeUpFile {
  const random = drawing(seed, place);
  const draw = ({ min, max, decimals }: TotalsReading['columns'][number]) => {
    const unit = 10n ** BigInt(decimals);
    const isWide = max - min >= WIDE * unit && min <= 0n && max >= USUAL_MOST * unit;
    const [low, high] = isWide ? [0n, USUAL_MOST * unit] : [min, max];
    return formatDecimal(low + ((high - low + 1n) * BigInt(Math.floor(random() * 2 ** 32))) / 2n ** 32n, decimals);
  };
  return csvOf(columnNames, Array.from({ length: Math.min(rows, maxRows) }, () => columns.map(draw)));
}

/** Single values last: what is worked out of them can depend on the rows. */
function programFiles(reading: ProgramReading, options: MadeUpOptions): MadeUpFile[] {
  const made = new Map<Rows, readonly Row[]>();
  for (const rows of [...reading.inputs].sort((a, b) => Number(a.isSingle) - Number(b.isSingle))) made.set(rows, madeUpRows(reading, rows, made, options));
  return reading.inputs.map((rows) => ({ ...programCsv(rows, made.get(rows) ?? []), ...(reading.inputs.length === 1 ? {} : { input: rows.name }) }));
}

/** Rows whose computed values leave their ranges are drawn again. */
function madeUpRows({ compiled, seat }: ProgramReading, rows: Rows, before: ReadonlyMap<Rows, readonly Row[]>, { rows: wanted, seed, place }: MadeUpOptions): Row[] {
  const { checked, known } = compiled;
  const most = rows.isSingle ? 1 : Math.min(wanted, rows.most);
  const fits = (row: Row): boolean => {
    const data = emptyMember();
    // Deriving columns writes into the row.
    if (rows.isSingle) {
      data.single = new Map(row);
      for (const [others, made] of before) data.rows.set(others.name, made.map((each) => new Map(each)));
    } else data.rows.set(rows.name, [new Map(row)]);
    try {
      ownEntries(compiled, known, seat, data, makeKey);
      return true;
    } catch (error) {
      // What belongs to other rows is not made up yet.
      if (error instanceof OutOfRange) return error.rows !== rows.name;
      throw error;
    }
  };
  const good: Row[] = [];
  for (let i = 0; i < TRIES && good.length < most; i++) {
    const made = madeUpInputs(checked, { seed: seed + place * 1009 + i * 104_729, rows: most, ends: ENDS, members: known.counts, lists: known.lists }).members.get(seat.role)?.[seat.member];
    const drawn = rows.isSingle ? [made?.single ?? new Map()] : (made?.rows.get(rows.name) ?? []);
    good.push(...drawn.filter(fits).slice(0, most - good.length));
  }
  return good;
}

function programCsv(rows: Rows, values: readonly Row[]): MadeUpFile {
  const fields = [...rows.lines].flatMap(([line, { type }]) => (line.kind === 'field' ? [{ name: line.name.text, type }] : []));
  return csvOf(fields.map(({ name }) => name), values.map((row) => fields.map(({ name, type }) => {
    const value = row.get(name) ?? null;
    // Percentages are written as such: 12.5 is an eighth.
    const written = isNumber(value) && type.kind === 'number' && type.percent ? { n: value.n * 100n, d: value.d } : value;
    return parameterText(written, type);
  })));
}

function csvOf(headers: readonly string[], rows: readonly (readonly string[])[]): MadeUpFile {
  const line = csvWriter({ delimiter: ',', lineEnd: '\n' });
  return { rows: rows.length, text: [headers, ...rows].map(line).join('') };
}
