/** What is revealed, to whom, under which conditions. */
import { AlreadyReported, Fault } from '../fault.js';
import { children, shape, walk, type Condition, type Expr, type Hide, type RevealStatement, type Who } from '../syntax/tree.js';
import type { Context, Scope } from './context.js';
import { condition, unrounded } from './demands.js';
import { CLEAR_FUNCTIONS, isTotal } from './functions.js';
import { meant } from './nearest.js';
import type { Model, Reveal, Table, TableColumn } from './program.js';
import { joinPlaces, mergeSources, typeName, type Info } from './types.js';

interface Head {
  readonly number: number;
  readonly tree: RevealStatement;
  readonly recipients: ReadonlySet<string>;
  readonly onlyIf: readonly Condition[];
}

export function checkReveal(context: Context, tree: RevealStatement): void {
  const head: Head = { number: context.reveals.length + 1, tree, recipients: recipientsOf(context, tree.to), onlyIf: tree.onlyIf };
  for (const { value } of tree.onlyIf) condition(context.type(value, {}), value.at);
  const { text } = tree.name;
  const table = tree.value ? undefined : context.tables.get(text);
  const model = tree.value ? undefined : context.models.get(text);
  const reveal = table ? tableReveal(context, head, table) : model ? modelReveal(head, model) : valueReveal(context, head);
  checkCountsShown(context, reveal);
  if (tree.value && reveal.kind === 'value') {
    context.declare(text, tree.name.at, 'a revealed value', reveal.info);
  }
  context.reveals.push(reveal);
}

function recipientsOf(context: Context, to: Who): ReadonlySet<string> {
  if (to.kind === 'everyone') return new Set(context.roles.keys());
  const named = to.kind === 'each' ? [to.group] : to.roles;
  for (const { text, at } of named) {
    const role = context.roles.get(text);
    if (!role) throw context.unknown(text, () => new Fault('E083', at, `"${text}" is neither a party nor a group.`, meant(text, context.roles.keys(), 'Write everyone, or names of parties and groups.')));
    if (to.kind === 'each' && !role.isGroup) throw new Fault('E084', at, `"${text}" is one party.`, `Write "to ${text}".`);
  }
  return new Set(named.map(({ text }) => text));
}

function tableReveal(context: Context, head: Head, table: Table): Reveal {
  const { tree } = head;
  if (tree.to.kind === 'each') throw new Fault('E097', tree.to.group.at, 'A table is the same for all who learn it.', `Write "to ${tree.to.group.text}".`);
  const isKeys = tree.columns?.length === 1 && tree.columns[0]?.text === 'keys' && !table.columns.has('keys');
  const columns = isKeys ? [] : (tree.columns?.map(({ text }) => text) ?? [...table.columns.keys()]);
  const column = (name: string, at = tree.name.at): TableColumn => {
    const found = table.columns.get(name);
    if (!found) throw context.unknown(name, () => new Fault('E051', at, `The table ${table.name} has no column "${name}".`, meant(name, table.columns.keys(), `It has ${[...table.columns.keys()].join(', ')}.`)));
    return found;
  };
  tree.columns?.forEach(({ text, at }) => isKeys || column(text, at));
  if (isKeys && !tree.top) throw new Fault('E024', tree.at, 'Keys alone are known to all.', 'Write keys of top 10 of TABLE by COLUMN.');
  const by = tree.top ? column(tree.top.by.text, tree.top.by.at) : undefined;
  if (by && (by.info.openOnly || !['number', 'fraction'].includes(by.info.type.kind))) throw new Fault('E064', tree.top?.by.at ?? tree.at, `The largest ${by.name} cannot be found where nobody sees it.`, 'Take a column that is a number and no root, logarithm or interval.');
  const openColumns = new Set(columns.filter((name) => followsFrom(table, column(name), columns)));
  for (const name of columns) if (!openColumns.has(name)) checkShown(context, table, column(name), columns);
  for (const name of openColumns) checkRounded(column(name));
  const vars = new Map<string, Info>([...table.keys.map((key) => [key.name, key.info] as const), ...[...table.columns].map(([name, { info }]) => [name, info] as const)]);
  const scope: Scope = { vars, cell: { ...table, keyVars: new Map(table.keys.map((key) => [key.name, key.info])) } };
  for (const hide of tree.hide) {
    for (const { text, at } of hide.columns ?? []) if (!columns.includes(text)) throw new Fault('E051', at, `"${text}" is not revealed here.`, 'Name columns that are.');
    condition(context.type(hide.value, scope), hide.value.at);
  }
  const infos = [...columns.map((name) => column(name).info), ...(by && columns.length === 0 ? [by.info] : [])];
  const hidden = tree.hide.map(({ value }) => context.infos.get(value)).filter((info) => info !== undefined);
  return {
    kind: 'table', ...head, name: table.name, table, columns, openColumns, hide: tree.hide,
    place: table.byParty && infos.every((info) => info.place !== 'together') ? table.place : joinPlaces([...infos, ...hidden].map((info) => info.place)),
    sources: mergeSources(...infos.map((info) => info.sources), ...hidden.map((info) => ({ ...info.sources, selections: new Set<string>(), exact: [] }))),
  };
}

