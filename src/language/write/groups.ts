/** Groups of rows with the sums from which their means and variances are computed. Tests of means begin with these. */
import { freeName, grouped, headOf, quoted, stepOf, whereGiven, type Column, type NumberColumn, type Records } from './records.js';

/** Digits beyond the column's own. */
export const MORE_DIGITS = 6;

export interface GroupsOptions {
  readonly of: NumberColumn;
  readonly by: Column;
  /** Nothing is opened if a group has fewer rows; their numbers are seen. */
  readonly minGroup?: number | undefined;
}

export interface Groups {
  readonly title: string;
  readonly head: readonly string[];
  /** Statements that end with the reveal of the table. */
  readonly lines: readonly string[];
  /** What every other reveal ends with. */
  readonly onlyIf: string;
  readonly names: { readonly table: string; readonly n: string; readonly total: string; readonly squares: string };
  readonly taken: Set<string>;
  /** The condition that finds each group's cell, and the group's name. */
  readonly cells: readonly { readonly where: string; readonly label: string }[];
}

/** Sums are exact, and everything else follows from them in the open. */
export function groupsOf(records: Records, what: string, { of, by, minGroup }: GroupsOptions, step: string): Groups {
  const taken = new Set(records.columns.map(({ name }) => name));
  const named = (name: string): string => {
    const free = freeName(name, taken);
    taken.add(free);
    return free;
  };
  const names = { table: named('groups'), n: named('n'), total: named('total'), squares: named('squares') };
  const { table, n, total, squares } = names;
  const [average, deviation, enough] = [named('average'), named('deviation'), named('enough')];
  const cells = cellsOf(by);
  const given = whereGiven(records, of);
  const wheres = cells.map(({ where }) => `count(records where ${where}${given.replace(' where ', ' and ')}) >= ${grouped(minGroup ?? 0)}`);
  const onlyIf = minGroup === undefined ? '' : ` only if ${enough}, counts shown`;
  const title = `${what} of ${of.name} by ${by.name}`;
  return {
    title, names, taken, cells, onlyIf,
    head: headOf(title, records),
    lines: [
      ...(minGroup === undefined ? [] : [`let ${enough} = ${wheres.join(' and ')}`, '']),
      `table ${table} by ${by.name} of records${given}:`,
      `    ${n} = count()`,
      `    ${total} = sum(${of.name})`,
      `    ${squares} = sum(${of.name} * ${of.name})`,
      `    ${average} = ${total} / ${n} rounded to ${step}`,
      `    ${deviation} = sqrt(max(${sumOfSquares(names)} / max(${n} - 1, 0), 0)) rounded to ${step}`,
      '',
      `reveal ${table} as "${of.name} by ${by.name}" to everyone${onlyIf}`,
    ],
  };
}

/** The sum of squares of a group around its mean: Σx² − (Σx)² / n. A group of no rows has 0. */
export function sumOfSquares({ n, total, squares }: { readonly n: string; readonly total: string; readonly squares: string }): string {
  return `(${squares} - ${total} * ${total} / max(${n}, 1))`;
}

/** For each combination of values of some columns, the condition on its rows, and what it is called. One, without a condition, of no columns. */
export function combinationsOf(by: readonly Column[]): { readonly where: string; readonly label: string }[] {
  const all = by.reduce<{ wheres: string[]; labels: string[] }[]>((so, column) => so.flatMap(({ wheres, labels }) => cellsOf(column).map(({ where, label }) => ({ wheres: [...wheres, where], labels: [...labels, label] }))), [{ wheres: [], labels: [] }]);
  return all.map(({ wheres, labels }) => ({ where: wheres.join(' and '), label: labels.join(', ') }));
}

function cellsOf(by: Column): { where: string; label: string }[] {
  switch (by.kind) {
    case 'yes/no':
      return [{ where: `not ${by.name}`, label: `not ${by.name}` }, { where: by.name, label: by.name }];
    case 'category':
      return by.values.map((value) => ({ where: `${by.name} = ${quoted(value)}`, label: value }));
    case 'number':
      return Array.from({ length: Number(by.high) - Number(by.low) + 1 }, (_, i) => ({ where: `${by.name} = ${Number(by.low) + i}`, label: `${by.name} ${Number(by.low) + i}` }));
  }
}

export function finestStep({ decimals }: NumberColumn, times = 1): string {
  return stepOf(decimals * times + MORE_DIGITS);
}

