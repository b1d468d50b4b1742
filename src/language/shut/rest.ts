/** Counts without one party's own rows. */
import type { Checked, Table } from '../check/program.js';
import { isNumber, type Value } from '../evaluate/value.js';
import type { World } from '../evaluate/world.js';
import { rational, subtract } from '../numbers/rational.js';
import type { Call } from '../syntax/tree.js';

/**
 * Whether a party takes its own rows off: from counts of rows. Contributors and single values count parties, and of a table by party each cell belongs to
 * one party.
 */
export function takesOff(checked: Checked, call: Call, table: Table | undefined): boolean {
  const over = checked.totals.get(call)?.over;
  return call.name === 'count' && over?.kind === 'rows' && !over.rows.isSingle && !(over.inCell && table?.byParty === true);
}

/** The same totals, each count without the rows of one party. `own`: how many these are. */
export function withoutOwn(totalOf: World['totalOf'], own: (...args: Parameters<World['totalOf']>) => bigint): World['totalOf'] {
  return (world, call, env): Value => {
    const all = totalOf(world, call, env);
    if (!isNumber(all) || !takesOff(world.checked, call, env.table)) return all;
    // Others may have put in a count below 0. What is worked out of counts was checked for counts from 0 on.
    const rest = subtract(all, rational(own(world, call, env)));
    return rest.n < 0n ? rational(0n) : rest;
  };
}
