import { freeName, grouped, headOf, listed, programOf, whereGiven, type Column, type Records } from './records.js';

export interface RegressOptions {
  readonly outcome: Column;
  readonly on: readonly Column[];
  readonly kind: 'linear' | 'logistic';
  /** Only for a logistic model. */
  readonly steps: number;
  /** How much large coefficients are held back; not at all if undefined. */
  readonly ridge?: string | undefined;
  /** The model is not made from fewer rows; their number is seen. */
  readonly minGroup?: number | undefined;
}

/** A model of one column on others, with a yes/no column for each value of a category but its first. */
export function regressProgram(records: Records, { outcome, on, kind, steps, ridge, minGroup }: RegressOptions): string {
  const taken = new Set(records.columns.map(({ name }) => name));
  const derived: string[] = [];
  const predictors = on.flatMap((column) => {
    if (column.kind !== 'category') return [column.name];
    return column.values.slice(1).map((value) => {
      const name = freeName(`${column.name}_${value.replace(/[^A-Za-z0-9]+/g, '_')}`.slice(0, 50), taken);
      taken.add(name);
      derived.push(`${name} = ${column.name} = ${JSON.stringify(value).replaceAll('\\"', '""')}`);
      return name;
    });
  });
  const model = freeName('model_of_rows', taken);
  const title = `${kind === 'linear' ? 'Linear' : 'Logistic'} regression of ${outcome.name} on ${listed(on.map(({ name }) => name))}`;
  const where = whereGiven(records, outcome, ...on);
  const lines = [`    ${kind} ${outcome.name} on ${predictors.join(', ')}`, ...(kind === 'logistic' ? [`    steps ${steps} shown`] : []), ...(ridge === undefined ? [] : [`    ridge ${ridge}`])];
  const onlyIf = minGroup === undefined ? [] : [`    only if count(records${where}) >= ${grouped(minGroup)}, counts shown`];
  return programOf([...headOf(title, records, derived), `model ${model} of records${where}:`, ...lines, '', `reveal ${model} as "${title.slice(0, 120).toLowerCase()}" to everyone`, ...onlyIf]);
}
