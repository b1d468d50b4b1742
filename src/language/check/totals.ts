/** Totals over rows and over the cells of tables, section 8. */
import { Fault, type At } from '../fault.js';
import { compare, magnitude, negate, ONE, power10, rational, scaled, stepsOf, ZERO, type Rational } from '../numbers/rational.js';
import { shape, type Call } from '../syntax/tree.js';
import { knowing, type Context, type Scope } from './context.js';
import { condition, plainNumber } from './demands.js';
import { meant } from './nearest.js';
import type { Rows } from './program.js';
import { fitting, largerMagnitude, numberType, totalRange } from './ranges.js';
import { inferTableTotal } from './table-totals.js';
import { mergeSources, type Bounds, type FractionType, type Info, type NumberType, type RealType, type Type } from './types.js';

export const MAX_STEPS = 65_536n;
const MAX_PLACE = 64n;

interface Use {
  readonly context: Context;
  readonly call: Call;
  readonly scope: Scope;
  readonly rows: Rows;
  /** Where a value in it is found. */
  readonly inner: Scope;
  readonly args: Call['args'];
  readonly at: At;
  /** Rows of all parties together, at most. */
  readonly most: bigint;
  readonly members: bigint;
  readonly done: (type: Type, values?: readonly Info[], empty?: boolean) => Info;
}

export function inferTotal(context: Context, call: Call, scope: Scope): Info {
  const { name, at } = call;
  checkOptions(call);
  const [first] = call.args;
  // count(staff where …) takes the name of rows in place of a value.
  const named = call.of === undefined && (name === 'count' || name === 'contributors') && call.args.length === 1 && first?.kind === 'name' ? first : undefined;
  const isTarget = named !== undefined && (context.rows.has(named.name) || context.tables.has(named.name));
  if (named && !isTarget && scope.cell?.rows.fields.has(named.name) === true) {
    const isEmpty = scope.cell.rows.fields.get(named.name)?.empty === true;
    throw new Fault('E074', at, `${name} counts ${name === 'count' ? 'rows' : 'parties'}: it takes a condition and no value.`, `Write ${name}(where …)${isEmpty ? `, such as ${name}(where ${named.name} is given)` : ''}.`);
  }
  const over = named?.name ?? call.of?.text;
  const args = named ? [] : call.args;
  if (over !== undefined) {
    const table = context.tables.get(over);
    if (table) return inferTableTotal(context, call, scope, table, args);
  }
  const rows = over === undefined ? scope.cell?.rows : context.rows.get(over);
  if (!rows || (over !== undefined && rows.isSingle && !rows.role.isGroup)) throw noRows(context, call, over);
  if (scope.row) throw new Fault('E071', at, 'A total stands inside another one.', 'Give the inner one a name of its own with let.');
  return RULES[name]?.(useOf(context, call, scope, rows, args, over === undefined)) ?? notHere(call);
}

function notHere({ name, at }: Call): never {
  throw new Fault('E061', at, `${name} is of a table.`, `Write ${name}(COLUMN of TABLE).`);
}

function noRows(context: Context, { name, at }: Call, over: string | undefined): Error {
  const form = name === 'count' || name === 'contributors' ? `${name}(ROWS where …)` : `${name}(… of ROWS)`;
  if (over === undefined) return new Fault('E070', at, `${name} has to know over which rows.`, `Write ${form}.`);
  const role = context.roles.get(over);
  if (role !== undefined) return new Fault('E054', at, `${over} ${role.isGroup ? 'put' : 'puts'} in no single values, so ${name} has nothing to look at.`, role.isGroup ? `Add a block "from each of ${over}:" without rows, or write the name of rows behind "of".` : 'Write the name of rows behind "of".');
  return context.unknown(over, () => new Fault('E054', at, `No rows are called "${over}".`, meant(over, [...context.rows.keys(), ...context.tables.keys()], `Write ${form}.`)));
}

function checkOptions({ options }: Call): void {
  const { place, at } = options;
  if (place && (place.decimals !== 0 || place.percent || place.value < 1n || place.value > MAX_PLACE)) throw new Fault('E012', place.at, 'A place is a whole number from 1 to 64.', 'Write place 2, say.');
  if (at && compare(scaled(at.value, at.decimals), ONE) > 0) throw new Fault('E067', at.at, 'A share is at most 100%.', 'Write at 90%, say.');
}

