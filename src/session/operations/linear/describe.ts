import { fieldFor, totalRange } from './bounds.js';
import type { EmptyCells } from '../reading.js';
import type { LinearAgreement } from './types.js';

export const EMPTY_CELLS: Record<EmptyCells, string> = {
  refuse: 'An empty cell is an error, and nothing that depends on the file is sent.',
  skip: 'An empty cell is left out, as if that row did not have the column.',
  zero: 'An empty cell counts as 0.',
};

export function columnLines({ columns }: Pick<LinearAgreement, 'columns'>): string[] {
  return columns.map((column) => {
    const decimals = column.decimals === 0 ? 'whole numbers' : `numbers with at most ${column.decimals} decimals`;
    return `Column "${column.name}": ${decimals} from ${column.min} to ${column.max}. Any other value is an error, and nothing that depends on the file is sent.`;
  });
}

/** What two contributors learn of each other, beside what the agreement says. */
export function smallGroupLines({ contributors, recipients, limits }: LinearAgreement): string[] {
  if (contributors.length > 2) {
    if (limits.allowNoRows !== true) return [];
    return ['ATTENTION: a contributor may have no rows at all, and nobody sees that. If all but two have none, those two learn each other’s totals.'];
  }
  const [first = '', second = ''] = contributors;
  const learning = contributors.filter((name) => recipients.includes(name));
  if (learning.length === 0) return ['ATTENTION: there are only two contributors. If one of them tells a recipient its own total, the recipient knows the other’s.'];
  if (learning.length === 2) {
    return [`ATTENTION: there are only two contributors. ${first} will learn the total of ${second}, and ${second} that of ${first}: each subtracts its own from the result.`];
  }
  const [learner = ''] = learning;
  return [`ATTENTION: there are only two contributors. ${learner} will learn the total of ${learner === first ? second : first}: it subtracts its own from the result.`];
}

export const LINEAR_PROTECTION =
  'What a party puts in stays secret from the relay, and from all other parties even when they act together and break the rules, but for what the result itself says together with what they know; it does not protect against a party that lies about its own data, and any party can stop the session so that some or all learn nothing.';

export function linearLimit(agreement: LinearAgreement): string {
  const field = fieldFor(agreement);
  const totals = agreement.columns.map((column) => totalRange(agreement, column));
  const widest = totals.reduce((most, { low, high }) => (high - low > most ? high - low : most), 0n);
  const rows = agreement.limits.allowNoRows === true ? 'A contributor may have no rows.' : 'Each contributor’s file has at least one row, and in each column at least one value: its own program refuses otherwise.';
  return `At most ${agreement.limits.maxRows} rows from each contributor. ${rows} No total can overflow: totals span ${widest.toString(2).length} bits, and the arithmetic (modulo ${field.name}) holds ${field.bits}.`;
}