/** Whether a column is made only from others, all of which are revealed. */
function followsFrom(table: Table, column: TableColumn, revealed: readonly string[]): boolean {
  const others = columnsIn(table, column.value);
  return !column.hasTotal && others.length > 0 && others.every((name) => revealed.includes(name)) && [...walk(column.value)].every((each) => each.kind !== 'field' && (each.kind !== 'name' || table.columns.has(each.name) || isPublic(each, table)));
}

function isPublic(expr: Extract<Expr, { kind: 'name' }>, table: Table): boolean {
  return table.keys.some((key) => key.name === expr.name);
}

function columnsIn(table: Table, value: Expr): string[] {
  return [...walk(value)].flatMap((each) => (each.kind === 'name' && table.columns.has(each.name) ? [each.name] : []));
}

function checkRounded({ name, value, info }: TableColumn): void {
  if (info.type.kind === 'fraction' || info.type.kind === 'real') throw new Fault('E044', value.at, `${name} is revealed and not rounded.`, 'Write … rounded to 0.01.');
}

function checkShown(context: Context, table: Table, column: TableColumn, revealed: readonly string[]): void {
  checkRounded(column);
  const usesClear = column.info.openOnly || [...walk(column.value)].some((each) => each.kind === 'call' && CLEAR_FUNCTIONS.has(each.name) && context.infos.get(each)?.place !== 'public');
  if (!usesClear) return;
  const missing = columnsIn(table, column.value).filter((name) => !revealed.includes(name));
  throw new Fault('E064', column.value.at, `${column.name} can only be computed of columns that are revealed with it.`, missing.length > 0 ? `Reveal ${missing.join(', ')}, too.` : 'Give the totals in it names of their own, as columns, and reveal those.');
}

function modelReveal(head: Head, model: Model): Reveal {
  const { tree, recipients } = head;
  if (tree.to.kind === 'each') throw new Fault('E097', tree.to.group.at, 'A model is the same for all who learn it.', `Write "to ${tree.to.group.text}".`);
  refuseTableWords(tree);
  const role = model.rows.role.name;
  if (model.tree.regression === 'logistic' && !recipients.has(role)) throw new Fault('E099', tree.at, `All ${role} see the steps of this model: reveal it to them, too.`, `Write to ${[...recipients, role].join(', ')}, or to everyone.`);
  return { kind: 'model', ...head, name: model.name, model, place: 'together', sources: { roles: new Set([role]), selections: new Set([`${model.rows.name}||${model.where ? shape(model.where) : ''}`]), probes: [], exact: [] } };
}

function refuseTableWords({ hide, columns, top, at }: RevealStatement): void {
  const [first] = hide;
  if (first) throw new Fault('E098', first.at, '"hide" is for tables.', 'Write only if.');
  if (columns || top) throw new Fault('E054', at, 'Columns and top are of tables.', 'Name a table behind "of".');
}

function valueReveal(context: Context, head: Head): Reveal {
  const { tree } = head;
  // A table whose own lines have an error is no table here: what is said about it as a single value would be about the wrong thing.
  if (tree.value === undefined && context.hasFailed(tree.name.text)) throw new AlreadyReported();
  refuseTableWords(tree);
  const own = tree.to.kind === 'each' ? tree.to.group.text : undefined;
  const value: Expr = tree.value ?? { kind: 'name', name: tree.name.text, at: tree.name.at };
  const fields = own === undefined ? undefined : context.rows.get(own)?.fields;
  const isOpen = own === undefined && followsFromRevealed(context, head, value);
  const info = context.type(value, { own, ...(fields ? { vars: fields } : {}), ...(isOpen ? { open: true } : {}) });
  if (info.type.kind === 'real') throw isOpen || info.place !== 'together' ? new Fault('E044', value.at, 'This is revealed and not rounded.', 'Write … rounded to 0.01.') : unrounded(value.at);
  if (info.type.kind === 'fraction') throw new Fault('E044', value.at, 'This is revealed and not rounded.', 'Write … rounded to 0.01.');
  if (info.type.kind === 'key' || info.type.kind === 'label' || info.type.kind === 'text') throw new Fault('E100', value.at, `${typeName(info.type).replace(/^a/, 'A')} cannot be revealed.`, 'Reveal a count, or a yes/no.');
  if (info.sources.roles.size === 0 && !isOpen) throw new Fault('E101', value.at, 'This is known to all: no party’s data go into it.', 'Leave it out.');
  if (own !== undefined && info.place.startsWith('home:')) throw new Fault('E102', value.at, 'Each already knows this: it is computed from its own data alone.', 'Compare it with a total over the group.');
  return { kind: 'value', ...head, name: tree.name.text, value, info, isOpen, own, sources: info.sources, place: info.place };
}

