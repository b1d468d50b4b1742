/** What the parties compute together, in words. */
import type { Checked, Model, Table, TableKey } from '../check/program.js';
import { phrasesOf } from './expressions.js';
import type { Phrases } from './phrases.js';
import { grouped, listed } from './numerals.js';
import type { Item } from './items.js';

export const NOBODY_SEES = 'Nobody sees these numbers, unless they stand under “Who learns what”.';

export function statementItems(checked: Checked): Item[] {
  const phrases = phrasesOf(checked);
  const items: Item[] = [];
  for (const statement of checked.program.statements) {
    const name = statement.name.text;
    if (statement.kind === 'let') {
      const info = checked.lets.get(name)?.info;
      const alone = info?.place.startsWith('home:') === true ? ` (${info.place.slice('home:'.length)} works this out alone.)` : '';
      items.push({ indent: 0, text: `${name} ${info?.type.kind === 'bool' ? 'says whether' : 'is'} ${phrases.plain(statement.value, {})}.${alone}` });
    }
    const table = statement.kind === 'table' ? checked.tables.get(name) : undefined;
    if (table) {
      items.push({ indent: 0, text: tableWords(phrases, table) });
      for (const column of table.columns.values()) items.push({ indent: 1, text: `- ${column.name}: ${phrases.plain(column.value, { cell: table })}` });
    }
    const model = statement.kind === 'model' ? checked.models.get(name) : undefined;
    if (model) items.push({ indent: 0, text: modelWords(phrases, model) });
  }
  return items.length === 0 ? [] : [{ indent: 0, text: NOBODY_SEES }, ...items];
}

function tableWords(phrases: Phrases, { name, keys, size, rows, byParty, where }: Table): string {
  const fields = keys.filter((key) => key.kind === 'field').map((key) => key.name);
  const [only] = keys;
  const over = keys.length > 1 ? 'each combination of ' : only?.kind === 'party' ? '' : 'each ';
  const atMost = keys.some((key) => key.info.type.kind === 'category' && key.info.type.list !== undefined) ? 'at most ' : '';
  const together = rows.role.isGroup && !byParty ? ` of all ${rows.role.name} together` : '';
  const withFields = fields.length === 0 ? '' : ` with that ${listed(fields)}`;
  const condition = where === undefined ? '' : ` where ${phrases.plain(where, { inRow: true })}`;
  return `The table ${name}: for ${over}${listed(keys.map((key) => keyWords(key, rows.role.name)))} (${atMost}${grouped(String(size))} cells), over the rows of ${rows.name}${together}${withFields}${condition}:`;
}

export function keyWords({ kind, name, info, step }: TableKey, group: string): string {
  if (kind === 'party') return `each of the ${group}`;
  if (kind === 'field' || info.type.kind !== 'number') return name;
  return `${name} from ${grouped(String(info.type.low))} to ${grouped(String(info.type.high))}${step === 1n ? '' : ` in steps of ${step}`}`;
}

function modelWords(phrases: Phrases, { name, tree, rows, where }: Model): string {
  const condition = where === undefined ? '' : ` where ${phrases.plain(where, { inRow: true })}`;
  const ridge = tree.ridge === undefined ? '' : `, with ridge ${grouped(tree.ridge.source)}`;
  const steps = tree.steps === undefined ? '' : `, in ${tree.steps.number} steps; after each, all ${rows.role.name} see the coefficients and the sums that they come from`;
  return `The model ${name}: a ${tree.regression} regression of ${tree.outcome.text} on ${listed(tree.predictors.map(({ text }) => text))}, over the rows of ${rows.name}${condition}${ridge}${steps}.`;
}
