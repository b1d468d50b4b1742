/** What each party puts in, in words. */
import type { Checked, Rows } from '../check/program.js';
import type { CellRules, TypeTree } from '../syntax/tree.js';
import { eachOf, members, type Cast } from './cast.js';
import { phrasesOf } from './expressions.js';
import { grouped, quoted } from './numerals.js';
import type { Item } from './items.js';

const LABELS = { code: 'a code', text: 'a text', name: 'a person’s name' } as const;

export function typeWords({ base, unit, orEmpty }: TypeTree): string {
  return baseWords(base) + (unit === undefined ? '' : ` (unit ${quoted(unit)})`) + (orEmpty ? ', or empty' : '');
}

function baseWords(base: TypeTree['base']): string {
  switch (base.kind) {
    case 'bool':
      return 'yes or no';
    case 'values':
      return `one of ${base.values.map(quoted).join(', ')}`;
    case 'list':
      return `one of the list ${base.list.text}`;
    case 'day':
    case 'month':
      return `a ${base.kind} from ${base.low} to ${base.high}`;
    case 'label':
      return LABELS[base.label];
    case 'number': {
      const { low, high } = base;
      const what = low.percent && high.percent ? 'percentage' : Math.max(low.decimals, high.decimals) > 0 ? 'number' : 'whole number';
      return `a ${what} from ${grouped(low.source)} to ${grouped(high.source)}`;
    }
  }
}

export function blockItems(checked: Checked, cast: Cast): Item[] {
  const phrases = phrasesOf(checked);
  const items: Item[] = [];
  for (const rows of checked.rows.values()) {
    items.push({ indent: 0, text: headOf(rows, cast) });
    for (const line of rows.block.lines) {
      switch (line.kind) {
        case 'field':
          items.push({ indent: 1, text: `- ${line.name.text}: ${typeWords(line.type)}${ruleWords(line.rules, (value) => phrases.plain(value, {}))}` });
          break;
        case 'derived':
          items.push({ indent: 1, text: `- worked out: ${line.name.text}${line.type === undefined ? '' : `, ${typeWords(line.type)},`} is ${phrases.plain(line.value, {})}` });
          break;
        case 'keep':
          items.push({ indent: 1, text: `- a row is left out unless ${phrases.plain(line.condition, {})}` });
          break;
      }
    }
  }
  items.push({ indent: 0, text: 'Any other cell that is empty, or does not fit, is an error of that party alone: nothing of its file is sent.' });
  const hasKeys = [...checked.rows.values()].some((rows) => [...rows.fields.values()].some(({ type }) => type.kind === 'key'));
  if (hasKeys) items.push({ indent: 0, text: 'Keys are made by the rules keys/1, so that the same person, written differently, has the same key.' });
  return items;
}

function ruleWords({ empty, others }: CellRules, value: (literal: Exclude<CellRules['empty'], undefined>) => string): string {
  const rules = [
    ...(empty === undefined ? [] : [`an empty cell counts as ${value(empty)}`]),
    ...(others === undefined ? [] : [`a cell that does not fit counts as ${others === 'empty' ? 'empty' : value(others)}`]),
  ];
  return rules.map((rule) => `; ${rule}`).join('');
}

function headOf({ role, isSingle, most, name }: Rows, cast: Cast): string {
  const values = isSingle ? 'these values:' : `from a file of at most ${grouped(String(most))} row${most === 1 ? '' : 's'}, called ${name}, for each row:`;
  const text = eachOf(role);
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${members(role, cast)}, ${values}`;
}
