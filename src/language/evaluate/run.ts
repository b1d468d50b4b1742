/** A whole program in the clear. It is the reference for every other way to run it. */
import type { Checked } from '../check/program.js';
import { evaluateExpression } from './expressions.js';
import { workOutAtHome } from './home.js';
import { shutInTheClear } from '../shut/plain.js';
import { NOTHING_SHUT } from '../shut/shut.js';
import { fitModel } from './models.js';
import { resultOf, type PartyNames, type Result } from './results.js';
import { workOutTable } from './tables.js';
import { valueOfTotal } from './totals.js';
import { evaluate, type Inputs, type World } from './world.js';

export interface Evaluation {
  readonly values: Readonly<Record<string, Result>>;
  readonly world: World;
}

/** Changes the rows that it is given: derived columns are added, and rows that are not kept are taken out. Throws OutOfRange. */
export function evaluateProgram(checked: Checked, inputs: Inputs, names: PartyNames, options: Pick<World, 'makeKey' | 'watch'>): Evaluation {
  const world = worldOf(checked, inputs, { ...options, totalOf: valueOfTotal, fitOf: fitModel });
  workOutAtHome(world);
  const shutting = { ...world, shut: shutInTheClear(world, names) };
  return { values: evaluateStatements(shutting, names), world: shutting };
}

export function worldOf(checked: Checked, inputs: Inputs, options: Pick<World, 'makeKey' | 'watch' | 'totalOf' | 'fitOf'> & Partial<Pick<World, 'shut'>>): World {
  return { checked, shut: NOTHING_SHUT, ...inputs, ...options, evaluate: evaluateExpression, values: new Map(), cells: new Map(), running: new Map() };
}

/** Lets, tables and reveals in their order. */
export function evaluateStatements(world: World, names: PartyNames): Readonly<Record<string, Result>> {
  const { checked } = world;
  const values: Record<string, Result> = {};
  let next = 0;
  for (const statement of checked.program.statements) {
    const name = statement.name.text;
    if (statement.kind === 'let') world.values.set(name, evaluate(world, statement.value, {}));
    const table = statement.kind === 'table' ? checked.tables.get(name) : undefined;
    if (table) workOutTable(world, table);
    const reveal = statement.kind === 'reveal' ? checked.reveals[next++] : undefined;
    if (reveal) values[reveal.name] = resultOf(world, reveal, names);
  }
  return values;
}
