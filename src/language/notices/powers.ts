/** A20: sums of high powers. */
import { isTotal } from '../check/functions.js';
import type { Checked, Reveal, Rows } from '../check/program.js';
import type { Expr } from '../syntax/tree.js';
import { listed } from '../words/numerals.js';
import { attention, type Found } from './notice.js';
import { derivedAs, selectionsIn, shownValues, tableOf } from './selections.js';

/** A variance and a regression need squares. From sums of as many powers as there are rows, each row's value follows (Newton's identities). */
const HIGHEST = 2;
const MOST = 1_000;

export function powerNotices(checked: Checked, reveal: Reveal): Found[] {
  const fields = new Set<string>();
  for (const [, value] of shownValues(reveal)) {
    for (const { call, scope } of selectionsIn(checked, value, tableOf(reveal))) {
      if (!isTotal(call)) continue;
      for (const arg of call.args) for (const [field, degree] of degreesOf(scope.rows, arg)) if (degree > HIGHEST) fields.add(field);
    }
  }
  return fields.size === 0 ? [] : [attention('A20', `a total is of ${listed([...fields])} to the power of 3 or more. From several such totals over few rows each row’s value can be worked out.`)];
}

type Degrees = ReadonlyMap<string, number>;

/** The power of each field in a row's expression. */
function degreesOf(rows: Rows, expr: Expr, known = new Map<string, Degrees>()): Degrees {
  const look = (part: Expr) => degreesOf(rows, part, known);
  switch (expr.kind) {
    case 'name': {
      const before = known.get(expr.name);
      if (before !== undefined) return before;
      const meaning = derivedAs(rows, expr.name);
      const found: Degrees = meaning === undefined ? new Map([[expr.name, 1]]) : look(meaning);
      known.set(expr.name, found);
      return found;
    }
    case 'arithmetic':
      return together(look(expr.left), look(expr.right), expr.operator === '*' ? (a, b) => a + b : Math.max);
    case 'choice':
      return together(look(expr.then), look(expr.else), Math.max);
    case 'negate':
    case 'rounded':
    case 'otherwise':
      return look(expr.operand);
    case 'call': {
      const [base, exponent] = expr.args;
      // A series of all powers.
      if (expr.name === 'exp' && base !== undefined) return new Map([...look(base)].map(([field]) => [field, MOST]));
      if (expr.name !== 'power' || base === undefined) return expr.args.map(look).reduce<Degrees>((all, each) => together(all, each, Math.max), new Map());
      const times = exponent?.kind === 'number' && exponent.decimals === 0 ? Number(exponent.value) : MOST;
      return new Map([...look(base)].map(([field, degree]) => [field, Math.min(degree * times, MOST)]));
    }
    default:
      return new Map();
  }
}

function together(one: Degrees, other: Degrees, join: (a: number, b: number) => number): Degrees {
  return new Map([...new Set([...one.keys(), ...other.keys()])].map((field) => [field, Math.min(join(one.get(field) ?? 0, other.get(field) ?? 0), MOST)]));
}
