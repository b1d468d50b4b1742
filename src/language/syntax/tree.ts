/** The syntax tree, as the parser leaves it. Nothing in it has been looked up. */
import type { At } from '../fault.js';

/** A name with its place. */
export interface Named {
  readonly text: string;
  readonly at: At;
}

interface Node {
  readonly at: At;
  /** Whether the author put parentheses around it. */
  readonly parens?: boolean;
}

export interface NumberLiteral extends Node {
  readonly kind: 'number';
  /** The number times 10^decimals. */
  readonly value: bigint;
  readonly decimals: number;
  readonly percent: boolean;
  readonly source: string;
}

export type Literal =
  | NumberLiteral
  | (Node & { readonly kind: 'text' | 'day' | 'month'; readonly text: string })
  | (Node & { readonly kind: 'bool'; readonly value: boolean });

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Rounding = 'even' | 'up' | 'down';

export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expr[];
  readonly of: Named | undefined;
  readonly where: Expr | undefined;
  readonly options: CallOptions;
}

export interface CallOptions {
  readonly step?: NumberLiteral;
  readonly at?: NumberLiteral;
  readonly place?: NumberLiteral;
  readonly first?: { readonly at: At; readonly end: 'smallest' | 'largest' };
}

export type Expr =
  | Literal
  | (Node & { readonly kind: 'name'; readonly name: string })
  | (Node & { readonly kind: 'field'; readonly owner: string; readonly name: string })
  | (Node & { readonly kind: 'negate' | 'not'; readonly operand: Expr })
  | (Node & { readonly kind: 'and' | 'or'; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: 'arithmetic'; readonly operator: '+' | '-' | '*' | '/'; readonly left: Expr; readonly right: Expr })
  | (Node & { readonly kind: 'given'; readonly operand: Expr; readonly given: boolean; readonly negated: boolean })
  | (Node & { readonly kind: 'inRange'; readonly operand: Expr; readonly low: Expr; readonly high: Expr; readonly negated: boolean })
  | (Node & { readonly kind: 'inSet'; readonly operand: Expr; readonly values: readonly Literal[]; readonly negated: boolean })
  | (Node & { readonly kind: 'inList'; readonly operand: Expr; readonly list: Named; readonly negated: boolean })
  | (Node & { readonly kind: 'inKeys'; readonly operand: Expr; readonly table: Named; readonly key: Named; readonly negated: boolean })
  | (Node & { readonly kind: 'startsWith'; readonly operand: Expr; readonly text: string })
  | (Node & { readonly kind: 'rounded'; readonly operand: Expr; readonly direction: Rounding; readonly step: NumberLiteral })
  | (Node & { readonly kind: 'otherwise'; readonly operand: Expr; readonly fallback: Expr })
  | (Node & { readonly kind: 'choice'; readonly condition: Expr; readonly then: Expr; readonly else: Expr })
  | Call;

export type ExprKind = Expr['kind'];

export interface TypeTree {
  readonly at: At;
  readonly base:
    | { readonly kind: 'number'; readonly low: NumberLiteral; readonly high: NumberLiteral }
    | { readonly kind: 'bool' }
    | { readonly kind: 'values'; readonly values: readonly string[] }
    | { readonly kind: 'list'; readonly list: Named }
    | { readonly kind: 'day' | 'month'; readonly low: string; readonly high: string }
    | { readonly kind: 'label'; readonly label: 'code' | 'text' | 'name' };
  readonly unit: string | undefined;
  readonly orEmpty: boolean;
}

export interface CellRules {
  readonly empty?: Literal;
  readonly others?: Literal | 'empty';
}

export type Line =
  | { readonly kind: 'field'; readonly name: Named; readonly type: TypeTree; readonly rules: CellRules; readonly at: At }
  | { readonly kind: 'derived'; readonly name: Named; readonly type: TypeTree | undefined; readonly value: Expr; readonly at: At }
  | { readonly kind: 'keep'; readonly condition: Expr; readonly at: At };

export interface FromBlock {
  readonly kind: 'from';
  readonly at: At;
  readonly each: boolean;
  readonly role: Named;
  readonly rows: { readonly most: number; readonly name: Named } | undefined;
  readonly lines: readonly Line[];
}

