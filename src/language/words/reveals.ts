/** Who learns what, in words. */
import type { Checked, Reveal, TableReveal, ValueReveal } from '../check/program.js';
import type { Condition, Expr, Who } from '../syntax/tree.js';
import { isTotal } from '../check/functions.js';
import { children } from '../syntax/tree.js';
import { allOf, eachOf, members, type Cast } from './cast.js';
import { isLoose, phrasesOf } from './expressions.js';
import type { Phrases, Surroundings } from './phrases.js';
import { grouped, listed, quoted } from './numerals.js';
import type { Item } from './items.js';
import type { Gates } from '../shut/ties.js';
import { layoutOf } from '../plan/sums/layout.js';
import { studySums } from '../plan/sums/study.js';
import { shutItems, shutterItems } from './shut.js';

export const NOTHING_ELSE = 'Nobody learns anything else from the others’ files: no row, no cell, no number that is not named here.';

export function revealItems(checked: Checked, cast: Cast): Item[] {
  const phrases = phrasesOf(checked);
  const plan = layoutOf(checked, studySums(checked).uses);
  const items: Item[] = [];
  for (const reveal of checked.reveals) {
    items.push({ indent: 0, text: `${reveal.number}. ${recipientWords(checked, reveal.tree.to, cast)} ${labelOf(reveal)}${whatWords(phrases, reveal)}` });
    if (reveal.kind === 'table') items.push(...hideItems(phrases, reveal));
    const { onlyIf } = reveal;
    if (onlyIf.length > 0) {
      const conditions = onlyIf.map(({ value }) => (onlyIf.length > 1 && isLoose(value) ? `(${phrases.plain(value, {})})` : phrases.plain(value, {})));
      const rest = onlyIf.some((each) => each.countsShown) ? '' : ', and nothing else of it';
      items.push({ indent: 2, text: `Only if ${conditions.join(', and only if ')}. Otherwise they learn that ${onlyIf.length > 1 ? 'not all of this is so' : 'this is not so'}${rest}.` });
    }
    items.push(...shownItems(phrases, reveal, plan), ...shutItems(checked, reveal, plan));
  }
  items.push(...shutterItems(plan));
  items.push({ indent: 0, text: `So: ${summary(checked, cast)}.` });
  items.push({ indent: 0, text: NOTHING_ELSE });
  return items;
}

function recipientWords(checked: Checked, to: Who, cast: Cast): string {
  switch (to.kind) {
    case 'everyone':
      return 'Every party learns';
    case 'each':
      return `Each of the ${to.group.text} learns for itself alone`;
    case 'roles': {
      const roles = to.roles.flatMap(({ text }) => checked.roles.get(text) ?? []);
      const names = listed(roles.map((role) => allOf(role, cast))).replace(/^a(?=ll )/, 'A');
      return `${names} ${roles.length > 1 || roles[0]?.isGroup === true ? 'learn' : 'learns'}`;
    }
  }
}

function labelOf({ tree, name, kind }: Reveal): string {
  if (tree.label === undefined) return name;
  return kind === 'value' ? `${quoted(tree.label)} (${name})` : quoted(tree.label);
}

function whatWords(phrases: Phrases, reveal: Reveal): string {
  switch (reveal.kind) {
    case 'value':
      return valueWords(phrases, reveal);
    case 'table':
      return tableWords(reveal);
    case 'model':
      return `: the coefficients of the model ${reveal.name}, their standard errors, ${reveal.model.tree.regression === 'linear' && reveal.model.tree.ridge === undefined ? 'how much of the outcome it explains, ' : ''}what follows from these (tests and 95% intervals), and the number of rows.`;
  }
}

function valueWords({ checked, plain }: Phrases, { tree, name, value, info, isOpen, own }: ValueReveal): string {
  const meaning = tree.value === undefined ? (checked.lets.get(name)?.tree.value ?? value) : value;
  const around: Surroundings = own === undefined ? {} : { own };
  const follows = isOpen ? ' (This follows from what is learned above, and says no more.)' : '';
  return `: ${info.type.kind === 'bool' ? 'whether ' : ''}${plain(meaning, around)}.${follows}`;
}

