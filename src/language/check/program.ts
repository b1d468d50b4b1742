/** A program with everything looked up. Words, notices, plan and evaluators work on it. */
import type { Call, Condition, Expr, FromBlock, Hide, LetStatement, Line, ModelStatement, NumberLiteral, Program, RevealStatement, TableStatement } from '../syntax/tree.js';
import type { CategoryType, Info, NumberType, Place, Sources } from './types.js';

export interface Role {
  readonly name: string;
  readonly isGroup: boolean;
  /** How many parties there are, at least and at most. */
  readonly least: number;
  readonly most: number;
}

/** Rows under their own name, or the single values of a role under the role's. */
export interface Rows {
  readonly name: string;
  readonly role: Role;
  /** Most rows of one party; 1 for single values. */
  readonly most: number;
  readonly isSingle: boolean;
  /** Fields and derived columns, as code after the block finds them. */
  readonly fields: Map<string, Info>;
  readonly block: FromBlock;
  /** What each line reads or works out, before a `keep where` below it. */
  readonly lines: Map<Line, Info>;
}

export interface TableKey {
  readonly name: string;
  readonly kind: 'field' | 'party' | 'counter';
  readonly info: Info;
  readonly size: number;
  /** By how much a counter goes up. */
  readonly step: bigint;
}

export interface TableColumn {
  readonly name: string;
  readonly value: Expr;
  readonly info: Info;
  /** Whether it contains a total; otherwise it follows from other columns. */
  readonly hasTotal: boolean;
}

export interface Table {
  readonly name: string;
  readonly rows: Rows;
  readonly keys: readonly TableKey[];
  readonly columns: Map<string, TableColumn>;
  readonly size: number;
  readonly byParty: boolean;
  readonly place: Place;
  readonly where: Expr | undefined;
  readonly tree: TableStatement;
}

export interface Model {
  readonly name: string;
  readonly rows: Rows;
  readonly where: Expr | undefined;
  readonly outcome: { readonly name: string; readonly info: Info };
  readonly predictors: readonly { readonly name: string; readonly info: Info }[];
  readonly tree: ModelStatement;
  readonly totals: ModelTotals;
}

/** What a linear model is computed from, as totals over its rows; for a logistic model, only the number of rows. */
export interface ModelTotals {
  readonly count: Call;
  /** For the constant 1, the predictors in their order, and the outcome: `products[i][j]` is the sum of the products of i and j ≤ i. */
  readonly products: readonly (readonly Call[])[];
}

/** A total with the rows that it is over. */
export interface Total {
  readonly over: { readonly kind: 'rows'; readonly rows: Rows; readonly inCell: boolean } | { readonly kind: 'table'; readonly table: Table };
  /** The arguments, without the name of rows that count and contributors take. */
  readonly args: readonly Expr[];
  /** Whether it needs more than the rows' own party has. */
  readonly mixed: boolean;
  /** For a median or quantile with a step: how many steps the range has. */
  readonly bins: number;
}

interface RevealBase {
  readonly number: number;
  readonly name: string;
  readonly tree: RevealStatement;
  /** Roles that learn it. */
  readonly recipients: ReadonlySet<string>;
  readonly onlyIf: readonly Condition[];
  readonly sources: Sources;
  readonly place: Place;
}

export interface ValueReveal extends RevealBase {
  readonly kind: 'value';
  readonly value: Expr;
  readonly info: Info;
  /** Whether it follows from what the same parties learned before, under the same conditions. */
  readonly isOpen: boolean;
  /** For "to each of": the role whose own values it may use. */
  readonly own: string | undefined;
}

export interface TableReveal extends RevealBase {
  readonly kind: 'table';
  readonly table: Table;
  /** None if only the keys are revealed. */
  readonly columns: readonly string[];
  /** Columns that follow from others that are revealed with them. */
  readonly openColumns: ReadonlySet<string>;
  readonly hide: readonly Hide[];
}

export interface ModelReveal extends RevealBase {
  readonly kind: 'model';
  readonly model: Model;
}

export type Reveal = ValueReveal | TableReveal | ModelReveal;

export interface Parameter {
  readonly name: string;
  readonly info: Info;
  readonly eachRun: boolean;
}

export interface Checked {
  readonly program: Program;
  readonly roles: ReadonlyMap<string, Role>;
  readonly rows: ReadonlyMap<string, Rows>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly models: ReadonlyMap<string, Model>;
  readonly lists: ReadonlyMap<string, Program['lists'][number]>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly lets: ReadonlyMap<string, { readonly tree: LetStatement; readonly info: Info }>;
  readonly reveals: readonly Reveal[];
  readonly infos: ReadonlyMap<Expr, Info>;
  readonly totals: ReadonlyMap<Call, Total>;
  /** Bounds of `bands`, in order. */
  readonly bands: ReadonlyMap<Call, Bands>;
}

export interface Bands {
  readonly cuts: readonly NumberLiteral[];
  readonly labels: readonly string[];
}

/** Names of the bands that bounds make: “under 30”, “30 to 44” for whole numbers, “30 to under 45” for others, “60 and over”. */
export function bandLabels(cuts: readonly NumberLiteral[], of: NumberType): string[] {
  const whole = of.decimals === 0 && cuts.every((cut) => cut.decimals === 0);
  const labels = cuts.slice(0, -1).map((cut, i) => {
    const next = cuts[i + 1] ?? cut;
    if (!whole) return `${cut.source} to under ${next.source}`;
    return next.value - cut.value === 1n ? cut.source : `${cut.source} to ${next.value - 1n}`;
  });
  return [`under ${cuts[0]?.source ?? ''}`, ...labels, `${cuts.at(-1)?.source ?? ''} and over`];
}

export function categoryOf(values: readonly string[]): CategoryType {
  return { kind: 'category', values, list: undefined, size: values.length };
}