export interface KeyTree {
  readonly name: Named;
  readonly counter: { readonly low: NumberLiteral; readonly high: NumberLiteral; readonly step: NumberLiteral | undefined } | undefined;
}

export interface LetStatement {
  readonly kind: 'let';
  readonly at: At;
  readonly name: Named;
  readonly value: Expr;
}

export interface TableStatement {
  readonly kind: 'table';
  readonly at: At;
  readonly name: Named;
  readonly keys: readonly KeyTree[];
  readonly of: Named;
  readonly where: Expr | undefined;
  readonly columns: readonly { readonly name: Named; readonly value: Expr }[];
}

export interface ModelStatement {
  readonly kind: 'model';
  readonly at: At;
  readonly name: Named;
  readonly of: Named;
  readonly where: Expr | undefined;
  readonly regression: 'linear' | 'logistic';
  readonly outcome: Named;
  readonly predictors: readonly Named[];
  readonly steps: { readonly number: number; readonly shown: boolean } | undefined;
  readonly ridge: NumberLiteral | undefined;
}

export interface Condition {
  readonly at: At;
  readonly value: Expr;
  readonly countsShown: boolean;
}

export interface Hide extends Condition {
  /** Undefined if the whole cell is meant. */
  readonly columns: readonly Named[] | undefined;
}

export type Who =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'each'; readonly group: Named }
  | { readonly kind: 'roles'; readonly roles: readonly Named[] };

export interface RevealStatement {
  readonly kind: 'reveal';
  readonly at: At;
  readonly name: Named;
  /** Undefined for a let, a table or a model. */
  readonly value: Expr | undefined;
  /** For a table: the columns named; `keys` alone means none. */
  readonly columns: readonly Named[] | undefined;
  readonly top: { readonly number: number; readonly by: Named } | undefined;
  readonly label: string | undefined;
  readonly to: Who;
  readonly onlyIf: readonly Condition[];
  readonly hide: readonly Hide[];
}

export type Statement = LetStatement | TableStatement | ModelStatement | RevealStatement;

export interface Program {
  readonly title: string;
  readonly parties: readonly Named[];
  readonly groups: readonly { readonly name: Named; readonly least: number; readonly most: number }[];
  readonly lists: readonly { readonly name: Named; readonly most: number }[];
  readonly parameters: readonly { readonly name: Named; readonly type: TypeTree; readonly eachRun: boolean }[];
  readonly blocks: readonly FromBlock[];
  readonly statements: readonly Statement[];
  /** Names in lines that could not be read: nobody is told again that they are unknown. */
  readonly unread: ReadonlySet<string>;
}

/** The expressions directly under one. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'text':
    case 'day':
    case 'month':
    case 'bool':
    case 'name':
    case 'field':
      return [];
    case 'negate':
    case 'not':
    case 'given':
    case 'inList':
    case 'inKeys':
    case 'startsWith':
    case 'rounded':
      return [expr.operand];
    case 'inSet':
      return [expr.operand, ...expr.values];
    case 'and':
    case 'or':
    case 'compare':
    case 'arithmetic':
      return [expr.left, expr.right];
    case 'inRange':
      return [expr.operand, expr.low, expr.high];
    case 'otherwise':
      return [expr.operand, expr.fallback];
    case 'choice':
      return [expr.condition, expr.then, expr.else];
    case 'call':
      return expr.where === undefined ? expr.args : [...expr.args, expr.where];
  }
}

/** Every expression in one, with itself first, in the order of the text. A stack of its own keeps each step short, however deep the tree is. */
export function* walk(expr: Expr): Generator<Expr> {
  const open: Expr[] = [expr];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    const below = children(next);
    for (let i = below.length - 1; i >= 0; i--) open.push(below[i] as Expr);
  }
}

/** A tree does not change once it is there, so that its shape is worked out once. */
const shapes = new WeakMap<object, string>();

/** A text that two expressions share exactly if they are written alike, except for blanks, places and parentheses. */
export function shape(value: unknown): string {
  if (typeof value !== 'object' || value === null) return shapeOf(value);
  const known = shapes.get(value) ?? shapeOf(value);
  shapes.set(value, known);
  return known;
}

function shapeOf(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) => (key === 'at' && typeof each === 'object' && each !== null && 'line' in each ? undefined : key === 'parens' || key === 'source' ? undefined : typeof each === 'bigint' ? String(each) : each));
}
