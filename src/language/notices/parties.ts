/** Notices about who takes part, who learns, and what can be tried. */
import type { Checked, Model, Reveal, Role } from '../check/program.js';
import { walk, type Expr } from '../syntax/tree.js';
import { eachOf } from '../words/cast.js';
import { grouped, listed } from '../words/numerals.js';
import { attention, note, type Found } from './notice.js';
import { conditionsOf } from './selections.js';

/** A01, A02, A03, A08, A10: whose data go in, and which of those learn the result. */
export function rosterNotices(checked: Checked, reveal: Reveal): Found[] {
  const found: Found[] = [];
  const roles = [...reveal.sources.roles].flatMap((name) => checked.roles.get(name) ?? []);
  const table = reveal.kind === 'table' ? reveal.table : undefined;
  const label = reveal.tree.label === undefined ? reveal.name : `“${reveal.tree.label}”`;
  if (table?.byParty === true) found.push(attention('A10', `each member of ${table.rows.role.name} is shown by name, with its own numbers.`));
  const home = reveal.place.startsWith('home:') ? reveal.place.slice('home:'.length) : undefined;
  if (home !== undefined) {
    if (table?.byParty !== true && [...reveal.recipients].some((role) => role !== home)) found.push(attention('A01', `${label} is ${home}’s own data alone: nobody else’s goes into it.`));
    return found;
  }
  const isTwo = roles.reduce((sum, role) => sum + role.least, 0) === 2;
  const learning = roles.filter((role) => reveal.recipients.has(role.name));
  const isCondition = reveal.kind === 'value' && reveal.info.type.kind === 'bool';
  if (isTwo && learning.length > 0) found.push(attention('A02', twoParties(roles, learning, isCondition)));
  for (const role of roles) if (role.isGroup && role.least === 1) found.push(attention('A03', `${role.name} may be one party alone.`));
  const single = roles.filter((role) => !role.isGroup);
  const tries = single.filter((role) => reveal.recipients.has(role.name));
  if (isCondition && !isTwo && reveal.sources.probes.length === 0 && single.length >= 2 && tries.length > 0) found.push(attention('A08', deciding(tries)));
  return found;
}

function twoParties(roles: readonly Role[], learning: readonly Role[], isCondition: boolean): string {
  const isSure = roles.every((role) => role.least === role.most);
  const many = learning.length > 1;
  const who = many ? `${listed(learning.map(eachOf))} learn it, know their own part, and` : `${learning.map(eachOf).join('')} learns it, knows its own part, and`;
  return `the data of ${isSure ? 'only two parties go' : 'two parties alone may go'} into this${isSure ? '.' : '. Then'} ${isSure ? who.replace(/^each/, 'Each') : who} can work out something of the other’s${isCondition ? ': with each run one value can be tried' : ''}.`;
}

function deciding(tries: readonly Role[]): string {
  const many = tries.length > 1;
  return `${listed(tries.map(({ name }) => name))} ${many ? 'both put' : 'puts'} in values that decide the answer and ${many ? 'learn' : 'learns'} it: with each run ${many ? 'each' : 'it'} can try one value.`;
}

/** A07, N07: keys that a party merely guesses. */
export function probeNotices(checked: Checked, reveal: Reveal): Found[] {
  const probes = [...reveal.sources.probes, ...conditionsOf(reveal).flatMap(({ value }) => checked.infos.get(value)?.sources.probes ?? [])];
  if (probes.length === 0) return [];
  const asking = [...new Set(probes.flatMap((probe) => probe.roles))].filter((name) => reveal.recipients.has(name));
  return [
    ...asking.flatMap((name) => {
      const role = checked.roles.get(name);
      if (!role) return [];
      const keys = keysOf(checked, role);
      return [attention('A07', `${eachOf(role)} puts in at most ${grouped(String(keys))} key${keys === 1 ? '' : 's'} a run and learns this: it can put in keys that it merely guesses, to find out whether others have them. The others’ ledgers count them.`)];
    }),
    note('N07', 'keys are compared whole: a name with a slip in it is missed, and two people with the same key count as one.'),
  ];
}

/** How many keys one party of a role puts in at most. */
export function keysOf(checked: Checked, role: Role): number {
  const withKeys = [...checked.rows.values()].filter((rows) => rows.role.name === role.name && [...rows.fields.values()].some(({ type }) => type.kind === 'key'));
  return withKeys.reduce((sum, rows) => sum + rows.most, 0);
}

/** A06, N03, N04, N05, N06: what follows from the form of the result. */
export function formNotices(reveal: Reveal): Found[] {
  const found: Found[] = [];
  const isNumber = reveal.kind === 'value' && reveal.info.type.kind === 'number';
  const [exact] = reveal.sources.exact;
  if (isNumber && exact !== undefined) found.push(attention('A06', `this is, or can be, the exact value of one ${exact}.`));
  if (reveal.kind === 'table' && reveal.hide.length > 0 && reveal.columns.length > 0) {
    const zeros = reveal.hide.some(({ value }) => leavesZero(value)) ? ' Cells of 0 are shown: a hidden cell is known to hold somebody, and a 0 says the same of every row in its cell.' : '';
    found.push(note('N03', `that a cell is hidden is seen.${zeros}`));
  }
  const empty = emptyNames(reveal);
  if (empty.length > 0) found.push(note('N04', `${reveal.kind === 'table' ? `${listed(empty)} ${empty.length > 1 ? 'are' : 'is'}` : 'it is'} “none” where it would divide by 0 or there are no rows.`));
  if (reveal.kind === 'table' && reveal.tree.top) found.push(note('N06', `which ${reveal.tree.top.number} they are is seen, and in which order.`));
  if (reveal.onlyIf.length > 0) found.push(note('N05', 'where the condition does not hold, those who would learn it learn that.'));
  if (reveal.kind === 'model') found.push(modelNotice(reveal.model));
  return found;
}

function emptyNames(reveal: Reveal): string[] {
  if (reveal.kind === 'value') return reveal.info.empty ? [reveal.name] : [];
  return reveal.kind === 'table' ? reveal.columns.filter((name) => reveal.table.columns.get(name)?.info.empty === true) : [];
}

function modelNotice({ tree: { regression, outcome, predictors, steps }, rows: { role: { name: group } }, totals }: Model): Found {
  const size = predictors.length + 1;
  const products = (size * (size + 1)) / 2;
  if (regression === 'logistic') return attention('A14', `all ${group} see the coefficients and ${size + products} sums after each of ${steps?.number ?? 0} steps. One with an altered program can steer the coefficients, and so choose which rows weigh in the sums of the next step.`);
  return attention('A15', `a linear model is worked out from ${new Set(totals.products.flat()).size} sums, and whoever learns the model learns these sums: they are the numbers of rows, the totals and the totals of products of ${[outcome, ...predictors].map(({ text }) => text).join(', ')}.`);
}

/** Whether a condition that hides leaves a cell of 0 visible. */
function leavesZero(condition: Expr): boolean {
  return [...walk(condition)].some((each) => {
    if (each.kind === 'inRange') return each.low.kind === 'number' && each.low.value > 0n;
    if (each.kind !== 'compare' || each.right.kind !== 'number') return false;
    return (each.operator === '>' && each.right.value === 0n) || (each.operator === '>=' && each.right.value === 1n);
  });
}
