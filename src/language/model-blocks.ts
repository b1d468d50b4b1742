/** A model as people read it. */
import type { FitResult, ModelResult, TermResult } from './evaluate/model-results.js';
import { decimalText, fromDecimal, significantText } from './numbers/rational.js';
import type { ResultBlock, ResultCell } from './result-block.js';
import { listed } from './words/numerals.js';

/** Significant digits of coefficients for people. JSON has twelve. */
const DIGITS = 8;
const RATIO_DIGITS = 5;
const P_DECIMALS = 6;

export function modelBlocks(label: string, result: ModelResult, group: (number: string) => string): ResultBlock[] {
  const { n, terms, model, fit, moving = [] } = result;
  const rows = `${group(n)} ${n === '1' ? 'row' : 'rows'}`;
  if (terms === null) return [line(`${label}: none (${rows}): ${whyNoModel(result)}`)];
  const ratio = model === 'linear' ? 't' : 'z';
  return [
    line(`${label} (${rows}):`),
    { kind: 'numbers', head: ['', 'estimate', 'std. error', ratio, 'p', '95% from', 'to'], rows: terms.map((term) => termRow(term)) },
    ...(fit === undefined ? [] : fitLines(fit).map(line)),
    ...(moving.length === 0 ? [] : [line(`NOT SETTLED at the last step: ${listed(moving)}. Take more steps; where they still move then, the columns tell the outcome without error, and there are no such numbers: take a ridge.`)]),
  ];
}

function termRow({ name, estimate, error, t = null, z = null, p, low, high }: TermResult): ResultCell[] {
  const cell = (value: string | null, most = DIGITS): ResultCell => (value === null ? '–' : { number: shortened(value, most) });
  return [name, cell(estimate), cell(error), cell(t ?? z, RATIO_DIGITS), p === null ? '–' : probability(p), cell(low), cell(high)];
}

function fitLines({ freedom, deviation, rSquared, adjusted, f, p }: FitResult): string[] {
  const residual = deviation === null ? 'no residual standard deviation' : `residual standard deviation ${shortened(deviation)}`;
  const share = rSquared === null ? 'no R²: the outcome is the same in all rows' : `R² ${shortened(rSquared)}${adjusted === null ? '' : `, adjusted ${shortened(adjusted)}`}`;
  return [`${residual}, ${freedom} degrees of freedom; ${share}${f === null ? '' : `; F ${shortened(f)}, p ${probabilityText(p ?? '0')}`}`];
}

function shortened(number: string, digits = DIGITS): string {
  return significantText(fromDecimal(number), digits);
}

/** To six decimals; a smaller number is not called 0. */
function probabilityText(p: string): string {
  return decimalText(fromDecimal(p), P_DECIMALS).replace(/^0\.0*$/, `< 0.${'0'.repeat(P_DECIMALS - 1)}1`);
}

function probability(p: string): ResultCell {
  const text = probabilityText(p);
  return text.startsWith('<') ? text : { number: text };
}

/** Why there are no coefficients, and because of which columns. */
export function whyNoModel({ why, columns = [] }: { readonly why?: ModelResult['why'] | undefined; readonly columns?: readonly string[] | undefined }): string {
  const named = listed(columns);
  switch (why) {
    case 'dependent':
      return `${named === '' ? 'the columns depend on each other' : `${named} ${columns.length > 1 ? 'follow' : 'follows'} from the columns before ${columns.length > 1 ? 'them' : 'it'}, or ${columns.length > 1 ? 'are' : 'is'} the same in all rows`}. Leave ${columns.length > 1 ? 'them' : 'it'} out, or take a ridge.`;
    case 'separated':
      return `the columns tell the outcome without error${named === '' ? '' : ` (${named})`}, so that no coefficients fit best. Leave such a column out, or take a ridge.`;
    case 'constant':
      return `${named} is the same in all rows, so that no coefficients fit best.`;
    default:
      return 'there are fewer rows than coefficients.';
  }
}

function line(text: string): ResultBlock {
  return { kind: 'line', text };
}
