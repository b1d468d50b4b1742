import type { CsvSource } from '../io/csv/index.js';
import type { Notice } from '../io/notices.js';
import type { DateOrder } from '../linkage/index.js';
import type { Contribution } from '../session/operations/reading.js';

/** This party's file, and how it is to be read where that cannot be seen from it. */
export interface OwnFile extends CsvSource {
  /** By the agreement's name of the column: how dates are written here, where it is otherwise than the agreement has it. */
  readonly dateOrders: ReadonlyMap<string, DateOrder>;
  /** The country of phone numbers and postcodes in this file, by the agreement's name of the column; under undefined that of all others. */
  readonly regions: ReadonlyMap<string | undefined, string>;
  /** Rows in a hundred that may make no key, where the user said it. */
  readonly allowUnusable?: number;
}

/** Told how far a piece of work is: `done` of `total`, in any unit. `what`: what is being done, for the user. */
export type Advance = (what: string, done: number, total: number) => void;

/** How whoever waits for a file to be read takes part in it. */
export interface WhileReading {
  readonly advance?: Advance | undefined;
  /** Aborting it ends the reading, with its reason as the error. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of reading a party's file under an agreement. */
export interface ReadInput {
  readonly contribution: Contribution;
  readonly rows: number;
  /** What was noticed about the file. */
  readonly warnings: readonly Notice[];
  /** Sentences for the user, the messages of these among them. */
  readonly notes: readonly string[];
}
