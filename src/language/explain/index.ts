/** `mpc program explain CODE`, and the page of errors in the documentation. */
import type { Explanation } from './explanation.js';
import { framed } from './frame.js';
import { COMPUTING } from './tables/computing.js';
import { NAMING } from './tables/naming.js';
import { READING } from './tables/reading.js';

export type { Explanation } from './explanation.js';

export const EXPLANATIONS: Readonly<Record<string, Explanation>> = { ...READING, ...NAMING, ...COMPUTING };

/** A whole program around one of an explanation's examples. */
export function programAround(example: string, { setting = 'body', rows }: Explanation): string {
  return framed(example, setting, rows);
}

/** In the form that a command prints. */
export function explanationText(code: string, { about, story, wrong, right, rows }: Explanation): string {
  const shown = (title: string, example: string | undefined) => (example === undefined ? [] : ['', `${title}:`, ...example.split('\n').map((line) => `    ${line}`)]);
  return [`${code}: ${about}.`, '', story, ...(rows === undefined ? [] : ['', 'With the line in the block of rows:', `    ${rows}`]), ...shown('Not so', wrong), ...shown('But so', right)].join('\n');
}

/** `docs/language/errors.md`. */
export function explanationPage(): string {
  const fence = (example: string) => `\`\`\`\n${example}\n\`\`\``;
  const entry = ([code, { about, story, wrong, right, rows }]: [string, Explanation]) =>
    [`## ${code} ${about}`, story, ...(rows === undefined ? [] : [`With the line \`${rows}\` in the block of rows:`]), ...(wrong === undefined ? [] : ['Not so:', fence(wrong)]), ...(right === undefined ? [] : ['But so:', fence(right)])].join('\n\n');
  const head = `# Errors of programs

\`mpc program check FILE\` prints up to 20 errors in one go: line and column, what is wrong, what to do, and a code that never changes
its meaning. \`mpc program explain CODE\` prints what stands here. With \`--json\` the error object has the code
\`PROGRAM_INVALID\` and a list \`errors\` of objects with \`code\`, \`line\`, \`column\`, \`message\` and \`next\`. Columns count from 1.

The examples stand in a program with the rows \`stays\` of several hospitals, the value \`Bank.cutoff\` and the rows \`swaps\` of a bureau.`;
  return `${[head, ...Object.entries(EXPLANATIONS).map(entry)].join('\n\n')}\n`;
}
