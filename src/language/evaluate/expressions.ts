/** Evaluates every expression by its plain meaning, sections 6 to 8 of the specification. Programs that were checked never fail here. */
import { isTotal } from '../check/functions.js';
import { add, divide, multiply, negate, rational, stepsOf, subtract, type Rational } from '../numbers/rational.js';
import type { Call, Expr } from '../syntax/tree.js';
import { valueOfCall } from './functions.js';
import { literalValue, numberOf } from './literals.js';
import { trimmed } from './reals.js';
import { valueOfTableTotal } from './table-totals.js';
import { compareValues, isNumber, type Value } from './value.js';
import { membersOf, type Environment, type World } from './world.js';

export function evaluateExpression(world: World, expr: Expr, env: Environment): Value {
  const value = plainValue(world, expr, env);
  world.watch?.(expr, world.checked.infos.get(expr), value);
  return value;
}

function plainValue(world: World, expr: Expr, env: Environment): Value {
  const of = (each: Expr) => evaluateExpression(world, each, env);
  switch (expr.kind) {
    case 'number':
    case 'text':
    case 'bool':
    case 'day':
    case 'month':
      return literalValue(expr);
    case 'name':
      return named(world, expr.name, env);
    case 'field':
      return membersOf(world, expr.owner)[0]?.single.get(expr.name) ?? null;
    case 'negate': {
      const value = of(expr.operand);
      return isNumber(value) ? negate(value) : null;
    }
    case 'not':
      return of(expr.operand) !== true;
    case 'and':
      // The right side may ask for what the left side says exists.
      return of(expr.left) === true && of(expr.right) === true;
    case 'or':
      return of(expr.left) === true || of(expr.right) === true;
    case 'compare':
      return compared(expr.operator, compareValues(of(expr.left), of(expr.right)));
    case 'given':
      return (of(expr.operand) !== null) === expr.given;
    case 'otherwise': {
      const value = of(expr.operand);
      return value === null ? of(expr.fallback) : value;
    }
    case 'choice':
      return of(expr.condition) === true ? of(expr.then) : of(expr.else);
    case 'inRange': {
      const value = of(expr.operand);
      const isIn = compareValues(value, of(expr.low)) >= 0 && compareValues(value, of(expr.high)) <= 0;
      return isIn !== expr.negated;
    }
    case 'inSet': {
      const value = of(expr.operand);
      return expr.values.some((each) => compareValues(value, literalValue(each)) === 0) !== expr.negated;
    }
    case 'inList': {
      const value = of(expr.operand);
      return (typeof value === 'string' && world.lists.get(expr.list.text)?.includes(value) === true) !== expr.negated;
    }
    case 'startsWith': {
      const value = of(expr.operand);
      return typeof value === 'string' && value.startsWith(expr.text);
    }
    case 'inKeys':
      return isAmongKeys(world, of(expr.operand), expr, env) !== expr.negated;
    case 'rounded': {
      const value = of(expr.operand);
      if (!isNumber(value)) return null;
      const step = numberOf(expr.step);
      return multiply(rational(stepsOf(value, step, expr.direction)), step);
    }
    case 'arithmetic':
      return arithmetic(expr.operator, of(expr.left), of(expr.right), world.checked.infos.get(expr)?.type.kind === 'real');
    case 'call':
      return isTotal(expr) ? totalIn(world, expr, env) : valueOfCall(world, expr, env);
  }
}

function totalIn(world: World, call: Call, env: Environment): Value {
  const total = world.checked.totals.get(call);
  return total?.over.kind === 'table' ? valueOfTableTotal(world, call, total.args, total.over.table) : world.totalOf(world, call, env);
}

function named(world: World, name: string, { row, cell, own }: Environment): Value {
  for (const values of [row, cell?.values, own, world.parameters, world.values]) {
    const value = values?.get(name);
    if (value !== undefined) return value;
  }
  return null;
}

function compared(operator: string, order: -1 | 0 | 1): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function arithmetic(operator: '+' | '-' | '*' | '/', a: Value, b: Value, isReal: boolean): Value {
  if (typeof a === 'bigint') return calendar(operator, a, b);
  if (!isNumber(a) || !isNumber(b)) return null;
  const done = (value: Rational) => (isReal ? trimmed(value) : value);
  switch (operator) {
    case '+':
      return done(add(a, b));
    case '-':
      return done(subtract(a, b));
    case '*':
      return done(multiply(a, b));
    case '/':
      return b.n === 0n ? null : done(divide(a, b));
  }
}

function calendar(operator: string, a: bigint, b: Value): Value {
  if (typeof b === 'bigint') return rational(a - b);
  if (!isNumber(b)) return null;
  return operator === '+' ? a + b.n : a - b.n;
}

function isAmongKeys(world: World, key: Value, { table, key: field }: Extract<Expr, { kind: 'inKeys' }>, { home }: Environment): boolean {
  const rows = world.checked.rows.get(table.text);
  if (key === null || rows === undefined) return false;
  const all = membersOf(world, rows.role.name);
  const some = home?.role === rows.role.name ? all.filter((_, i) => i === home.member) : all;
  return some.some(({ single, rows: named }) => (rows.isSingle ? [single] : (named.get(rows.name) ?? [])).some((row) => row.get(field.text) === key));
}
