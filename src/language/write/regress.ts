import { combinationsOf } from './groups.js';
import { grouped, headOf, labelled, listed, namesBeside, programOf, quoted, whereGiven, type Column, type Records } from './records.js';

/** Models of one regression by groups, at most. */
export const MOST_MODELS = 20;

export interface RegressOptions {
  readonly outcome: Column;
  readonly on: readonly Column[];
  /** A model for each combination of their values. */
  readonly by?: readonly Column[] | undefined;
  readonly kind: 'linear' | 'logistic';
  /** Only for a logistic model. */
  readonly steps: number;
  /** How much large coefficients are held back; not at all if undefined. */
  readonly ridge?: string | undefined;
  /** The model is not made from fewer rows, nor where fewer have one of the values of a category or of a yes/no; their numbers are seen. */
  readonly minGroup?: number | undefined;
}

/** The rows whose totals stand among the totals of products: those of each side of a yes/no column, and of each value of a category. */
function sidesOf(columns: readonly Column[]): string[] {
  return columns.flatMap((column) => {
    if (column.kind === 'number') return [];
    return column.kind === 'yes/no' ? [column.name, `not ${column.name}`] : column.values.map((value) => `${column.name} = ${quoted(value)}`);
  });
}

function atLeast(minGroup: number, where: string, sides: readonly string[]): string[] {
  const wheres = [where, ...sides.map((side) => (where === '' ? ` where ${side}` : `${where} and ${side}`))];
  return wheres.map((each) => `    only if count(records${each}) >= ${grouped(minGroup)}, counts shown`);
}

/** A model of one column on others, with a yes/no column for each value of a category but its first. */
export function regressProgram(records: Records, { outcome, on, by = [], kind, steps, ridge, minGroup }: RegressOptions): string {
  const named = namesBeside(records);
  const derived: string[] = [];
  const predictors = on.flatMap((column) => {
    if (column.kind !== 'category') return [column.name];
    return column.values.slice(1).map((value) => {
      const name = named(`${column.name}_${value.replace(/[^A-Za-z0-9]+/g, '_')}`.slice(0, 50));
      derived.push(`${name} = ${column.name} = ${quoted(value)}`);
      return name;
    });
  });
  const title = `${kind === 'linear' ? 'Linear' : 'Logistic'} regression of ${outcome.name} on ${listed(on.map(({ name }) => name))}`;
  const given = whereGiven(records, outcome, ...on);
  const lines = [`    ${kind} ${outcome.name} on ${predictors.join(', ')}`, ...(kind === 'logistic' ? [`    steps ${steps} shown`] : []), ...(ridge === undefined ? [] : [`    ridge ${ridge}`])];
  const models = combinationsOf(by).map(({ where: of, label }, i) => {
    const wheres = [of, given.replace(' where ', '')].filter((each) => each !== '');
    return { name: named(by.length === 0 ? 'model_of_rows' : `model_${i + 1}`), where: wheres.length === 0 ? '' : ` where ${wheres.join(' and ')}`, label: `${label === '' ? '' : `${label}: `}${title.toLowerCase()}` };
  });
  return programOf([
    ...headOf(by.length === 0 ? title : `${title} by ${listed(by.map(({ name }) => name))}`, records, derived),
    ...models.flatMap(({ name, where }) => [`model ${name} of records${where}:`, ...lines, '']),
    ...models.flatMap(({ name, where, label }) => [`reveal ${name} as ${labelled(label)} to everyone`, ...(minGroup === undefined ? [] : atLeast(minGroup, where, sidesOf([outcome, ...on])))]),
  ]);
}
