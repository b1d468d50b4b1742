/** The numbers that enter a program on sums, in the same order at every party. */
import type { Checked, Reveal, Table } from '../../check/program.js';
import { corners } from '../../check/ranges.js';
import type { Bounds } from '../../check/types.js';
import { shape, type Call, type Expr } from '../../syntax/tree.js';
import { gatesOf } from '../../shut/gates.js';
import { tiesOf, type Gates } from '../../shut/ties.js';
import type { Measure } from './measure.js';
import { partsOf, type Part } from './parts.js';
import type { Use } from './study.js';

export type { Measure };

export interface Layout extends Gates {
  readonly measures: readonly Measure[];
}

export function hasCondition(reveal: Reveal): boolean {
  return reveal.onlyIf.length > 0 || (reveal.kind === 'table' && reveal.hide.length > 0);
}

/** Counts of conditions come first; one order for all parties. */
export function layoutOf(checked: Checked, uses: readonly Use[]): Layout {
  const found = new Map<string, Omit<Measure, 'isLate'>>();
  for (const use of uses) {
    const recipients = [...use.reveal.recipients].sort();
    for (const part of partsOf(use.call)) {
      const key = measureKey(checked, use.call, use.table, part);
      // Each set of recipients has sums of its own, so that one reveal's condition never decides what others see.
      const id = `${recipients.join(',')}|${key}`;
      const other = found.get(id);
      found.set(id, other === undefined ? { ...measureOf(checked, use, part), key, recipients } : { ...other, uses: [...other.uses, use], isFirst: other.isFirst || use.isCondition });
    }
  }
  const all = [...found.values()];
  const inOrder = [...all.filter((each) => each.isFirst), ...all.filter((each) => !each.isFirst)];
  const gates = gatesOf(checked, inOrder);
  const ties = tiesOf(checked, inOrder, gates);
  const isOpen = ({ reveal }: Use) => !hasCondition(reveal) && !ties.some((tie) => tie.reveal === reveal);
  return { measures: inOrder.map((each) => ({ ...each, isLate: !each.isFirst && !each.uses.some(isOpen) })), gates, ties };
}

/** Names the rows and what is added up over them. */
export function measureKey(checked: Checked, call: Call, table: Table | undefined, part: Part): string {
  const total = checked.totals.get(call);
  const rows = total?.over.kind === 'rows' ? total.over : undefined;
  const args = part.kind === 'sum' ? part.of.map((i) => shape(total?.args[i])).sort() : [];
  return JSON.stringify([rows?.rows.name, rows?.inCell === true ? table?.name : null, call.where ? shape(call.where) : null, part.kind, ...args]);
}

function measureOf(checked: Checked, { call, table, isCondition, ...use }: Use, part: Part): Omit<Measure, 'key' | 'recipients' | 'isLate'> {
  const total = checked.totals.get(call);
  const over = total?.over.kind === 'rows' ? total.over : undefined;
  const args = total?.args ?? [];
  const most = BigInt(over?.rows.most ?? 0);
  const each = part.kind === 'sum' ? rangeOfRow(checked, part.of.map((i) => args[i])) : { decimals: 0, range: [0n, 1n] as const };
  const times = part.kind === 'contributors' ? 1n : most;
  const [low, high] = each.range;
  return {
    part, call, args, isFirst: isCondition,
    table: over?.inCell === true ? table : undefined,
    decimals: each.decimals,
    range: [low < 0n ? low * times : 0n, high > 0n ? high * times : 0n],
    uses: [{ call, table, isCondition, ...use }],
  };
}

/** Bounds of one row's value, or of the product of two. */
function rangeOfRow(checked: Checked, args: readonly (Expr | undefined)[]): { readonly decimals: number; readonly range: Bounds<bigint> } {
  const types = args.map((arg) => (arg === undefined ? undefined : checked.infos.get(arg)?.type)).filter((type) => type?.kind === 'number');
  const ranges = types.map(({ low, high }): Bounds<bigint> => [low, high]);
  const decimals = types.reduce((so, type) => so + type.decimals, 0);
  return { decimals, range: ranges.reduce((a, b) => corners(a, b), [1n, 1n]) };
}
