/** The outcome of a session as one file for a folder of records: agreement, result with its caveats, receipt. */
import { describeAgreement, type Agreement } from '../library/agreements.js';
import { operationOf } from '../library/operations.js';
import type { Block } from '../library/sessions.js';
import type { StrengthJson } from './caveats.js';
import { htmlClause } from './document.js';
import { htmlBlock, textRows } from './formats.js';
import { barChart, escaped, htmlPage, htmlTable, paragraph } from './html.js';
import type { SessionJson } from './session-json.js';

const MOST_CHARTS = 6;

export interface Reported {
  readonly agreement: Agreement;
  readonly json: SessionJson;
  /** What else is wrong, such as signatures that are missing. */
  readonly problem: string | undefined;
}

export function htmlReport({ agreement, json, problem }: Reported): string {
  const { result } = operationOf(agreement);
  const blocks = json.result === null ? [] : [...result.view(agreement, json.result)];
  const warnings = json.result === null ? [] : [...result.warnings(agreement, json.result), ...(json.caveats ?? [])];
  const nothing = agreement.threshold === undefined ? 'By the agreement this party does not learn the result.' : 'The result is sealed.';
  return htmlPage(`${agreement.purpose}: report`, [
    heading('Result'),
    ...(json.result === null ? [paragraph(nothing)] : blocks.map(htmlBlock)),
    ...chartsOf(blocks),
    ...(warnings.length === 0 ? [] : [heading('Before you rely on it'), ...warnings.map((line) => paragraph(line, 'warning'))]),
    ...strengthParts(json.strengths ?? []),
    heading('Receipt'),
    ...(problem === undefined ? [] : [paragraph(problem, 'warning')]),
    htmlTable(['', ''], [['Session', json.session], ['Digest of the agreement', json.agreement], ['Receipt', json.receipt], ['Parties', json.parties.map(({ name }) => name).join(', ')]], false),
    paragraph('The receipt is the evidence, and this page is not: it can be changed by whoever has it. Check the receipt with “mpc receipt verify FILE”.'),
    heading('Agreement'),
    ...describeAgreement(agreement).map((clause) => htmlClause(clause, 3)),
  ]);
}

/** Rules by which nothing matched say nothing here. */
function strengthParts(strengths: readonly StrengthJson[]): string[] {
  const found = strengths.filter(({ rows }) => rows > 0);
  if (found.length === 0) return [];
  const chart = barChart('Matches by the rule that says most', found.map(({ rule, rows }) => ({ label: rule, value: String(rows) })));
  const head = ['Rule', 'Matches that it says most of', 'Pairs in your own list', 'Matches by chance, estimated'];
  return [heading('How much each rule proves'), htmlTable(head, found.map((each) => [each.rule, String(each.rows), String(each.ownPairs), byChanceText(each)]), true), ...(chart === undefined ? [] : [chart])];
}

function byChanceText({ byChance, byChanceBelow }: StrengthJson): string {
  if (byChance !== undefined) return `about ${byChance}`;
  return byChanceBelow === undefined ? 'cannot be said' : `fewer than about ${byChanceBelow}`;
}

function heading(text: string): string {
  return `<h2>${escaped(text)}</h2>`;
}

/** Columns of numbers that people see more quickly than they read them. */
function chartsOf(blocks: readonly Block[]): string[] {
  const charts = blocks.flatMap((block) => {
    if (block.kind !== 'numbers') return [];
    const isNumber = (i: number): boolean => block.rows.length > 0 && block.rows.every((row) => typeof row[i] === 'object');
    const labels = block.head.map((_, i) => i).filter((i) => !isNumber(i));
    const rows = textRows(block);
    return block.head.flatMap((name, i) => (isNumber(i) ? [barChart(name, rows.map((row) => ({ label: labels.map((at) => row[at] ?? '').join(', '), value: row[i] ?? '' })))] : []));
  });
  return charts.flatMap((chart) => (chart === undefined ? [] : [chart])).slice(0, MOST_CHARTS);
}