/** Whether every leaf is public, or was revealed before to at least these parties, under conditions that are among these. */
function followsFromRevealed(context: Context, { tree, recipients, onlyIf }: Head, value: Expr): boolean {
  const conditions = new Set(onlyIf.map((each) => shape(each.value)));
  const isOut = (reveal: Reveal) => [...recipients].every((role) => reveal.recipients.has(role)) && reveal.onlyIf.every((each) => conditions.has(shape(each.value)));
  const revealed = (name: string) => context.reveals.find((each) => each.name === name && each.tree !== tree && isOut(each) && each.tree.to.kind !== 'each');
  let follows = false;
  const named = new Map<string, boolean>();
  const isOpen = (expr: Expr): boolean => {
    if (expr.kind === 'field') return false;
    if (expr.kind === 'name') {
      if (context.parameters.has(expr.name)) return true;
      if (revealed(expr.name)?.kind === 'value') {
        follows = true;
        return true;
      }
      // A name that is used twice is looked into once, because chains of names would double the work with each link.
      const meaning = context.lets.get(expr.name)?.tree.value;
      const known = named.get(expr.name) ?? (meaning !== undefined && isOpen(meaning));
      named.set(expr.name, known);
      return known;
    }
    if (isTotal(expr)) {
      const name = expr.of?.text ?? (expr.args[0]?.kind === 'name' ? expr.args[0].name : '');
      const table = revealed(name);
      if (table?.kind !== 'table' || table.tree.top || table.hide.length > 0) return false;
      const isShown = [...walk(expr)].every((each) => each.kind !== 'name' || !table.table.columns.has(each.name) || table.columns.includes(each.name));
      follows ||= isShown;
      return isShown;
    }
    return children(expr).every(isOpen);
  };
  return isOpen(value) && follows;
}

/** `counts shown`: on all conditions of a reveal or on none, and of counts alone. */
function checkCountsShown(context: Context, reveal: Reveal): void {
  const conditions: (Condition | Hide)[] = [...reveal.onlyIf, ...(reveal.kind === 'table' ? reveal.hide : [])];
  if (!conditions.some((each) => each.countsShown)) return;
  const without = conditions.find((each) => !each.countsShown);
  if (without) throw new Fault('E025', without.at, 'One condition shows its counts and another does not.', 'Write “, counts shown” on all of them, or on none.');
  for (const { value } of conditions) {
    const odd = notOfCounts(context, reveal, value);
    if (odd) throw new Fault('E027', odd.at, 'A condition that shows its counts can use counts alone.', 'Use count(…), contributors(…), columns that are one of these, and numbers that are written out; or take “, counts shown” away.');
  }
}

/** The first part of a condition that is no count and not made from counts. */
function notOfCounts(context: Context, reveal: Reveal, value: Expr, fine = new Set<string>()): Expr | undefined {
  if (value.kind === 'call' && isTotal(value)) {
    const total = context.totals.get(value);
    return (value.name === 'count' || value.name === 'contributors') && total?.over.kind === 'rows' && !total.mixed && context.infos.get(value)?.sources.probes.length === 0 ? undefined : value;
  }
  if (value.kind === 'name') {
    const column = reveal.kind === 'table' ? reveal.table.columns.get(value.name) : undefined;
    const meaning = column?.value ?? context.lets.get(value.name)?.tree.value;
    // A name that is used twice is looked into once, because chains of names would double the work with each link.
    if (fine.has(value.name)) return undefined;
    if (meaning) {
      if (notOfCounts(context, reveal, meaning, fine) !== undefined) return value;
      fine.add(value.name);
      return undefined;
    }
    const isKnown = context.parameters.has(value.name) || (reveal.kind === 'table' && reveal.table.keys.some((key) => key.name === value.name));
    return isKnown ? undefined : value;
  }
  if (value.kind === 'field' || value.kind === 'rounded' || (value.kind === 'arithmetic' && value.operator === '/')) return value;
  for (const child of children(value)) {
    const odd = notOfCounts(context, reveal, child, fine);
    if (odd) return odd;
  }
  return undefined;
}
