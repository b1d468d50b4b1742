import { Fault, type At } from '../fault.js';
import type { Cursor } from './cursor.js';
import { shown } from './tokens.js';
import type { CallOptions, Comparison, Expr, Literal, Named, NumberLiteral, Rounding } from './tree.js';

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** One expression, from the start of a line or after a word that opens one. */
export function parseExpression(cursor: Cursor): Expr {
  cursor.beginExpression();
  return expression(cursor);
}

function expression(cursor: Cursor): Expr {
  return cursor.nested(() => (cursor.isWord('if') ? choice(cursor) : disjunction(cursor)));
}

function choice(cursor: Cursor): Expr {
  const at = cursor.here;
  cursor.expectWord('if');
  cursor.countPart();
  const condition = disjunction(cursor);
  cursor.expectWord('then');
  const then = expression(cursor);
  cursor.expectWord('else');
  return { kind: 'choice', at, condition, then, else: expression(cursor) };
}

function disjunction(cursor: Cursor): Expr {
  const at = cursor.here;
  let left = conjunction(cursor);
  if (cursor.isWord('or') && isBare(left, 'and')) throw mixed(cursor);
  while (cursor.skipWord('or')) {
    cursor.countPart();
    const right = conjunction(cursor);
    if (isBare(right, 'and')) throw mixed(cursor);
    left = { kind: 'or', at, left, right };
  }
  return left;
}

function isBare(expr: Expr, kind: 'and' | 'or'): boolean {
  return expr.kind === kind && expr.parens !== true;
}

function mixed(cursor: Cursor): Error {
  return cursor.fail('E014', '"and" and "or" stand side by side.', 'Put one of them in parentheses.');
}

function conjunction(cursor: Cursor): Expr {
  const at = cursor.here;
  let left = negation(cursor);
  while (cursor.skipWord('and')) {
    cursor.countPart();
    left = { kind: 'and', at, left, right: negation(cursor) };
  }
  return left;
}

function negation(cursor: Cursor): Expr {
  const at = cursor.here;
  if (!cursor.skipWord('not')) return test(cursor);
  return { kind: 'not', at, operand: cursor.nested(() => negation(cursor)) };
}

function test(cursor: Cursor): Expr {
  const at = cursor.here;
  const left = rounding(cursor);
  const found = comparison(cursor, left, at);
  if (found === undefined) return left;
  cursor.countPart();
  const isAnother = COMPARISONS.has(cursor.peek().kind) || cursor.isWord('in') || cursor.isWord('is') || cursor.isWord('starts');
  if (isAnother) throw cursor.fail('E015', 'Two comparisons stand in a row.', 'Write a < b and b < c, or x in 1..9.');
  return found;
}

function comparison(cursor: Cursor, operand: Expr, at: At): Expr | undefined {
  const token = cursor.peek();
  if (COMPARISONS.has(token.kind)) {
    cursor.take();
    return { kind: 'compare', at, operator: token.kind as Comparison, left: operand, right: rounding(cursor) };
  }
  if (cursor.skipWord('is')) {
    const negated = cursor.skipWord('not');
    const given = cursor.isWord('given');
    if (!cursor.skipWord('given') && !cursor.skipWord('empty')) throw cursor.expected('"given" or "empty"', 'To compare, write =.');
    return { kind: 'given', at, operand, given: given !== negated, negated };
  }
  if (cursor.isWord('starts')) {
    cursor.take();
    cursor.expectWord('with');
    return { kind: 'startsWith', at, operand, text: cursor.expectText('a text between "') };
  }
  const negated = cursor.isWord('not') && cursor.isWord('in', 1) && cursor.skipWord('not');
  return cursor.skipWord('in') ? membership(cursor, operand, at, negated) : undefined;
}

function membership(cursor: Cursor, operand: Expr, at: At, negated: boolean): Expr {
  if (cursor.isWord('list') && cursor.is('name', 1)) {
    cursor.take();
    return { kind: 'inList', at, operand, list: cursor.name(), negated };
  }
  const range = (low: Expr): Expr => ({ kind: 'inRange', at, operand, low, high: sum(cursor), negated });
  if (cursor.is('(')) {
    const opening = cursor.here;
    const values = literals(cursor);
    if (!cursor.is('..')) return { kind: 'inSet', at, operand, values, negated };
    const [only] = values;
    if (only === undefined || values.length > 1) throw new Fault('E010', opening, 'A range has one value at each end.', 'Write x in 1..9.');
    cursor.take();
    return range(only);
  }
  const low = sum(cursor);
  if (cursor.skipIf('..')) return range(low);
  if (low.kind === 'field' && low.parens !== true) {
    return { kind: 'inKeys', at, operand, table: { text: low.owner, at: low.at }, key: { text: low.name, at: low.at }, negated };
  }
  throw cursor.fail('E010', 'Expected a range such as 1..9, values in parentheses, a list, or TABLE.KEY.', 'Write x in 1..9, x in ("a", "b"), x in list NAME, or x in TABLE.KEY.', low.at);
}

function literals(cursor: Cursor): Literal[] {
  cursor.expect('(');
  const values = [literal(cursor)];
  while (cursor.skipIf(',')) {
    cursor.countPart();
    values.push(literal(cursor));
  }
  cursor.expect(')', '"," or ")"');
  return values;
}

