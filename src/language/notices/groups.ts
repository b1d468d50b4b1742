/** Notices about how few rows or parties a number may come from. */
import { isTotal } from '../check/functions.js';
import { meaningOf, throughNames } from '../check/meanings.js';
import type { Checked, Reveal, Table } from '../check/program.js';
import type { Expr } from '../syntax/tree.js';
import { phrasesOf } from '../words/expressions.js';
import { listed } from '../words/numerals.js';
import { boundsOf, isBounded, type Bound } from './bounds.js';
import { isOne, isZeroOrOne, notThat, partsOfRows } from './parts-of-rows.js';
import { conditionsOf, keyOf, scopeOf, selectionsIn, shownValues, tableOf, type Scope } from './selections.js';
import { attention, note, type Found } from './notice.js';

/** A04, A05, A09: the program demands nothing, or too little, of the rows. */
export function boundNotices(checked: Checked, reveal: Reveal): Found[] {
  if (reveal.kind === 'table' && conditionsOf(reveal).length === 0) return [attention('A09', 'nothing is hidden: cells of one row are shown.')];
  if (reveal.kind === 'value' && (reveal.info.type.kind === 'bool' || reveal.info.type.kind === 'party')) return [];
  const bounds = boundsOf(checked, reveal);
  const byParty = tableOf(reveal)?.byParty === true;
  const open = shownScopes(checked, reveal);
  const lacks = (total: 'count' | 'contributors') => open.filter(({ scope, column }) => !isBounded(bounds, total, scope, column));
  const [fewRows, fewParties] = [lacks('count'), lacks('contributors').filter(({ scope }) => scope.rows.role.isGroup && !byParty)];
  const ofOne = fewRows.filter((each) => !each.scope.rows.role.isGroup || byParty || fewParties.includes(each));
  const names = [...new Set(ofOne.map(({ name }) => name))];
  const phrases = phrasesOf(checked);
  const unbounded = [...new Map(fewParties.map((each) => [keyOf(each.scope), each])).values()];
  const wheres = [...new Set(unbounded.flatMap(({ where }) => (where ? [phrases.plain(where, { inRow: true })] : [])))];
  const which = wheres.length === unbounded.length && wheres.length > 0 ? `the rows where ${wheres.join(', and those where ')}` : 'the rows';
  const sides = oneSided(reveal, bounds);
  return [
    ...(names.length === 0 && sides.length > 0 ? [attention('A05', `no least number of rows is asked for where ${listed(sides)} ${sides.length > 1 ? 'are' : 'is'} yes, or where ${sides.length > 1 ? 'they are' : 'it is'} no: totals that the model is made of may be those of one row.`)] : []),
    ...(names.length > 0 ? [attention('A05', `${reveal.kind === 'table' ? `${listed(names)} ${names.length > 1 ? 'have' : 'has'} no least number of rows` : 'no least number of rows is asked for'}: one row’s value may be read off.`)] : []),
    ...(fewParties.length > 0 ? [attention('A04', `no least number of parties is asked for: ${which} may all come from one of them.`)] : []),
  ];
}

/** The yes/no columns, and those of 0 and 1, of a model of which not both sides have a least number of rows: a total of products with one is a total over its rows. */
function oneSided(reveal: Reveal, bounds: readonly Bound[]): string[] {
  if (reveal.kind !== 'model') return [];
  const { rows, where, outcome, predictors } = reveal.model;
  return [outcome, ...predictors].filter(({ name, info }) => info.type.kind === 'bool' || isZeroOrOne(rows, name)).flatMap(({ name, info }) => {
    const named: Expr = { kind: 'name', name, at: reveal.tree.at };
    const yes = info.type.kind === 'bool' ? named : isOne(named);
    return [yes, notThat(yes)].every((side) => isBounded(bounds, 'count', scopeOf(rows, undefined, where, side), undefined)) ? [] : [name];
  });
}

interface Shown {
  readonly name: string;
  /** The column, if it is one of a table. */
  readonly column: string | undefined;
  readonly where: Expr | undefined;
  readonly scope: Scope;
}

function shownScopes(checked: Checked, reveal: Reveal): Shown[] {
  if (reveal.kind === 'model') {
    const { rows, where } = reveal.model;
    return [{ name: reveal.name, column: undefined, where, scope: scopeOf(rows, undefined, where) }];
  }
  return shownValues(reveal).flatMap(([name, value]) =>
    [...selectionsIn(checked, value, tableOf(reveal))].flatMap(({ total, where, scope, call }): Shown[] => {
      if (['rank', 'contributors', 'largest_part'].includes(total)) return [];
      const column = reveal.kind === 'table' ? name : undefined;
      return [{ name, column, where, scope }, ...partsOfRows(checked, call, scope).map((part) => ({ name, column, where: part.where, scope: part.scope }))];
    }),
  );
}

/** N08, N09: what one party alone may make up. */
export function dominanceNotices(checked: Checked, reveal: Reveal): Found[] {
  const table = tableOf(reveal);
  const conditions = conditionsOf(reveal);
  const bounded = conditions.some(({ value }) => [...totalsIn(checked, value, table)].some((name) => name.total === 'largest_part'));
  if (bounded || table?.byParty === true) return [];
  const names = shownNumbers(checked, reveal);
  const padded = conditions.flatMap(({ value }) => [...totalsIn(checked, value, table)]).some(({ total, group }) => (total === 'count' || total === 'contributors') && group !== undefined && reveal.recipients.has(group));
  return [
    ...(names.length > 0 ? [note('N08', `nothing bounds the part that one party has of ${names.join(', ')}: where one has nearly all, the others can estimate it.`)] : []),
    ...(padded && reveal.kind !== 'model' ? [note('N09', `a party that learns this can lift a number above its limit by rows of its own making, and take them off again. A limit on what is left without the largest part holds against one such party.${asSeveral(checked, reveal) ? ' One with an altered program can count as several parties.' : ''}`)] : []),
  ];
}

/** With counts shown, each party enters 1 or 0 for contributors, and nothing makes it tell the truth. */
function asSeveral(checked: Checked, reveal: Reveal): boolean {
  const table = tableOf(reveal);
  const shown = conditionsOf(reveal).filter((each) => each.countsShown);
  return shown.some(({ value }) => [...totalsIn(checked, value, table)].some(({ total }) => total === 'contributors'));
}

function shownNumbers(checked: Checked, reveal: Reveal): string[] {
  if (reveal.kind === 'model' || (reveal.kind === 'value' && reveal.info.type.kind !== 'number')) return [];
  const table = tableOf(reveal);
  const all = reveal.kind === 'table' ? reveal.columns.map((name) => [name, reveal.table.columns.get(name)?.value] as const) : shownValues(reveal);
  return all.filter(([, value]) => value !== undefined && [...totalsIn(checked, value, table, false)].some(({ total, group }) => (total === 'sum' || total === 'mean') && group !== undefined)).map(([name]) => name);
}

/** Totals over rows in an expression; also through columns and lets if `deep`. */
function* totalsIn(checked: Checked, expr: Expr, table: Table | undefined, deep = true): Generator<{ total: string; group: string | undefined }> {
  for (const each of throughNames(expr, (name) => (deep ? meaningOf(checked, name, table) : undefined))) {
    const over = isTotal(each) ? checked.totals.get(each)?.over : undefined;
    if (each.kind === 'call' && over?.kind === 'rows' && !over.rows.isSingle) yield { total: each.name, group: over.rows.role.isGroup ? over.rows.role.name : undefined };
  }
}
