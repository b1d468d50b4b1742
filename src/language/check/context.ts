import { AlreadyReported, Fault, type At, type Problems } from '../fault.js';
import type { Call, Expr, Program } from '../syntax/tree.js';
import { TOTALS, VALUES } from './functions.js';
import { meant } from './nearest.js';
import type { Bands, Checked, Model, Parameter, Reveal, Role, Rows, Table, Total } from './program.js';
import type { Info } from './types.js';

/** What a name means if it is not a value. */
interface Declared {
  readonly what: string;
  readonly info?: Info;
}

/** The position of an expression: what can be named there, and what is known about it. */
export interface Scope {
  readonly vars?: ReadonlyMap<string, Info>;
  readonly up?: Scope | undefined;
  /** Names, and fields as `Party.field`, that are known not to be empty. */
  readonly given?: ReadonlySet<string>;
  /** The role whose `from` block this is. */
  readonly home?: string;
  /** Inside a total. */
  readonly row?: Rows;
  /** In a table's column or its `hide`. */
  readonly cell?: TableScope;
  /** Computed by each recipient from what it learned. */
  readonly open?: boolean;
  /** In a reveal to each of a group: that group. */
  readonly own?: string | undefined;
}

export type TableScope = Pick<Table, 'rows' | 'keys' | 'byParty' | 'where'> & { readonly keyVars: ReadonlyMap<string, Info> };

/** Everything that the checker finds out, while it does. */
export class Context {
  readonly roles = new Map<string, Role>();
  readonly rows = new Map<string, Rows>();
  readonly tables = new Map<string, Table>();
  readonly models = new Map<string, Model>();
  readonly lists = new Map<string, Checked['program']['lists'][number]>();
  readonly parameters = new Map<string, Parameter>();
  readonly lets = new Map<string, { tree: Extract<Program['statements'][number], { kind: 'let' }>; info: Info }>();
  readonly reveals: Reveal[] = [];
  readonly infos = new Map<Expr, Info>();
  readonly totals = new Map<Call, Total>();
  readonly bands = new Map<Call, Bands>();
  readonly #names = new Map<string, Declared>();
  readonly #failed: Set<string>;

  constructor(
    readonly program: Program,
    readonly problems: Problems,
    readonly infer: (context: Context, expr: Expr, scope: Scope) => Info,
  ) {
    this.#failed = new Set(program.unread);
  }

  /** The type of an expression, kept for the later stages. */
  type(expr: Expr, scope: Scope): Info {
    const info = this.infer(this, expr, scope);
    this.infos.set(expr, info);
    return info;
  }

  /** Throws E030 or E031 if the name is in use. */
  declare(name: string, at: At, what: string, info?: Info): void {
    this.refuseUsed(name, at);
    this.#names.set(name, info === undefined ? { what } : { what, info });
  }

  refuseUsed(name: string, at: At): void {
    const other = this.#names.get(name);
    if (other) throw new Fault('E030', at, `"${name}" is already ${other.what}.`, 'Every name is used for one thing in the whole program.');
    if (TOTALS.has(name) || VALUES.has(name)) throw new Fault('E031', at, `"${name}" is a built-in function.`, 'Choose another name.');
  }

  /** A name whose own line is wrong. Its users are told nothing more. */
  fail(name: string): void {
    this.#failed.add(name);
  }

  hasFailed(name: string): boolean {
    return this.#failed.has(name);
  }

  /** The error, unless its subject has failed before. */
  unknown(name: string, fault: () => Fault): Error {
    return this.#failed.has(name) ? new AlreadyReported() : fault();
  }

  value(name: string, scope: Scope, at: At): Info {
    for (let each: Scope | undefined = scope; each; each = each.up) {
      const found = each.vars?.get(name);
      if (found) return found.empty && scope.given?.has(name) === true ? { ...found, empty: false } : found;
    }
    const declared = this.#names.get(name);
    if (declared?.info) return declared.info;
    throw this.unknown(name, () => this.#noValue(name, scope, at, declared));
  }

  #noValue(name: string, scope: Scope, at: At, declared: Declared | undefined): Fault {
    if (declared) {
      const next = this.roles.has(name) ? `Write ${name}.FIELD.` : this.rows.has(name) ? `Write count(${name}), or sum(… of ${name}).` : this.tables.has(name) ? `Write sum(COLUMN of ${name}).` : '';
      return new Fault('E050', at, `"${name}" is ${declared.what}, and not a value.`, next);
    }
    const candidates: string[] = [];
    for (let each: Scope | undefined = scope; each; each = each.up) candidates.push(...(each.vars?.keys() ?? []));
    for (const [other, { info }] of this.#names) if (info) candidates.push(other);
    return new Fault('E051', at, `Nothing here is called "${name}".`, this.#whereItIs(name) ?? meant(name, candidates, 'Names are declared above where they are used.'));
  }

  #whereItIs(name: string): string | undefined {
    const table = [...this.tables.values()].find((each) => each.columns.has(name));
    if (table) return `It is a column of ${table.name}: write hide where ${name} …, or sum(${name} of ${table.name}).`;
    const owner = [...this.rows.values()].find((each) => each.fields.has(name));
    if (!owner) return undefined;
    return owner.isSingle && !owner.role.isGroup ? `Write ${owner.name}.${name}.` : `It is a field of ${owner.name}: write sum(${name} of ${owner.name}), say.`;
  }
}

/** The names that a condition says are not empty: in the part that follows if it holds, or if it does not. */
export function factsOf(condition: Expr, holds = true): string[] {
  switch (condition.kind) {
    case 'and':
      return holds ? [...factsOf(condition.left), ...factsOf(condition.right)] : [];
    case 'or':
      return holds ? [] : [...factsOf(condition.left, false), ...factsOf(condition.right, false)];
    case 'not':
      return factsOf(condition.operand, !holds);
    case 'given': {
      const { operand } = condition;
      if (condition.given !== holds) return [];
      return operand.kind === 'name' ? [operand.name] : operand.kind === 'field' ? [`${operand.owner}.${operand.name}`] : [];
    }
    default:
      return [];
  }
}

export function knowing(scope: Scope, condition: Expr, holds = true): Scope {
  const facts = factsOf(condition, holds);
  return facts.length === 0 ? scope : { ...scope, given: new Set([...(scope.given ?? []), ...facts]) };
}
