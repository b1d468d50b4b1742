/** A21: several numbers packed into one total by factors, `x * 1_000_000 + y`, from which each can be read off. */
import type { Checked, Reveal, Rows } from '../check/program.js';
import { valueBounds } from '../check/ranges.js';
import { compare, divide, magnitude, multiply, power10, rational, scaled, ZERO, type Rational } from '../numbers/rational.js';
import { walk, type Expr } from '../syntax/tree.js';
import { listed } from '../words/numerals.js';
import { attention, type Found } from './notice.js';
import { derivedAs, selectionsIn, shownValues, tableOf } from './selections.js';

/** By so many times the least step of one part is larger than all of another. Over fewer rows than that their totals do not run into each other; fewer than ten rows are what A05 is about. */
const APART = rational(10n);
/** Parts of one expression that are looked at; factors of factors would double them with each name. */
const MOST_PARTS = 64;

/** What is added up for a row, by its parts: how finely each can differ, and how large it is at most. */
interface Part {
  readonly step: Rational;
  readonly most: Rational;
  readonly fields: ReadonlySet<string>;
  /** Without one, a constant is the same for every row and says nothing. */
  readonly isChosen: boolean;
}

export function packingNotices(checked: Checked, reveal: Reveal): Found[] {
  const found = addedUp(checked, reveal).flatMap(([rows, expr]) => packedIn(new Parts(checked, rows).of(expr)));
  const fields = [...new Set(found.flatMap((part) => [...part.fields]))];
  return fields.length === 0 ? [] : [attention('A21', `a total adds up parts of very different size, made of ${listed(fields)}. Over few rows each part can be read off by itself, as from several totals.`)];
}

/** What the totals behind a reveal add up, with the rows. */
function addedUp(checked: Checked, reveal: Reveal): (readonly [Rows, Expr])[] {
  if (reveal.kind === 'model') {
    const { rows, outcome, predictors } = reveal.model;
    return [outcome, ...predictors].map(({ name }) => [rows, { kind: 'name', name, at: reveal.tree.at }]);
  }
  return shownValues(reveal).flatMap(([, value]) => [...selectionsIn(checked, value, tableOf(reveal))].flatMap(({ call, scope }) => (call.name === 'count' || call.name === 'contributors' ? [] : call.args.map((arg) => [scope.rows, arg] as const))));
}

/** The parts of which one dwarfs another. */
function packedIn(parts: readonly Part[]): Part[] {
  const varying = parts.filter(({ isChosen, fields, most }) => most.n > 0n && (isChosen || fields.size > 0));
  return varying.filter((part) => varying.some((other) => other !== part && (dwarfs(part, other) || dwarfs(other, part))));
}

function dwarfs(large: Part, small: Part): boolean {
  return compare(large.step, multiply(APART, small.most)) >= 0;
}

class Parts {
  readonly #known = new Map<string, readonly Part[]>();

  constructor(
    private readonly checked: Checked,
    private readonly rows: Rows,
  ) {}

  of(expr: Expr): readonly Part[] {
    return this.#look(expr).slice(0, MOST_PARTS);
  }

  #look(expr: Expr): readonly Part[] {
    switch (expr.kind) {
      case 'number':
        return [part(absolute(scaled(expr.value, expr.decimals)))];
      case 'name':
        return this.#named(expr);
      case 'negate':
        return this.of(expr.operand);
      case 'rounded': {
        const unit = scaled(expr.step.value, expr.step.decimals);
        return this.of(expr.operand).map((each) => ({ ...each, step: larger(each.step, unit) }));
      }
      case 'otherwise':
        return [...chosen(this.of(expr.operand)), ...chosen(this.of(expr.fallback), this.#fieldsIn(expr.operand))];
      case 'choice': {
        const fields = this.#fieldsIn(expr.condition);
        return [...chosen(this.of(expr.then), fields), ...chosen(this.of(expr.else), fields)];
      }
      case 'arithmetic':
        return this.#combined(expr);
      case 'call':
        return this.#whole(expr, this.#fieldsIn(expr));
      default:
        return [];
    }
  }

  #combined({ operator, left, right }: Extract<Expr, { kind: 'arithmetic' }>): readonly Part[] {
    const [one, other] = [this.of(left), this.of(right)];
    if (operator === '+' || operator === '-') return [...one, ...other];
    if (operator === '*') return one.flatMap((a) => other.map((b) => product(a, b)));
    const [divisor] = other;
    if (right.kind !== 'number' || divisor === undefined || divisor.most.n === 0n) return one.map((each) => ({ ...each, step: ZERO }));
    return one.map((each) => ({ ...each, step: divide(each.step, divisor.most), most: divide(each.most, divisor.most) }));
  }

  #named(expr: Extract<Expr, { kind: 'name' }>): readonly Part[] {
    const known = this.#known.get(expr.name);
    if (known !== undefined) return known;
    this.#known.set(expr.name, []);
    const meaning = derivedAs(this.rows, expr.name);
    const isField = this.rows.fields.has(expr.name);
    const found = meaning === undefined ? this.#whole(expr, new Set(isField ? [expr.name] : [])) : this.of(meaning);
    this.#known.set(expr.name, found);
    return found;
  }

  /** A value that is not taken apart. */
  #whole(expr: Expr, fields: ReadonlySet<string>): readonly Part[] {
    const type = this.checked.infos.get(expr)?.type ?? (expr.kind === 'name' ? this.rows.fields.get(expr.name)?.type : undefined);
    if (type === undefined || (type.kind !== 'number' && type.kind !== 'fraction' && type.kind !== 'real')) return [];
    const [low, high] = valueBounds(type).map(absolute) as [Rational, Rational];
    return [{ step: type.kind === 'number' ? rational(1n, power10(type.decimals)) : ZERO, most: larger(low, high), fields, isChosen: false }];
  }

  #fieldsIn(expr: Expr): ReadonlySet<string> {
    const names = [...walk(expr)].flatMap((each) => (each.kind === 'name' && this.rows.fields.has(each.name) ? [each.name] : []));
    return new Set(names);
  }
}

function part(value: Rational): Part {
  return { step: value, most: value, fields: new Set(), isChosen: false };
}

function product(a: Part, b: Part): Part {
  return { step: multiply(a.step, b.step), most: multiply(a.most, b.most), fields: new Set([...a.fields, ...b.fields]), isChosen: a.isChosen || b.isChosen };
}

function chosen(parts: readonly Part[], by: ReadonlySet<string> = new Set()): Part[] {
  return parts.map((each) => ({ ...each, isChosen: true, fields: new Set([...each.fields, ...by]) }));
}

function absolute({ n, d }: Rational): Rational {
  return { n: magnitude(n), d };
}

function larger(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? a : b;
}
