import type { DateOrder, KeyColumn } from './column.js';
import { dateKey } from './date.js';
import { exactKey } from './exact.js';
import { nameWords } from './name.js';
import { textKey } from './text.js';

/** A record's key columns, normalised. */
export interface RowParts {
  /** For each column its part of the key; '' where the cell is empty or unusable. */
  readonly parts: readonly string[];
  /** What the near rules take for the names of a person: each name column, or the words of the only one. '' as above. */
  readonly names: readonly string[];
}

/** Cells of one record, in the columns' order, to its parts. */
export type Normaliser = (cells: readonly string[]) => RowParts;

/**
 * How records of these columns are normalised. `ownOrders` says how this party's own file writes the dates of a column, where it is
 * otherwise than agreed: the part is the same.
 */
export function normaliserOf(columns: readonly KeyColumn[], ownOrders?: ReadonlyMap<string, DateOrder>): Normaliser {
  const named = columns.flatMap((column, i) => (column.type === 'name' ? [i] : []));
  const [only] = named;
  // Whole names, given name and surname together, where no other column holds a part of them.
  const isWhole = named.length === 1;
  const plain = columns.map((column) => partOf(column, ownOrders?.get(column.name) ?? column.order));
  if (!isWhole) {
    return (cells) => {
      const parts = plain.map((part, i) => part(cells[i] ?? ''));
      return { parts, names: named.map((i) => parts[i] ?? '') };
    };
  }
  return (cells) => {
    const words = nameWords(cells[only ?? 0] ?? '', true);
    return { parts: plain.map((part, i) => (i === only ? words.join('') : part(cells[i] ?? ''))), names: words };
  };
}

function partOf(column: KeyColumn, order: DateOrder | undefined): (cell: string) => string {
  switch (column.type) {
    case 'exact':
      return exactKey;
    case 'text':
      return textKey;
    case 'name':
      return (cell) => nameWords(cell, false).join('');
    case 'date':
      return (cell) => dateKey(cell, order);
  }
}
