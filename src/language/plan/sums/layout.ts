/** The numbers that enter a program on sums, in the same order at every party. */
import type { Checked, Reveal, Table } from '../../check/program.js';
import { corners } from '../../check/ranges.js';
import type { Bounds } from '../../check/types.js';
import { shape, type Call, type Expr } from '../../syntax/tree.js';
import { partsOf, type Part } from './parts.js';
import type { Use } from './study.js';

/** One sum, or one for each cell of a table. */
export interface Measure {
  /** The same for two totals of the same rows, so that what they share enters once. */
  readonly key: string;
  readonly part: Part;
  readonly call: Call;
  readonly table: Table | undefined;
  readonly args: readonly Expr[];
  /** Sums are whole numbers of 10^−decimals. */
  readonly decimals: number;
  /** The range of one party's own sum, times 10^decimals; 0 lies in it. */
  readonly range: Bounds<bigint>;
  /** Roles that see it. */
  readonly recipients: readonly string[];
  readonly uses: readonly Use[];
  /** Whether it is a count that is opened before anything else, for conditions that show their counts. */
  readonly isFirst: boolean;
}

export function hasCondition(reveal: Reveal): boolean {
  return reveal.onlyIf.length > 0 || (reveal.kind === 'table' && reveal.hide.length > 0);
}

/** Whether it is opened whatever the counts are. */
export function isOpenedAnyway({ isFirst, uses }: Measure): boolean {
  return isFirst || uses.some(({ reveal }) => !hasCondition(reveal));
}

/** Counts of conditions come first; one order for all parties. */
export function layoutOf(checked: Checked, uses: readonly Use[]): readonly Measure[] {
  const found = new Map<string, Measure>();
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
  return [...all.filter((each) => each.isFirst), ...all.filter((each) => !each.isFirst)];
}

/** Names the rows and what is added up over them. */
export function measureKey(checked: Checked, call: Call, table: Table | undefined, part: Part): string {
  const total = checked.totals.get(call);
  const rows = total?.over.kind === 'rows' ? total.over : undefined;
  const args = part.kind === 'sum' ? part.of.map((i) => shape(total?.args[i])).sort() : [];
  return JSON.stringify([rows?.rows.name, rows?.inCell === true ? table?.name : null, call.where ? shape(call.where) : null, part.kind, ...args]);
}

function measureOf(checked: Checked, { call, table, isCondition, ...use }: Use, part: Part): Omit<Measure, 'key' | 'recipients'> {
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
