/** The sums that recipients see, in words. People approve these before a program may run on sums. */
import type { Checked, ModelReveal, Reveal } from '../../check/program.js';
import type { Call, Expr } from '../../syntax/tree.js';
import { phrasesOf } from '../../words/expressions.js';
import { allOf, type Cast } from '../../words/cast.js';
import type { Item, Section } from '../../words/items.js';
import { grouped, listed } from '../../words/numerals.js';
import { wordsOfProgram } from '../../words/program.js';
import { NOTHING_ELSE } from '../../words/reveals.js';
import { keyWords, NOBODY_SEES } from '../../words/statements.js';
import type { Measure } from './measure.js';
import type { SteppedModel } from './steps.js';

/** What one measure is a sum of: “the number of these rows where …”, “the sum of (x times y) over the rows of staff”. */
export function measureWords(checked: Checked, { call, part, args, table }: Measure): string {
  const total = checked.totals.get(call);
  const values = part.kind === 'sum' ? part.of.map((i) => args[i] as Expr) : [];
  const product = values.length === 2 ? values.reduce((left, right): Expr => ({ kind: 'arithmetic', operator: '*', left, right, at: call.at })) : values[0];
  const name = part.kind === 'sum' ? 'sum' : part.kind;
  const summed: Call = { kind: 'call', name, args: product === undefined ? [] : [product], of: undefined, where: call.where, options: {}, at: call.at };
  const phrases = phrasesOf({ ...checked, totals: new Map([...checked.totals, ...(total === undefined ? [] : [[summed, { ...total, args: summed.args }] as const])]) });
  return phrases.plain(summed, table === undefined ? {} : { cell: table });
}

/** What a plan on sums says is opened. */
interface Planned {
  readonly measures: readonly Measure[];
  readonly models: readonly SteppedModel[];
}

export const SUMS_HEADING = 'The sums that are opened';

/** The words of a program that runs on sums: what it is, and which sums are seen. */
export function wordsOnSums(checked: Checked, { measures, models }: Planned, sizes: readonly number[], cast: Cast = new Map()): Section[] {
  const words = wordsOfProgram(checked, cast).map(({ heading, items }): Section => ({ heading: heading === 'Who learns what' ? WHO_LEARNS : heading, items: items.map(onSums) }));
  return [...words, { heading: SUMS_HEADING, items: [{ indent: 0, text: ATTENTION }, ...sumItems(checked, measures, sizes, cast), ...stepItems(checked, models, cast)] }];
}

const WHO_LEARNS = 'Who learns what of it';
const ATTENTION = 'ATTENTION: this program runs on sums. What is learned is worked out of the numbers below by each who learns it, so those see these numbers as well, exactly, also where the result is rounded or says less.';

/** What does not hold for a program whose sums are opened. */
function onSums({ indent, text }: Item): Item {
  if (text === NOTHING_ELSE) return { indent, text: `Nobody learns anything else from the others’ files than what stands here and under “${SUMS_HEADING}”: no row, no cell, no other number.` };
  if (text === NOBODY_SEES) return { indent, text: `Nobody sees these numbers, unless they stand under “${WHO_LEARNS}” or follow from what stands under “${SUMS_HEADING}”.` };
  return { indent, text };
}

/** The sums that each set of recipients sees, by table. `sizes`: how many sums each measure has. */
function sumItems(checked: Checked, measures: readonly Measure[], sizes: readonly number[], cast: Cast): Item[] {
  const items: Item[] = [];
  for (const who of new Set(measures.map(whoSees))) {
    const theirs = measures.map((measure, i) => ({ measure, cells: sizes[i] ?? 1 })).filter(({ measure }) => whoSees(measure) === who);
    items.push({ indent: 0, text: `${sentence(seersWords(checked, theirs[0]?.measure.recipients ?? [], cast))} these totals, exactly:` });
    for (const table of new Set(theirs.map(({ measure }) => measure.table))) {
      const ofTable = theirs.filter(({ measure }) => measure.table === table);
      const cells = ofTable[0]?.cells ?? 1;
      if (table !== undefined) items.push({ indent: 1, text: `- for each of the ${grouped(String(cells))} cells of ${table.name} (by ${listed(table.keys.map((key) => keyWords(key, table.rows.role.name)))})${tableRows(checked, table)}:` });
      for (const reveal of new Set(ofTable.flatMap(({ measure }) => measure.uses.flatMap((use) => (use.reveal.kind === 'model' ? [use.reveal] : []))))) items.push(modelItem(reveal, ofTable.filter(({ measure }) => isOfModel(measure, reveal)).map(({ measure }) => measure)));
      for (const { measure } of ofTable.filter((each) => !isOfModelAlone(each.measure))) items.push({ indent: table === undefined ? 1 : 2, text: `${table === undefined ? '- ' : '· '}${measureWords(checked, measure)}${onlyWhere(measure)}` });
    }
  }
  return items;
}

