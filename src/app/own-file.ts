import type { CsvSource } from '../io/csv/index.js';
import type { Notice } from '../io/notices.js';
import type { DateOrder } from '../linkage/index.js';
import type { Contribution } from '../session/operations/reading.js';

/** This party's file, and how it is to be read where that cannot be seen from it. */
export interface OwnFile extends CsvSource {
  /** How dates are written here, if the agreement has another order; by the agreement's name of the column. */
  readonly dateOrders: ReadonlyMap<string, DateOrder>;
  /** The country of phone numbers and postcodes in this file, by the agreement's name of the column; under undefined the country for all others. */
  readonly regions: ReadonlyMap<string | undefined, string>;
  /** Rows in a hundred that may make no key, if the user said so. */
  readonly allowUnusable?: number;
  /** The rows of a program that it holds, if the user says so: the name in `--csv NAME=FILE`. */
  readonly input?: string;
  /** Further files of this party, for a program that reads several. They are read as this one is. */
  readonly others?: readonly OwnFile[];
}

/** All files of a party, in the order given. */
export function filesIn(source: OwnFile): readonly OwnFile[] {
  return [source, ...(source.others ?? [])];
}

/** Told how far a piece of work is: `done` of `total`, in any unit. `what`: what is being done, for the user. */
export type Advance = (what: string, done: number, total: number) => void;

/** How whoever waits for a file to be read takes part in it. */
export interface WhileReading {
  readonly advance?: Advance | undefined;
  /** Aborting it ends the reading; the error is its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of reading a party's file under an agreement. */
export interface ReadInput {
  readonly contribution: Contribution;
  readonly rows: number;
  /** What was noticed about the file. */
  readonly warnings: readonly Notice[];
  /** Sentences for the user. They include the messages of these notices. */
  readonly notes: readonly string[];
}
