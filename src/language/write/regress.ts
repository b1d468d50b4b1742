import { combinationsOf } from './groups.js';
import { grouped, headOf, labelled, listed, namesBeside, programOf, whereGiven, type Column, type Records } from './records.js';

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
  /** The model is not made from fewer rows; their number is seen. */
  readonly minGroup?: number | undefined;
}

/** A model of one column on others, with a yes/no column for each value of a category but its first. */
export function regressProgram(records: Records, { outcome, on, by = [], kind, steps, ridge, minGroup }: RegressOptions): string {
  const named = namesBeside(records);
  const derived: string[] = [];
  const predictors = on.flatMap((column) => {
    if (column.kind !== 'category') return [column.name];
    return column.values.slice(1).map((value) => {
      const name = named(`${column.name}_${value.replace(/[^A-Za-z0-9]+/g, '_')}`.slice(0, 50));
      derived.push(`${name} = ${column.name} = ${JSON.stringify(value).replaceAll('\\"', '""')}`);
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
    ...models.flatMap(({ name, where, label }) => [`reveal ${name} as ${labelled(label)} to everyone`, ...(minGroup === undefined ? [] : [`    only if count(records${where}) >= ${grouped(minGroup)}, counts shown`])]),
  ]);
}