function useOf(context: Context, call: Call, scope: Scope, rows: Rows, args: Call['args'], inCell: boolean): Use {
  const { role } = rows;
  if (scope.home !== undefined && role.name !== scope.home) {
    throw new Fault('E072', call.at, `${scope.home} does not have the rows of ${rows.name}.`, 'In a from block everything is computed by one party from its own data. Use let.');
  }
  let inner: Scope = { row: rows, vars: rows.fields, up: inCell ? { vars: scope.cell?.keyVars ?? new Map<string, Info>() } : scope.own === undefined ? undefined : { vars: scope.vars ?? new Map<string, Info>() }, given: scope.given ?? new Set() };
  if (inCell && scope.cell?.where) inner = knowing(inner, scope.cell.where);
  const where = call.where === undefined ? undefined : condition(context.type(call.where, inner), call.where.at);
  if (call.where) inner = knowing(inner, call.where);
  const home = `home:${role.name}` as const;
  const isAlone = scope.home !== undefined || scope.cell?.byParty === true;
  const members = isAlone ? 1n : BigInt(role.most);
  const total = { over: { kind: 'rows' as const, rows, inCell }, args, mixed: false, bins: 0 };
  context.totals.set(call, total);
  const done = (type: Type, values: readonly Info[] = [], empty = false): Info => {
    const parts = [...(where ? [where] : []), ...values];
    const mixed = parts.some(({ place }) => place !== 'public' && place !== home);
    context.totals.set(call, { ...(context.totals.get(call) ?? total), mixed });
    const selection = `${rows.name}|${inCell ? 'cell' : ''}|${call.where ? shape(call.where) : ''}`;
    const sources = mergeSources(...parts.map((part) => part.sources), { roles: new Set([role.name]), selections: new Set([selection]), probes: [], exact: [] });
    return { type: fitting(type, call.at), empty, place: mixed ? 'together' : isAlone || !role.isGroup ? home : 'together', sources, openOnly: false };
  };
  return { context, call, scope, rows, inner, args, at: call.at, most: BigInt(rows.most) * members, members, done };
}

/** A number of each row that is never empty. */
function valueOf(use: Use, i = 0, number = 1): Info & { type: NumberType } {
  return plainNumber(solidOf(use, i, number), use.at);
}

function solidOf({ context, call, args, inner, at }: Use, i: number, number: number): Info {
  const arg = args[i];
  if (arg === undefined || args.length !== number) throw new Fault('E063', at, `${call.name} takes ${number === 1 ? 'one value' : `${number} values`}, and here ${args.length === 1 ? 'is 1' : `are ${args.length}`}.`, 'Put them between the parentheses, with commas.');
  const info = context.type(arg, inner);
  if (info.empty) throw new Fault('E073', at, 'Some of these values can be empty.', `Leave those rows out: ${call.name}(… where ${arg.kind === 'name' ? arg.name : 'x'} is given).`);
  return info;
}

/** Whether a value certainly exists: every member of a group of single values has one. */
function isSure({ rows, call }: Use, number = 1): boolean {
  return rows.isSingle && call.where === undefined && number <= rows.role.least;
}

function placeOf({ call }: Use): number {
  return Number(call.options.place?.value ?? 1n);
}

function withExact(info: Info, what: 'party' | 'row'): Info {
  return { ...info, sources: { ...info.sources, exact: [...info.sources.exact, what] } };
}

type Rule = (use: Use) => Info;

