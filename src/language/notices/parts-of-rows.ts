/** What a sum adds up for each row, as far as notices ask. */
import { throughNames } from '../check/meanings.js';
import type { Checked, Rows } from '../check/program.js';
import { shape, type Call, type Expr } from '../syntax/tree.js';
import { areOthers, conjuncts, derivedAs, scopeOf, type Scope } from './selections.js';

/** A sum of `if condition then x else 0` is a sum over the rows of the condition, by another name. */
export function partsOfRows(checked: Checked, call: Call, whole: Scope): { readonly where: Expr; readonly scope: Scope }[] {
  const over = checked.totals.get(call)?.over;
  if (over?.kind !== 'rows') return [];
  return call.args.flatMap((arg) =>
    [...throughNames(arg, (name) => derivedAs(over.rows, name))].flatMap((each) => {
      const wheres =
        each.kind === 'choice' ? [...(isZero(each.else) ? [each.condition] : []), ...(isZero(each.then) ? [notThat(each.condition)] : [])]
        : each.kind === 'name' && isZeroOrOne(over.rows, each.name) ? [isOne(each)]
        : [];
      return wheres.map((where) => ({ where, scope: { ...whole, parts: new Map([...whole.parts, ...scopeOf(over.rows, undefined, where).parts]) } }));
    }),
  );
}

/** A number that can only be 0 or 1 is a yes/no by another name: whatever is multiplied by it is added up over the rows where it is 1. */
export function isZeroOrOne(rows: Rows, name: string): boolean {
  const type = rows.fields.get(name)?.type;
  return type?.kind === 'number' && type.decimals === 0 && type.low === 0n && type.high === 1n;
}

export function isOne(name: Expr): Expr {
  return { kind: 'compare', operator: '=', at: name.at, left: name, right: { kind: 'number', at: name.at, value: 1n, decimals: 0, percent: false, source: '1' } };
}

function isZero(expr: Expr): boolean {
  return expr.kind === 'number' && expr.value === 0n;
}

/** The opposite of a condition. */
export function notThat(condition: Expr): Expr {
  return condition.kind === 'not' ? condition.operand : { kind: 'not', at: condition.at, operand: condition };
}

/** Whether no row can be in both, as far as the conditions say it: `kind = "a"` and `kind = "b"`, `high` and `not high`. */
export function areApart(one: Expr | undefined, other: Expr | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return conjuncts(one).some((a) => conjuncts(other).some((b) => areOthers(a, b) || isSame(notThat(a), b) || isSame(a, notThat(b))));
}

function isSame(one: Expr, other: Expr): boolean {
  return shape(one) === shape(other);
}
