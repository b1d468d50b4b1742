/** What the readers of a program's files take. */
import type { CsvSource } from '../../io/csv/index.js';
import type { Info } from '../../language/check/types.js';
import type { Line } from '../../language/syntax/tree.js';
import type { DateOrder } from '../../linkage/index.js';

/** A file of a program. */
export interface ProgramFile extends CsvSource {
  /** How days are written here, by column, if not as 2026-11-30. */
  readonly dateOrders?: ReadonlyMap<string, DateOrder>;
}

export type FieldLine = Extract<Line, { kind: 'field' }>;

/** A column that a program reads from a file. */
export interface FieldOfFile {
  readonly line: FieldLine;
  readonly info: Info;
}
