import type { Texts } from '../../../texts/texts.js';
import type { LinearAgreement } from './types.js';

export function columnLines({ columns }: Pick<LinearAgreement, 'columns'>, { linear }: Texts): string[] {
  return columns.map((column) => linear.column(column));
}

export function linearRisks(agreement: LinearAgreement, texts: Texts): string[] {
  return [...smallGroupLines(agreement, texts), ...(agreement.contributors.length > 2 ? [texts.linear.allButOne] : []), texts.linear.differences];
}

/** What two contributors learn about each other, beyond what the agreement says. */
function smallGroupLines({ contributors, recipients, limits }: LinearAgreement, { linear }: Texts): string[] {
  if (contributors.length > 2) return limits.allowNoRows === true ? [linear.mayHaveNone] : [];
  const [first = '', second = ''] = contributors;
  const learning = contributors.filter((name) => recipients.includes(name));
  if (learning.length === 0) return [linear.twoAndRecipient];
  if (learning.length === 2) return [linear.twoLearnBoth(first, second)];
  const [learner = ''] = learning;
  return [linear.twoLearnOne(learner, learner === first ? second : first)];
}

export function linearLimits({ limits }: LinearAgreement, { linear }: Texts): string[] {
  return [linear.mostRows({ rows: limits.maxRows, mayHaveNone: limits.allowNoRows === true }), linear.exact];
}
