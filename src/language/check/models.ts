/** Models. */
import { Fault } from '../fault.js';
import type { Call, Expr, ModelStatement, Named, NumberLiteral } from '../syntax/tree.js';
import { knowing, type Context, type Scope } from './context.js';
import { condition } from './demands.js';
import { meant } from './nearest.js';
import type { Model, ModelTotals } from './program.js';
import { fitting, numberType } from './ranges.js';
import { rowsNamed } from './tables.js';
import { typeName, type Info } from './types.js';

const MAX_PREDICTORS = 100;
/** Sums that all models of a program are made of. */
const MAX_SUMS = 10_000;

export function checkModel(context: Context, tree: ModelStatement): void {
  const { name, where } = tree;
  const rows = rowsNamed(context, tree.of);
  context.declare(name.text, name.at, 'a model');
  let scope: Scope = { row: rows, vars: rows.fields };
  if (where) {
    condition(context.type(where, scope), where.at);
    scope = knowing(scope, where);
  }
  const variable = ({ text, at }: Named) => {
    const info = context.value(text, scope, at);
    if (!rows.fields.has(text)) throw new Fault('E051', at, `"${rows.name}" has no "${text}".`, meant(text, rows.fields.keys()));
    if (info.empty) throw new Fault('E092', at, `"${text}" can be empty.`, `Write of ${rows.name} where ${text} is given.`);
    if (info.type.kind !== 'number' && info.type.kind !== 'bool') {
      throw new Fault('E095', at, `"${text}" is ${typeName(info.type)}: a model takes numbers and yes/no.`, info.type.kind === 'category' ? `Make a yes/no of each value: is_north = ${text} = "north".` : 'Make a number of it.');
    }
    return { name: text, info };
  };
  const outcome = variable(tree.outcome);
  const predictors = tree.predictors.map(variable);
  const all = [outcome, ...predictors];
  const twice = all.find((each, i) => all.findIndex((other) => other.name === each.name) !== i);
  if (twice) throw new Fault('E030', tree.outcome.at, `"${twice.name}" stands twice in this model.`, 'Write each variable once.');
  if (predictors.length > MAX_PREDICTORS) throw new Fault('E029', tree.at, `A model has at most ${MAX_PREDICTORS} predictors.`, 'Leave some out.');
  const sums = [...context.models.values()].reduce((most, model) => most + sumsOf(model.predictors.length), sumsOf(predictors.length));
  if (sums > MAX_SUMS) throw new Fault('E029', tree.at, 'All models together are made of more than 10 000 sums of products.', 'Leave predictors out, or split the program.');
  if (tree.regression === 'logistic') checkLogistic(tree, outcome.info);
  else if (tree.steps) throw new Fault('E096', tree.at, 'A linear model has no steps.', 'Take the line "steps" out.');
  // Sums of products, as n·Σxy − Σx·Σy needs them.
  const widest = all.reduce((most, { info }) => (info.type.kind === 'number' ? max(most, max(-info.type.low, info.type.high)) : most), 1n);
  const rowsTogether = BigInt(rows.most) * BigInt(rows.role.most);
  fitting(numberType(0n, rowsTogether * widest * widest), name.at);
  context.models.set(name.text, { name: name.text, rows, where, outcome, predictors, tree, totals: totalsOf(context, tree, [...predictors, outcome]) } satisfies Model);
}

/** How many products there are of the constant, the predictors and the outcome, each with each. */
function sumsOf(predictors: number): number {
  return ((predictors + 2) * (predictors + 3)) / 2;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function checkLogistic(tree: ModelStatement, outcome: Info): void {
  if (outcome.type.kind !== 'bool') throw new Fault('E095', tree.outcome.at, `"${tree.outcome.text}" is not yes/no.`, 'A logistic model is of a yes/no.');
  if (tree.steps?.shown !== true) throw new Fault('E096', tree.at, 'A logistic model is made in steps that all who put data in see.', 'Write: steps 8 shown.');
}

/** The sums of a model as totals like any others, so that they enter, share, and are worded and opened in the same way. */
function totalsOf(context: Context, { name: { at }, of, where, regression }: ModelStatement, variables: readonly { readonly name: string; readonly info: Info }[]): ModelTotals {
  const literal = (value: bigint): NumberLiteral => ({ kind: 'number', value, decimals: 0, percent: false, source: String(value), at });
  const named = (text: string): Expr => ({ kind: 'name', name: text, at });
  const total = (name: string, arg: Expr, rows: Named | undefined): Call => {
    const call: Call = { kind: 'call', name, args: [arg], of: rows, where, options: {}, at };
    context.type(call, {});
    return call;
  };
  const count = total('count', named(of.text), undefined);
  if (regression === 'logistic') return { count, products: [] };
  const values = variables.map(({ name, info }) => (info.type.kind === 'bool' ? { isBool: true, value: choice(named(name), literal(1n), literal(0n)) } : { isBool: false, value: named(name) }));
  const sums = values.map(({ value }) => total('sum', value, of));
  const products = values.map(({ value, isBool }, i) => [
    sums[i] as Call,
    // The square of 1 or 0 is itself.
    ...values.slice(0, i + 1).map((other, j) => (isBool && i === j ? (sums[i] as Call) : total('sum', { kind: 'arithmetic', operator: '*', left: other.value, right: value, at }, of))),
  ]);
  return { count, products: [[count], ...products] };
}

function choice(condition: Expr, then: Expr, otherwise: Expr): Expr {
  return { kind: 'choice', condition, then, else: otherwise, at: condition.at };
}
