/** A model as people read it. */
import type { FitResult, ModelResult, TermResult } from './evaluate/model-results.js';
import type { ResultBlock, ResultCell } from './result-block.js';
import { listed } from './words/numerals.js';

/** Digits on a screen; --json has all of them. */
const MOST_CHARACTERS = 12;

export function modelBlocks(label: string, result: ModelResult, group: (number: string) => string): ResultBlock[] {
  const { n, terms, model, fit, moving = [] } = result;
  const rows = `${group(n)} ${n === '1' ? 'row' : 'rows'}`;
  if (terms === null) return [line(`${label}: none (${rows}): ${whyNone(result)}`)];
  const ratio = model === 'linear' ? 't' : 'z';
  return [
    line(`${label} (${rows}):`),
    { kind: 'numbers', head: ['', 'estimate', 'std. error', ratio, 'p', '95% from', 'to'], rows: terms.map((term) => termRow(term)) },
    ...(fit === undefined ? [] : fitLines(fit).map(line)),
    ...(moving.length === 0 ? [] : [line(`NOT SETTLED at the last step: ${listed(moving)}. Take more steps; where they still move then, the columns tell the outcome without error, and there are no such numbers: take a ridge.`)]),
  ];
}

function termRow({ name, estimate, error, t = null, z = null, p, low, high }: TermResult): ResultCell[] {
  return [name, ...[estimate, error, t ?? z, p, low, high].map((value, i) => (value === null ? '–' : { number: shortened(value, i === 3 ? 8 : MOST_CHARACTERS) }))];
}

function fitLines({ freedom, deviation, rSquared, adjusted, f, p }: FitResult): string[] {
  const residual = deviation === null ? 'no residual standard deviation' : `residual standard deviation ${shortened(deviation, MOST_CHARACTERS)}`;
  const share = rSquared === null ? 'no R²: the outcome is the same in all rows' : `R² ${shortened(rSquared, 8)}${adjusted === null ? '' : `, adjusted ${shortened(adjusted, 8)}`}`;
  return [`${residual} with ${freedom} degrees of freedom; ${share}${f === null ? '' : `; F ${shortened(f, MOST_CHARACTERS)}, p ${shortened(p ?? '', 8)}`}`];
}

/** The fraction cut, not rounded away: never fewer digits than a whole number has. */
function shortened(number: string, most: number): string {
  const [whole = ''] = number.split('.');
  return number.length <= most ? number : number.slice(0, Math.max(whole.length, most)).replace(/\.$/, '');
}

function whyNone({ why, columns = [] }: ModelResult): string {
  const named = listed(columns);
  switch (why) {
    case 'dependent':
      return `${named === '' ? 'the columns depend on each other' : `${named} ${columns.length > 1 ? 'follow' : 'follows'} from the columns before ${columns.length > 1 ? 'them' : 'it'}, or ${columns.length > 1 ? 'are' : 'is'} the same in all rows`}. Leave ${columns.length > 1 ? 'them' : 'it'} out, or take a ridge.`;
    case 'separated':
      return `the columns tell the outcome without error${named === '' ? '' : ` (${named})`}, so that no coefficients fit best. Leave such a column out, or take a ridge.`;
    default:
      return 'there are fewer rows than coefficients.';
  }
}

function line(text: string): ResultBlock {
  return { kind: 'line', text };
}
