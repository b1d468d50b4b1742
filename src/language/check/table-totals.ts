import { Fault } from '../fault.js';
import { multiply, power10, rational, scaled, ZERO, type Rational } from '../numbers/rational.js';
import type { Call } from '../syntax/tree.js';
import { knowing, type Context, type Scope } from './context.js';
import { condition, numeric, plainNumber } from './demands.js';
import type { Table } from './program.js';
import { TABLE_FUNCTIONS } from './functions.js';
import { fitting, numberType, totalRange, valueBounds } from './ranges.js';
import { mergeSources, type Bounds, type Info, type Type } from './types.js';

/** Groups of one log-rank test, at most. */
const MOST_GROUPS = 8;
/** Larger than any chi-squared of numbers that fit. */
const CHI_SQUARED_END = rational(10n ** 24n);

function realTotal(name: string, [low, high]: Bounds<Rational>, cells: bigint): Bounds<Rational> {
  if (name !== 'sum') return [low, high];
  return [low.n < 0n ? multiply(low, rational(cells)) : ZERO, high.n > 0n ? multiply(high, rational(cells)) : ZERO];
}

/** A total over the cells of a table, including hidden cells: what is hidden is hidden from people. */
export function inferTableTotal(context: Context, call: Call, scope: Scope, table: Table, args: Call['args']): Info {
  const { name, at } = call;
  if (scope.row !== undefined || scope.home !== undefined) throw new Fault('E071', at, 'A total of a table stands inside another one.', 'Give the inner one a name of its own with let.');
  const vars = new Map<string, Info>([...table.keys.map((key) => [key.name, key.info] as const), ...[...table.columns].map(([column, { info }]) => [column, info] as const)]);
  let inner: Scope = { vars, ...(scope.open === true ? { open: true } : {}) };
  const where = call.where === undefined ? undefined : condition(context.type(call.where, inner), call.where.at);
  if (call.where) inner = knowing(inner, call.where);
  const values = args.map((arg) => context.type(arg, inner));
  context.totals.set(call, { over: { kind: 'table', table }, args, mixed: false, bins: 0 });
  const parts = [...(where ? [where] : []), ...values];
  const done = (type: Type, empty = false): Info => ({
    type: fitting(type, at),
    empty,
    place: scope.open === true ? 'open' : table.place,
    sources: mergeSources(...parts.map((part) => part.sources), { roles: new Set([table.rows.role.name]), selections: new Set([`${table.rows.name}|cell|`]), probes: [], exact: [] }),
    openOnly: TABLE_FUNCTIONS.has(name) || parts.some((part) => part.openOnly),
  });
  if (TABLE_FUNCTIONS.has(name)) return done(...inTheOpen(call, scope, table, values));
  const all = BigInt(table.size);
  if (name === 'count') {
    if (args.length > 0) throw new Fault('E074', at, 'count counts cells: it takes a condition and no value.', `Write count(${table.name} where …).`);
    return done(numberType(0n, all));
  }
  const [value] = values;
  if (value === undefined || values.length !== 1) throw new Fault('E063', at, `${name} takes one value, and here are ${values.length}.`, `Write ${name}(COLUMN of ${table.name}).`);
  if (!['sum', 'mean', 'min', 'max'].includes(name)) throw new Fault('E082', at, `${name} is not over a table.`, 'count, sum, mean, min, max, chi_squared, quantile_band and logrank are.');
  if (value.empty) throw new Fault('E073', at, 'Some of these values can be empty.', 'Leave those cells out: where … is given.');
  const { type: any } = numeric(value, at);
  // What is computed in the open need not be rounded first.
  if (scope.open === true && any.kind !== 'number') return done({ kind: 'real', value: realTotal(name, valueBounds(any), all), unit: any.unit }, name !== 'sum');
  const { type } = plainNumber(value, at);
  // If a key is a list or a party, only an upper bound on the number of cells is known here.
  const isPart = call.where !== undefined || table.keys.some((key) => key.kind === 'party' || (key.info.type.kind === 'category' && key.info.type.list !== undefined));
  switch (name) {
    case 'sum':
      return done(isPart ? totalRange(type, all) : { ...type, low: type.low * all, high: type.high * all });
    case 'mean': {
      const ends = totalRange(type, all);
      return done({ kind: 'fraction', numerator: [ends.low, ends.high], denominator: [0n, all * power10(type.decimals)], value: [scaled(type.low, type.decimals), scaled(type.high, type.decimals)], unit: type.unit }, isPart);
    }
    default:
      return done(type, isPart);
  }
}

/** Functions of tables that everybody who learns the table can work out. Their results can be empty. */
function inTheOpen({ name, at, args, options }: Call, scope: Scope, table: Table, values: readonly Info[]): [Type, boolean] {
  if (scope.open !== true) throw new Fault('E064', at, `${name} can be computed of a table that is revealed, but not of one that nobody sees.`, `Reveal ${table.name} to the same parties, on a line above.`);
  const numbers = values.map((value, i) => plainNumber(value, args[i]?.at ?? at));
  const chiSquared: Type = { kind: 'real', value: [ZERO, CHI_SQUARED_END], unit: undefined };
  if (name === 'logrank') {
    if (numbers.length < 4 || numbers.length % 2 > 0 || numbers.length > 2 * MOST_GROUPS) throw new Fault('E063', at, `logrank takes two columns of each of 2 to ${MOST_GROUPS} groups: how many are at risk, and how many have the event.`, `Write logrank(at_risk_1, events_1, at_risk_2, events_2 of ${table.name}).`);
    return [chiSquared, true];
  }
  if (numbers.length !== 1) throw new Fault('E063', at, `${name} takes one value, and here are ${numbers.length}.`, `Write ${name}(COLUMN of ${table.name}${name === 'quantile_band' ? ', at 50%' : ''}).`);
  if (name === 'chi_squared') {
    if (table.keys.length !== 2) throw new Fault('E081', at, 'chi_squared is of a table with two keys.', 'Write table … by a, b of …');
    return [chiSquared, true];
  }
  if (options.at === undefined) throw new Fault('E076', at, 'quantile_band needs a share.', `Write quantile_band(COLUMN of ${table.name}, at 50%).`);
  const last = table.keys.at(-1);
  if (last === undefined || last.kind === 'party') throw new Fault('E081', at, 'quantile_band goes through the values of the last key, and parties have no order.', 'Write table … by BAND of …, with the band as the last key.');
  return [last.info.type, true];
}
