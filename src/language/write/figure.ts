/** One number that is worked out, of all rows or of each cell. */
export interface Figure {
  readonly name: string;
  readonly label: string;
  /** For all rows, or for a table's cell. */
  readonly value: (inTable: boolean) => string;
  readonly isCount?: boolean;
}
