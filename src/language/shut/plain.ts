/** What is shut where all data are in one place: what each party would shut by itself. */
import { selectedRows, valueOfTotal } from '../evaluate/totals.js';
import { membersOf, type Environment, type World } from '../evaluate/world.js';
import type { PartyNames } from '../evaluate/results.js';
import { layoutOf } from '../plan/sums/layout.js';
import { studySums } from '../plan/sums/study.js';
import { rational } from '../numbers/rational.js';
import type { Call } from '../syntax/tree.js';
import { decisionsIn, shutBy, worldOfCounts } from './decide.js';
import { withoutOwn } from './rest.js';
import { NOTHING_SHUT, type Shut } from './shut.js';

/** `world`: after everybody's work at home. */
export function shutInTheClear(world: World, names: PartyNames): Shut {
  const { checked } = world;
  const plan = layoutOf(checked, studySums(checked).uses);
  if (plan.gates.length === 0) return NOTHING_SHUT;
  const counts = new Map<Call, Map<number, readonly number[]>>();
  /** The rows of each member. */
  const rowsOf = (call: Call, env: Environment): readonly number[] => {
    const total = checked.totals.get(call);
    if (total?.over.kind !== 'rows') return [];
    const { rows, inCell } = total.over;
    const known = counts.get(call) ?? new Map<number, readonly number[]>();
    counts.set(call, known);
    const at = inCell ? (env.cell?.index ?? -1) : -1;
    const found = known.get(at);
    if (found !== undefined) return found;
    const each = membersOf(world, rows.role.name).map(() => 0);
    for (const { member } of selectedRows(world, call, rows, inCell ? env.cell : undefined, env)) each[member] = (each[member] ?? 0) + 1;
    known.set(at, each);
    return each;
  };
  const totalOf: World['totalOf'] = (of, call, env) => {
    if (call.name === 'count') return rational(BigInt(rowsOf(call, env).reduce((sum, each) => sum + each, 0)));
    return call.name === 'contributors' ? valueOfTotal(of, call, env) : null;
  };
  const all = worldOfCounts(world, totalOf);
  const byCounts = decisionsIn(all, plan.gates);
  const vetoes = byCounts.map((cells) => cells.map((): string[] => []));
  const givers = new Set([...checked.rows.values()].filter(({ isSingle }) => !isSingle).map((rows) => rows.role.name));
  for (const role of [...checked.roles.keys()].filter((each) => givers.has(each))) {
    for (const member of membersOf(world, role).keys()) {
      const own = (call: Call, env: Environment) => {
        const over = checked.totals.get(call)?.over;
        return BigInt(over?.kind === 'rows' && over.rows.role.name === role ? (rowsOf(call, env)[member] ?? 0) : 0);
      };
      const rest = decisionsIn(worldOfCounts(world, withoutOwn(totalOf, (_, call, env) => own(call, env))), plan.gates);
      const name = names.get(role)?.[member] ?? `${role} ${member + 1}`;
      rest.forEach((cells, gate) => cells.forEach((isShut, cell) => isShut && byCounts[gate]?.[cell] === false && vetoes[gate]?.[cell]?.push(name)));
    }
  }
  return shutBy(all, plan, byCounts, vetoes);
}