const RULES: Readonly<Record<string, Rule>> = {
  count: (use) => {
    noValues(use);
    return use.done(numberType(0n, use.most));
  },
  contributors: (use) => {
    noValues(use);
    return use.done(numberType(0n, use.members));
  },
  distinct: (use) => {
    if (use.scope.home === undefined) throw new Fault('E075', use.at, 'Different parties may have the same value: distinct can only be counted at home.', 'Count it in a from block of single values.');
    const info = use.context.type(use.args[0] ?? notHere(use.call), use.inner);
    return use.done(numberType(0n, use.most), [info]);
  },
  sum: (use) => {
    const x = valueOf(use);
    return use.done(totalRange(x.type, use.most), [x]);
  },
  mean: (use) => {
    const x = valueOf(use);
    const { low, high } = totalRange(x.type, use.most);
    return use.done(fraction([low, high], use.most * power10(x.type.decimals), [scaled(x.type.low, x.type.decimals), scaled(x.type.high, x.type.decimals)], x.type.unit), [x], !isSure(use));
  },
  min: extreme,
  max: extreme,
  median: quantile,
  quantile,
  variance: (use) => {
    const x = valueOf(use);
    const m = largerMagnitude(x.type);
    const unit = power10(2 * x.type.decimals);
    return use.done(fraction([0n, use.most * use.most * m * m], use.most * use.most * unit, [ZERO, rational((x.type.high - x.type.low) ** 2n, unit)], undefined), [x], true);
  },
  sd: (use) => {
    const x = valueOf(use);
    const m = largerMagnitude(x.type);
    fitting(numberType(0n, use.most * use.most * m * m), use.at);
    return use.done(real([ZERO, rational(x.type.high - x.type.low, power10(x.type.decimals))], x.type.unit), [x], true);
  },
  covariance: (use) => {
    const [x, y] = pair(use);
    const unit = power10(x.type.decimals + y.type.decimals);
    const span = (x.type.high - x.type.low) * (y.type.high - y.type.low);
    const products = use.most * use.most * 2n * largerMagnitude(x.type) * largerMagnitude(y.type);
    const wide = products > use.most * use.most * span ? products : use.most * use.most * span;
    return use.done(fraction([-wide, wide], use.most * use.most * unit, [negate(rational(span, unit)), rational(span, unit)], undefined), [x, y], true);
  },
  correlation: (use) => {
    const [x, y] = pair(use);
    const square = (type: NumberType) => use.most * use.most * largerMagnitude(type) ** 2n;
    fitting(numberType(0n, square(x.type) > square(y.type) ? square(x.type) : square(y.type)), use.at);
    return use.done(real([negate(ONE), ONE], undefined), [x, y], true);
  },
  largest_part: (use) => {
    if (!use.rows.role.isGroup) throw new Fault('E078', use.at, 'One party has all of these rows.', 'Use sum.');
    const x = valueOf(use);
    return withExact(use.done({ ...totalRange(x.type, BigInt(use.rows.most)), percent: x.type.percent }, [x]), 'party');
  },
  party_of_max: whichParty,
  party_of_min: whichParty,
  rank: (use) => {
    singles(use);
    if (use.scope.own !== use.rows.role.name) throw new Fault('E080', use.at, `A rank is each member’s own: reveal it "to each of ${use.rows.role.name}".`, 'Write reveal place = rank(…) to each of that group.');
    return use.done(numberType(1n, use.members), [valueOf(use)]);
  },
};

function noValues({ call, args, at }: Use): void {
  if (args.length > 0) throw new Fault('E074', at, `${call.name} counts ${call.name === 'count' ? 'rows' : 'parties'}: it takes a condition and no value.`, `Write ${call.name}(where …), or ${call.name}(ROWS where …).`);
}

function pair(use: Use): [Info & { type: NumberType }, Info & { type: NumberType }] {
  return [valueOf(use, 0, 2), valueOf(use, 1, 2)];
}

function singles({ rows, call, at }: Use): void {
  if (!rows.isSingle) throw new Fault('E079', at, `${call.name} is over a group that has one value each.`, 'Make that value in a block of single values.');
}

function whichParty(use: Use): Info {
  singles(use);
  return use.done({ kind: 'party', group: use.rows.role.name }, [valueOf(use)], !isSure(use, placeOf(use)));
}

function extreme(use: Use): Info {
  const info = solidOf(use, 0, 1);
  const { type } = info;
  const ordered = type.kind === 'day' || type.kind === 'month' ? info : plainNumber(info, use.at);
  return withExact(use.done(ordered.type, [info], !isSure(use, placeOf(use))), use.rows.isSingle ? 'party' : 'row');
}

function quantile(use: Use): Info {
  const { call, at, rows } = use;
  const { step } = call.options;
  const x = valueOf(use);
  if (call.name === 'quantile' && call.options.at === undefined) throw new Fault('E076', at, 'quantile needs a share.', 'Write quantile(…, at 90%, step 100).');
  if (step === undefined) {
    if (!rows.isSingle) throw new Fault('E076', at, `${call.name} needs a step: the result is to the nearest step.`, `Write ${call.name}(…, ${call.name === 'quantile' ? 'at 90%, ' : ''}step 100).`);
    return withExact(use.done(x.type, [x], !isSure(use)), 'party');
  }
  const unit = scaled(step.value, step.decimals);
  const [low, high] = [x.type.low, x.type.high].map((end) => stepsOf(scaled(end, x.type.decimals), unit)) as [bigint, bigint];
  const steps = high - low + 1n;
  if (!rows.isSingle && steps > MAX_STEPS) throw new Fault('E077', at, `There are ${steps} steps between the ends of the range; 65 536 are the most.`, 'Take a coarser step, or a narrower range: of a column that is worked out, the range that you declare for it, as in "ratio: 0..1_000 = …".');
  const info = use.done(numberType(low * step.value, high * step.value, step.decimals, x.type.unit), [x], !isSure(use));
  const total = use.context.totals.get(call);
  if (total) use.context.totals.set(call, { ...total, bins: Number(steps) });
  return info;
}

function fraction(numerator: Bounds<bigint>, denominator: bigint, value: Bounds<Rational>, unit: string | undefined): FractionType {
  return { kind: 'fraction', numerator, denominator: [0n, magnitude(denominator)], value, unit };
}

function real(value: Bounds<Rational>, unit: string | undefined): RealType {
  return { kind: 'real', value, unit };
}

