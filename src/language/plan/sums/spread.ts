/** Over which cells of a table the rows of a turn spread. */
import type { Table } from '../../check/program.js';
import { keyValues } from '../../evaluate/tables.js';
import type { Row, Value } from '../../evaluate/value.js';
import { codingOf } from '../../turns/coding.js';
import type { Evaluating, InCell } from '../../turns/evaluating.js';
import type { Turn } from '../../turns/turn.js';
import type { Vectors } from '../../turns/vectors.js';

/** Cells that differ in their counters alone begin at different offsets. */
export interface Combination {
  readonly offset: number;
  /** Where the counters have their values; undefined without a table. */
  readonly within: InCell | undefined;
}

interface FieldKey {
  readonly name: string;
  /** The lowest code of a value of the key. */
  readonly lowest: number;
  /** By the code less the lowest; −1 for what is no value of the key. Codes of whole numbers, months and texts of a program lie close together. */
  readonly offsets: Int32Array;
}

/** The cells of a table, or the only one if there is no table, in the order of `cellsOf`. */
export class Spread {
  readonly cells: number;
  readonly combinations: readonly Combination[];
  readonly #fields: readonly FieldKey[] = [];

  constructor(
    readonly table: Table | undefined,
    { world, home, texts }: Evaluating,
  ) {
    if (table === undefined) {
      this.cells = 1;
      this.combinations = [{ offset: 0, within: undefined }];
      return;
    }
    const members = world.members.get(table.rows.role.name)?.length ?? 0;
    const keys = table.keys.map((key) => ({ key, values: keyValues(world, key, members) }));
    let stride = 1;
    const strides = keys.toReversed().map(({ values }) => {
      const own = stride;
      stride *= values.length;
      return own;
    }).toReversed();
    this.cells = stride;
    let combinations: { readonly offset: number; readonly values: Row }[] = [{ offset: 0, values: new Map() }];
    const fields: FieldKey[] = [];
    keys.forEach(({ key: { kind, name, info }, values }, i) => {
      const step = strides[i] ?? 1;
      if (kind === 'field') fields.push({ name, ...offsetsBy(values.map((value) => codingOf(info.type, texts)?.toCode(value) ?? 0), step) });
      if (kind === 'party') combinations = combinations.map(({ offset, values: named }) => ({ offset: offset + home.member * step, values: named }));
      if (kind === 'counter') combinations = combinations.flatMap(({ offset, values: named }) => values.map((value, at) => ({ offset: offset + at * step, values: new Map<string, Value>([...named, [name, value]]) })));
    });
    this.#fields = fields;
    this.combinations = combinations.map(({ offset, values }) => ({ offset, within: { table, cell: { index: offset, values, rows: [] } } }));
  }

  /** For each row its cell in the first combination, or −1. */
  positions(vectors: Vectors, { rows, columns }: Turn): Int32Array {
    const positions = new Int32Array(rows);
    for (const { name, lowest, offsets } of this.#fields) {
      const codes = columns.get(name)?.vector ?? [];
      for (let i = 0; i < rows; i++) {
        const at = (codes[i] as number) - lowest;
        // False for NaN as well.
        const offset = at >= 0 && at < offsets.length ? (offsets[at] as number) : -1;
        const before = positions[i] as number;
        positions[i] = offset < 0 || before < 0 ? -1 : before + offset;
      }
    }
    const mask = this.table?.where === undefined ? undefined : vectors.maskOf(this.table.where);
    if (mask !== undefined) for (let i = 0; i < rows; i++) if (mask[i] !== 1) positions[i] = -1;
    return positions;
  }
}

function offsetsBy(codes: readonly number[], step: number): Omit<FieldKey, 'name'> {
  const lowest = codes.reduce((so, code) => Math.min(so, code), Infinity);
  const offsets = new Int32Array(codes.reduce((so, code) => Math.max(so, code), -Infinity) - lowest + 1).fill(-1);
  codes.forEach((code, at) => (offsets[code - lowest] = at * step));
  return { lowest, offsets };
}