/** A model has as many sums as there are pairs of columns, so they are named together. */
function modelItem({ model, number }: ModelReveal, measures: readonly Measure[]): Item {
  const where = model.where === undefined ? '' : ' that the model is over';
  const variables = listed([...model.predictors, model.outcome].map(({ name }) => name));
  const only = measures.every(({ isLate }) => !isLate) ? '' : `, only if ${number} is shown`;
  const sums = model.totals.products.length === 0 ? '' : `; the sum of each of ${variables}; and the sum of the products of each two of these and of the square of each (${grouped(String(measures.length))} numbers), yes being 1 and no 0`;
  return { indent: 1, text: `- for the model ${model.name}: the number of the rows of ${model.rows.name}${where}${sums}${only}` };
}

function isOfModel({ uses }: Measure, reveal: Reveal): boolean {
  return uses.some((use) => use.reveal === reveal);
}

function isOfModelAlone({ uses, isFirst }: Measure): boolean {
  return !isFirst && uses.every(({ reveal }) => reveal.kind === 'model');
}

/** What is seen after each step of a model. */
function stepItems(checked: Checked, models: readonly SteppedModel[], cast: Cast): Item[] {
  return models.map(({ reveal: { model, number }, steps, length, recipients }) => ({
    indent: 0,
    text: `${sentence(seersWords(checked, recipients, cast))}, after each of the ${steps} steps of the model ${model.name}, the coefficients and the ${grouped(String(length))} sums over the rows that they come from${model.tree.steps === undefined || checked.reveals.every((each) => each.number !== number || each.onlyIf.length === 0) ? '' : `, if ${number} is shown`}: of what each row’s outcome is away from what the model expects of it, times each column, and of products of the columns, weighed by how uncertain the row’s outcome is. ATTENTION: a party with an altered program can put in sums that lead the next step’s coefficients to values of its choice, and so choose which rows weigh in the sums that it then sees.`,
  }));
}

/** What is opened only as far as counts allow it. */
function onlyWhere(measure: Measure): string {
  if (!measure.isLate) return '';
  const reveals = [...new Set(measure.uses.map(({ reveal }) => reveal))];
  const numbers = listed(reveals.map(({ number }) => String(number)), 'or');
  return measure.table === undefined ? `, only if ${numbers} is shown` : `, only of cells that ${numbers} ${reveals.length > 1 ? 'show' : 'shows'}`;
}

function tableRows(checked: Checked, { rows, where, byParty }: NonNullable<Measure['table']>): string {
  const condition = where === undefined ? '' : ` where ${phrasesOf(checked).plain(where, { inRow: true })}`;
  return `, “these rows” being those of ${rows.name} in the cell, ${byParty ? 'of that one party alone' : `of all ${rows.role.name} together`}${condition}`;
}

function whoSees({ recipients }: Measure): string {
  return recipients.join(',');
}

function seersWords(checked: Checked, recipients: readonly string[], cast: Cast): string {
  if (recipients.length === checked.roles.size) return 'all parties see';
  const roles = recipients.flatMap((name) => checked.roles.get(name) ?? []);
  return `${listed(roles.map((role) => allOf(role, cast)))} ${roles.length > 1 || roles.some(({ isGroup }) => isGroup) ? 'see' : 'sees'}`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