/** A value that is written out. */
export function literal(cursor: Cursor): Literal {
  const at = cursor.here;
  const token = cursor.peek();
  if (token.kind === 'text' || token.kind === 'day' || token.kind === 'month') {
    cursor.take();
    return { kind: token.kind, text: token.text, at };
  }
  if (cursor.isWord('yes') || cursor.isWord('no')) {
    const value = cursor.isWord('yes');
    cursor.take();
    return { kind: 'bool', value, at };
  }
  if (token.kind !== 'number' && token.kind !== '-') throw cursor.expected('a value that is written out, such as 12, "north" or 2026-11-28');
  return cursor.signed();
}

function rounding(cursor: Cursor): Expr {
  const at = cursor.here;
  let operand = sum(cursor);
  for (;;) {
    if (cursor.skipWord('rounded')) {
      cursor.countPart();
      const direction: Rounding = cursor.skipWord('up') ? 'up' : cursor.skipWord('down') ? 'down' : 'even';
      cursor.expectWord('to');
      operand = { kind: 'rounded', at, operand, direction, step: positive(cursor.number('a step such as 0.01, 100 or 0.1%'), 'Nothing can be rounded to 0.') };
    } else if (cursor.skipWord('otherwise')) {
      cursor.countPart();
      operand = { kind: 'otherwise', at, operand, fallback: unary(cursor) };
    } else return operand;
  }
}

function positive(number: NumberLiteral, message: string): NumberLiteral {
  if (number.value === 0n) throw new Fault('E016', number.at, message, 'Write a step such as 0.01, 100 or 0.1%.');
  return number;
}

function sum(cursor: Cursor): Expr {
  const at = cursor.here;
  let left = product(cursor);
  while (cursor.is('+') || cursor.is('-')) {
    cursor.countPart();
    const operator = cursor.take().kind as '+' | '-';
    left = { kind: 'arithmetic', at, operator, left, right: product(cursor) };
  }
  return left;
}

function product(cursor: Cursor): Expr {
  const at = cursor.here;
  let left = unary(cursor);
  while (cursor.is('*') || cursor.is('/')) {
    cursor.countPart();
    const operator = cursor.take().kind as '*' | '/';
    left = { kind: 'arithmetic', at, operator, left, right: unary(cursor) };
  }
  return left;
}

function unary(cursor: Cursor): Expr {
  const at = cursor.here;
  if (!cursor.skipIf('-')) return primary(cursor);
  return { kind: 'negate', at, operand: cursor.nested(() => unary(cursor)) };
}

function primary(cursor: Cursor): Expr {
  const token = cursor.peek();
  if (token.kind === 'number') return cursor.number();
  if (token.kind === 'text' || token.kind === 'day' || token.kind === 'month' || cursor.isWord('yes') || cursor.isWord('no')) return literal(cursor);
  if (cursor.skipIf('(')) {
    const inner = expression(cursor);
    cursor.expect(')');
    return { ...inner, parens: true };
  }
  if (cursor.isWord('if')) throw cursor.fail('E017', '"if" stands inside another expression.', 'Put it in parentheses: 1 + (if a then b else c).');
  const name = cursor.name('a value');
  if (cursor.skipIf('(')) return call(cursor, name);
  if (cursor.skipIf('.')) return { kind: 'field', at: name.at, owner: name.text, name: cursor.name().text };
  return { kind: 'name', at: name.at, name: name.text };
}

function call(cursor: Cursor, name: Named): Expr {
  cursor.countPart();
  const args: Expr[] = [];
  let options: CallOptions = {};
  let of: Named | undefined;
  let where: Expr | undefined;
  const takeOption = () => {
    const option = callOption(cursor, name.text);
    if (option === undefined) return false;
    if (Object.keys(option).some((key) => key in options)) throw cursor.fail('E018', 'An option stands twice.', 'Take one of them out.');
    options = { ...options, ...option };
    return true;
  };
  if (!cursor.is(')') && !cursor.isWord('of') && !cursor.isWord('where')) {
    do {
      if (takeOption()) continue;
      if (Object.keys(options).length > 0) throw cursor.fail('E018', `Expected an option such as step 100, found ${shown(cursor.peek())}.`, 'Options come last.');
      args.push(expression(cursor));
    } while (cursor.skipIf(','));
  }
  if (cursor.skipWord('of')) of = cursor.name();
  if (cursor.skipWord('where')) where = expression(cursor);
  while (cursor.skipIf(',')) {
    if (!takeOption()) throw cursor.fail('E018', `Expected an option such as step 100, found ${shown(cursor.peek())}.`, 'After "of" or "where" come options alone.');
  }
  cursor.expect(')', where === undefined ? '"where", "," or ")"' : '"," or ")"');
  return { kind: 'call', at: name.at, name: name.text, args, of, where, options };
}

function callOption(cursor: Cursor, name: string): CallOptions | undefined {
  const token = cursor.peek();
  if (token.kind !== 'name') return undefined;
  if ((token.text === 'smallest' || token.text === 'largest') && cursor.isWord('first', 1)) {
    const at = cursor.here;
    cursor.take();
    cursor.take();
    return { first: { at, end: token.text } };
  }
  if (!cursor.is('number', 1)) return undefined;
  const at = cursor.here;
  if (token.text !== 'step' && token.text !== 'at' && token.text !== 'place') throw new Fault('E060', at, `${name} has no option "${token.text}".`, 'The options are step, at, place, and smallest first or largest first.');
  cursor.take();
  return { [token.text]: token.text === 'step' ? positive(cursor.number(), 'A step is more than 0.') : cursor.number() };
}
