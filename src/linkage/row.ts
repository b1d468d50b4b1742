import type { KeyColumn } from './column.js';
import { groupsOf, type KeyGroup } from './groups.js';
import { digitsOfDate } from './date.js';
import { partReader } from './kinds/index.js';
import { nameForms, type NearForms } from './names/index.js';
import { placeholderTest, type PlaceholderTest } from './placeholders.js';

/** A record's key columns, normalised. */
export interface RowParts {
  /** For each column its part of the key; '' if the cell is empty or unusable. */
  readonly parts: readonly string[];
  /** The columns, by their indices, whose cell is a placeholder; undefined if there is none. */
  readonly placeholders: readonly number[] | undefined;
  /** What the near rules take as the names of a person, made at the first use. */
  readonly near: () => NearForms;
  /** For each date column, by its index: YYYYMMDD, also if that day does not exist; '' if the cell is no date at all. */
  readonly digitsAt: (index: number) => string;
  /** If columns make up several keys (groups.ts): the same for each key's own columns. Otherwise empty. */
  readonly groups: readonly RowParts[];
}

/** Cells of one record, in the columns' order, to its parts. */
export type Normaliser = (cells: readonly string[]) => RowParts;

const NO_GROUPS: readonly RowParts[] = [];
const NO_NAMES: NearForms = { names: [], bare: [], kept: [], other: undefined, brief: [] };

/**
 * How records of these columns are normalised, in the way that the present file writes them (as-written.ts). `placeholders`: the agreement's placeholders, in
 * addition to what the rules know.
 */
export function normaliserOf(columns: readonly KeyColumn[], placeholders: readonly string[] = []): Normaliser {
  const groups = groupsOf(columns);
  return groups.length === 1 ? plainNormaliser(columns, placeholders) : groupNormaliser(columns, groups, placeholders);
}

/** A name is whole or a part depending on what else is in its key, so each key is normalised by itself. A column's part is that in its first key. */
function groupNormaliser(columns: readonly KeyColumn[], groups: readonly KeyGroup[], placeholders: readonly string[]): Normaliser {
  const own = groups.map(({ indices }) => ({ indices, normalise: plainNormaliser(indices.flatMap((index) => columns[index] ?? []), placeholders) }));
  const first = columns.map((_, i) => groups.findIndex(({ indices }) => indices.includes(i)));
  return (cells) => {
    const rows = own.map(({ indices, normalise }) => normalise(indices.map((index) => cells[index] ?? '')));
    const at = (column: number) => groups[first[column] ?? 0]?.indices.indexOf(column) ?? 0;
    const noValue = columns.flatMap((_, i) => (rows[first[i] ?? 0]?.placeholders?.includes(at(i)) === true ? [i] : []));
    return {
      parts: columns.map((_, i) => rows[first[i] ?? 0]?.parts[at(i)] ?? ''),
      placeholders: noValue.length === 0 ? undefined : noValue,
      near: () => NO_NAMES,
      digitsAt: () => '',
      groups: rows,
    };
  };
}

function plainNormaliser(columns: readonly KeyColumn[], placeholders: readonly string[]): Normaliser {
  const named = columns.flatMap((column, i) => (column.type === 'name' ? [i] : []));
  const plain = columns.map(partReader);
  const tests = columns.map((column) => placeholderTest(column.type, placeholders, column.order));
  return (written) => {
    const noValue = indicesOf(written, tests);
    const cells = noValue === undefined ? written : written.map((cell, i) => (noValue.includes(i) ? '' : cell));
    const forms = named.length === 0 ? undefined : nameForms(named.map((i) => cells[i] ?? ''));
    let near: NearForms | undefined;
    const parts = plain.map((part, i) => part?.(cells[i] ?? '') ?? forms?.exact[named.indexOf(i)] ?? '');
    return {
      parts,
      placeholders: noValue,
      near: () => (near ??= forms?.near() ?? NO_NAMES),
      digitsAt: (index) => parts[index] || digitsOfDate(cells[index] ?? '', columns[index]?.order),
      groups: NO_GROUPS,
    };
  };
}

function indicesOf(cells: readonly string[], tests: readonly PlaceholderTest[]): number[] | undefined {
  let indices: number[] | undefined;
  for (let i = 0; i < tests.length; i++) if (tests[i]?.(cells[i] ?? '') === true) (indices ??= []).push(i);
  return indices;
}