function tableWords({ tree, table, columns, openColumns }: TableReveal): string {
  const { top } = tree;
  const cells = top === undefined ? `the table ${table.name}: of each cell ` : `of the table ${table.name}, the ${grouped(String(top.number))} cells with the largest ${top.by.text}, in that order (of equals, the earlier in the table): `;
  const what = columns.length === 0 ? `${listed(table.keys.map((key) => key.name))} alone, and no number` : listed(columns);
  const following = columns.filter((name) => openColumns.has(name));
  const follow = following.length === 0 ? '' : ` (${listed(following)} ${following.length > 1 ? 'follow' : 'follows'} from the others and ${following.length > 1 ? 'say' : 'says'} no more than they do.)`;
  return `: ${cells}${what}.${follow}`;
}

function hideItems(phrases: Phrases, { hide, table, tree }: TableReveal): Item[] {
  if (hide.length === 0) return [];
  const items = hide.map(({ columns, value }) => {
    const what = columns ? `${listed(columns.map(({ text }) => text))} of a cell ${columns.length > 1 ? 'are' : 'is'} hidden` : `A cell ${tree.top ? 'is not among them' : 'is hidden'}`;
    return { indent: 2, text: `${what} where ${phrases.plain(value, { cell: table })}.` } as const;
  });
  const isShut = !tree.top && !hide.some((each) => each.countsShown);
  return isShut ? [...items, { indent: 2, text: 'What is hidden is seen by nobody.' }] : items;
}

/** What `counts shown` says: which numbers are seen even if the rest is not. */
function shownItems(phrases: Phrases, reveal: Reveal, { gates, ties }: Gates): Item[] {
  const hide = reveal.kind === 'table' ? reveal.hide : [];
  const conditions: readonly Condition[] = [...reveal.onlyIf, ...hide];
  if (!conditions.some((each) => each.countsShown)) return [];
  const around: Surroundings = reveal.kind === 'table' ? { cell: reveal.table } : {};
  const counts = [...new Set(conditions.flatMap(({ value }) => countsIn(phrases.checked, reveal, value)).map((each) => phrases.plain(each, around)))];
  const also = [...(hide.length > 0 ? ['where a cell is hidden'] : []), ...(reveal.onlyIf.length > 0 ? ['where the condition does not hold'] : [])].join(', and ');
  const named = counts.every((each) => /^[A-Za-z0-9_]+$/.test(each));
  const subject = named ? `The number${counts.length > 1 ? 's' : ''} ${listed(counts)} ${counts.length > 1 ? 'are' : 'is'} seen by those who learn this, also ${also}` : `These numbers are seen by those who learn this, also ${also}: ${counts.join('; ')}`;
  const hiddenPart = hide.some(({ columns }) => columns !== undefined) ? 'of what is hidden' : 'of a hidden cell';
  const rest = [...(hide.length > 0 ? [hiddenPart] : []), ...(reveal.onlyIf.length > 0 ? ['of what is not revealed'] : [])].join(' or ');
  const tied = [...new Set(ties.filter(({ gate }) => gates[gate]?.reveal === reveal).map((tie) => String(tie.reveal.number)))];
  const away = tied.length === 0 ? '; a total shown over the same rows can give it away' : `. ${listed(tied)} ${tied.length > 1 ? 'have' : 'has'} totals over the same rows, which are shut with it; any other number of these rows can give it away`;
  return [{ indent: 2, text: `${subject}. Nothing else ${rest} is opened${away}.` }];
}

/** The counts that a condition uses: totals, and names of counts. */
export function countsIn(checked: Checked, reveal: Reveal, value: Expr, seen = new Set<string>()): Expr[] {
  if (isTotal(value)) return [value];
  if (value.kind === 'name') {
    // A name that is used twice is looked into once, because chains of names would double the work with each link.
    if (seen.has(value.name)) return [];
    seen.add(value.name);
    const isCount = (reveal.kind === 'table' && reveal.table.columns.has(value.name)) || checked.lets.get(value.name)?.info.type.kind === 'number';
    if (isCount) return [value];
    const meaning = checked.lets.get(value.name)?.tree.value;
    return meaning === undefined ? [] : countsIn(checked, reveal, meaning, seen);
  }
  return children(value).flatMap((child) => countsIn(checked, reveal, child, seen));
}

function summary(checked: Checked, cast: Cast): string {
  return [...checked.roles.values()]
    .map((role) => {
      const numbers = checked.reveals.filter((reveal) => reveal.recipients.has(role.name)).map((reveal) => String(reveal.number));
      return `${eachOf(role)}${cast.has(role.name) ? members(role, cast) : ''} learns ${numbers.length === 0 ? 'nothing' : listed(numbers)}`;
    })
    .join('; ');
}
