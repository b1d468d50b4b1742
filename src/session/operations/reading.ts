import type { Rows } from '../../language/check/program.js';
import type { Entered, Seat } from '../../language/plan/sums/enter.js';
import type { KeyColumn } from '../../linkage/index.js';
import type { Compiled } from './program/compiled.js';

/** The meaning of an empty cell: an error, no row at all for that column, or 0. */
export type EmptyCells = 'refuse' | 'skip' | 'zero';

/** One column of one party's file: the total, scaled by the column's decimals, and the number of its cells. */
export interface ColumnTotal {
  readonly sum: bigint;
  readonly count: bigint;
}

/** A column of numbers. */
export interface NumberColumn {
  readonly name: string;
  readonly decimals: number;
  /** Scaled by 10^decimals, like the maximum. */
  readonly min: bigint;
  readonly max: bigint;
}

/** A party's own list as keys. The comparison uses it, and the party's own result refers to it. */
export interface RecordKeys {
  readonly rows: number;
  /** The number of keys for each record: as many as the agreement's rules. */
  readonly slots: number;
  /** `count` distinct digests of 32 bytes. A comparison of large lists overwrites them in the end, if threads share their memory. */
  readonly digests: Uint8Array;
  /** The hash of the digests as a set (crypto/set-hash.ts), 32 bytes. */
  readonly setHash: Uint8Array;
  readonly count: number;
  /** For each row and slot, the index of its digest, or NO_KEY: rows × slots. */
  readonly itemOf: Uint32Array;
  /** The key columns as written in the file. Rows count from 1. */
  cells(row: number): readonly string[];
  /** The text for each digest, if this party gives payloads (`textsOf`); otherwise empty. */
  readonly texts: readonly Uint8Array[];
}

/** The payload columns of each record, and the bytes that they may take together. */
export interface PayloadReading {
  readonly columns: readonly string[];
  readonly bytes: number;
}

/** What to read from a party's file: total and count of each column of numbers. */
export interface TotalsReading {
  readonly kind: 'totals';
  readonly columns: readonly NumberColumn[];
  readonly emptyCells: EmptyCells;
  readonly maxRows: number;
  /** Whether the file may have no rows, or a column no value. */
  readonly mayBeEmpty: boolean;
  /** Every column of the agreement that the user may map to a header. */
  readonly columnNames: readonly string[];
}

/** What to read from a party's file: the keys of each record. */
export interface RecordsReading {
  readonly kind: 'records';
  readonly columns: readonly KeyColumn[];
  /** Whether rows get the keys of near matches as well. */
  readonly near: boolean;
  /** Texts that stand for no value in a cell, in addition to those that the rules know. */
  readonly placeholders: readonly string[];
  readonly maxRows: number;
  readonly maxKeys: number;
  /** Whether the key columns' cells are kept, so that this party can be told which of its rows match. */
  readonly keepsCells: boolean;
  readonly payload: PayloadReading | undefined;
  /** The percentage of rows that must make keys, unless the user says otherwise. */
  readonly minUsable: number;
  readonly columnNames: readonly string[];
}

/** What to read from a party's file: the rows that a program adds up. */
export interface ProgramReading {
  readonly kind: 'rows';
  readonly compiled: Compiled;
  readonly seat: Seat;
  /** What the party's files hold: rows, or single values. Each is one file or several; none for a party without data. */
  readonly inputs: readonly Rows[];
  readonly columnNames: readonly string[];
}

/** What an operation reads from a party's file. It only describes it: the caller has the file. */
export type Reading = TotalsReading | RecordsReading | ProgramReading;

/** A party's own data, as it was read. */
export type Contribution = { readonly kind: 'totals'; readonly totals: readonly ColumnTotal[] } | { readonly kind: 'records'; readonly records: RecordKeys } | ({ readonly kind: 'sums' } & Entered);
