import type { Look } from '../../language/result-block.js';

/** A text, or a number that is printed in groups of three digits. */
export type Cell = string | { readonly number: string };

/** A piece of a result in a form for people to read. */
export type Block =
  | { readonly kind: 'line'; readonly text: string }
  /** A small table of numbers; the first column has names. */
  | { readonly kind: 'numbers'; readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[]; readonly look?: Look }
  /** A table of texts that parties wrote. There can be millions of rows. */
  | { readonly kind: 'texts'; readonly head: readonly string[]; readonly count: number; readonly rows: Iterable<readonly string[]> };

/** One row of the recipient's own file that the result mentions. */
export interface OwnRow {
  /** The first data row is 1. */
  readonly row: number;
  /** The cells of `OwnRows.columns`. */
  readonly cells: readonly string[];
  /** The rules of the agreement by which it matched, in the agreement's order. */
  readonly rules: readonly string[];
  /** The group of each rule, if there are several. */
  readonly groups: readonly string[] | undefined;
  /** The other side's payload columns, if the agreement has them. */
  readonly payload: readonly string[] | undefined;
}

/** Rows about which the result says nothing. */
export interface NotTested {
  readonly count: number;
  /** Ascending; the first data row is 1. */
  rows(): Iterable<number>;
}

/** How many rows a rule of a comparison found, and how many it would find by chance. */
export interface RuleStrength {
  readonly rule: string;
  /** Rows that match by it, and by no stricter rule. */
  readonly rows: number;
  /** Pairs of rows of this party's own list that agree by it. */
  readonly ownPairs: number;
  /** Rows that would match by it without being the same, if keys were as common in the other lists as in this one. Undefined for a list of one row. */
  readonly byChance: number | undefined;
  /** The most rows that the other lists can have together. */
  readonly otherRows: number;
}

/** Rows of the recipient's own file that the result mentions, ascending. `--out` writes the file again with these rows marked. */
export interface OwnRows extends Iterable<OwnRow> {
  readonly columns: readonly string[];
  /** Whether the result says by which rules each row matches. */
  readonly hasRules: boolean;
  /** Whether there are several keys and any of them may agree. If so, the view says which key each rule belongs to. */
  readonly hasGroups: boolean;
  readonly payloadColumns: readonly string[];
  readonly notTested: NotTested;
  /** How much each rule proves, estimated from this party's own list. */
  strengths(): readonly RuleStrength[];
  /** Rows of the whole file. */
  readonly ownRows: number;
}
