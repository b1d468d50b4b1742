import type { EmptyCells } from '../reading.js';
import type { LinearAgreement } from './types.js';

export const EMPTY_CELLS: Record<EmptyCells, string> = {
  refuse: 'An empty cell is an error.',
  skip: 'An empty cell is left out, as if that row did not have the column.',
  zero: 'An empty cell counts as 0.',
};

export const ON_ERROR = 'If there is an error, the party’s own program stops before it sends anything that depends on its file.';

export function columnLines({ columns }: Pick<LinearAgreement, 'columns'>): string[] {
  return columns.map((column) => {
    const decimals = column.decimals === 0 ? 'whole numbers' : `numbers with at most ${column.decimals} decimals`;
    return `Column "${column.name}": ${decimals} from ${column.min} to ${column.max}. Any other value is an error.`;
  });
}

export function linearRisks(agreement: LinearAgreement): string[] {
  return [
    ...smallGroupLines(agreement),
    ...(agreement.contributors.length > 2 ? ['If all contributors but one work together and know the result, they can subtract their own totals from it. Then they know the total of the last one.'] : []),
    'The difference between this result and another, such as that of the month before, can be the number of one person.',
  ];
}

/** What two contributors learn about each other, beyond what the agreement says. */
function smallGroupLines({ contributors, recipients, limits }: LinearAgreement): string[] {
  if (contributors.length > 2) {
    if (limits.allowNoRows !== true) return [];
    return ['ATTENTION: a contributor may have no rows at all, and nobody sees that. If all but two have none, those two learn each other’s totals.'];
  }
  const [first = '', second = ''] = contributors;
  const learning = contributors.filter((name) => recipients.includes(name));
  if (learning.length === 0) return ['ATTENTION: there are only two contributors. If one of them tells a recipient its own total, the recipient knows the other’s.'];
  if (learning.length === 2) {
    return [`ATTENTION: there are only two contributors. ${first} will learn the total of ${second}, and ${second} will learn that of ${first}: each can subtract its own total from the result.`];
  }
  const [learner = ''] = learning;
  return [`ATTENTION: there are only two contributors. ${learner} will learn the total of ${learner === first ? second : first}: it can subtract its own total from the result.`];
}

/** Applies to every operation that opens nothing but its result. */
export const SECRET_INPUTS =
  'What a party puts in stays secret from the relay and from the other parties, even if all of them work together and break the rules. Those who learn the result also learn what follows from it together with what they know already.';

export function linearLimits({ limits }: LinearAgreement): string[] {
  const rows = limits.allowNoRows === true ? 'A contributor may have no rows.' : 'Each contributor’s file has at least one row, and at least one value in each column. Otherwise its own program refuses the file.';
  return [`At most ${limits.maxRows} rows from each contributor. ${rows}`, 'Totals are exact: none can grow too large for the program.'];
}
