import { finestStep, groupsOf, type GroupsOptions } from './groups.js';
import { freeName, programOf, type Records } from './records.js';

/** One-way analysis of variance: whether the means of groups differ by more than the rows inside them. */
export function anovaProgram(records: Records, options: GroupsOptions): string {
  const { of, by } = options;
  const { head, lines, onlyIf, names: { table, n, total, squares }, taken } = groupsOf(records, 'Analysis of variance', options, finestStep(of));
  const [between, within, ssBetween, ssWithin, f, p, share, residual] = ['freedom_between', 'freedom_within', 'between', 'within', 'f', 'p', 'r_squared', 'residual'].map((name) => freeName(name, taken)) as [string, string, string, string, string, string, string, string];
  const ofGroups = `sum(${total} * ${total} / max(${n}, 1) of ${table})`;
  const all = `sum(${total} of ${table}) * sum(${total} of ${table}) / max(sum(${n} of ${table}), 1)`;
  const reveal = (name: string, value: string, label: string): string => `reveal ${name} = ${value} as "${label}" to everyone${onlyIf}`;
  const step = finestStep(of, 2);
  return programOf([
    ...head,
    ...lines,
    reveal(between, `max(count(${table} where ${n} > 0) - 1, 0)`, `degrees of freedom between the groups of ${by.name}`),
    reveal(within, `max(sum(${n} of ${table}) - count(${table} where ${n} > 0), 0)`, 'degrees of freedom within them'),
    reveal(ssBetween, `${ofGroups} - ${all} rounded to ${step}`, 'sum of squares between'),
    reveal(ssWithin, `sum(${squares} of ${table}) - ${ofGroups} rounded to ${step}`, 'sum of squares within'),
    reveal(residual, `sqrt(max((sum(${squares} of ${table}) - ${ofGroups}) / ${within}, 0)) rounded to ${finestStep(of)}`, 'residual standard deviation'),
    reveal(f, `(${ofGroups} - ${all}) / ${between} / ((sum(${squares} of ${table}) - ${ofGroups}) / ${within}) rounded to 0.0000000001`, 'F'),
    reveal(p, `p_f(${f}, ${between}, ${within}) rounded to 0.0000000001`, 'its p-value'),
    reveal(share, `(${ofGroups} - ${all}) / (sum(${squares} of ${table}) - ${all}) rounded to 0.0000000001`, 'R squared'),
  ]);
}
