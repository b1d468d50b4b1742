/** A text, or a number that is printed in groups of three digits. */
export type Cell = string | { readonly number: string };

/** A piece of a result as people read it. */
export type Block =
  | { readonly kind: 'line'; readonly text: string }
  /** A small table of numbers; the first column has names. */
  | { readonly kind: 'numbers'; readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  /** A table of texts that parties wrote. There can be millions of rows. */
  | { readonly kind: 'texts'; readonly head: readonly string[]; readonly count: number; readonly rows: Iterable<readonly string[]> };

/** One row of the recipient's own file that the result speaks of. */
export interface OwnRow {
  /** The first data row is 1. */
  readonly row: number;
  /** The cells of `OwnRows.columns`. */
  readonly cells: readonly string[];
  /** The rules of the agreement by which it matched, in their order. */
  readonly rules: readonly string[];
  /** The group of each rule, where there are several. */
  readonly groups: readonly string[] | undefined;
  /** The other side's payload columns, where the agreement has them. */
  readonly payload: readonly string[] | undefined;
}

/** Rows that the result says nothing of. */
export interface NotTested {
  readonly count: number;
  /** Ascending; the first data row is 1. */
  rows(): Iterable<number>;
}

/** What a rule of a comparison found, and what it would find by chance. */
export interface RuleStrength {
  readonly rule: string;
  /** Rows that match by it, and by none that says more. */
  readonly rows: number;
  /** Pairs of rows of this party's own list that agree by it. */
  readonly ownPairs: number;
  /** Rows that would match by it without being the same, if keys were as common in the other lists as in this one; undefined for a list of one row. */
  readonly byChance: number | undefined;
  /** Rows that the other lists can have together. */
  readonly otherRows: number;
}

/** Rows of the recipient's own file that the result speaks of, ascending: `--out` writes the file once more with them marked. */
export interface OwnRows extends Iterable<OwnRow> {
  readonly columns: readonly string[];
  /** Whether it is said by which rules each row matches. */
  readonly hasRules: boolean;
  /** Whether there are several keys and any of them may agree. If so, the view says which key each rule belongs to. */
  readonly hasGroups: boolean;
  readonly payloadColumns: readonly string[];
  readonly notTested: NotTested;
  /** How much each rule says, weighed by this party's own list. */
  strengths(): readonly RuleStrength[];
  /** Rows of the whole file. */
  readonly ownRows: number;
}
