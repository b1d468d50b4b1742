/** The outcome of a session as one file for a folder of records: agreement, result with its caveats, receipt. */
import { describeAgreement, type Agreement } from '../library/agreements.js';
import { operationOf } from '../library/operations.js';
import type { Texts } from '../library/text.js';
import type { StrengthJson } from './caveats.js';
import { htmlClause } from './document.js';
import { withCharts } from './html-charts.js';
import { barChart, escaped, htmlPage, htmlTable, paragraph } from './html.js';
import type { SessionJson } from './session-json.js';

export interface Reported {
  readonly agreement: Agreement;
  readonly json: SessionJson;
  readonly caveats: readonly string[];
  /** What else is wrong, such as signatures that are missing. */
  readonly problem: string | undefined;
}

export function htmlReport({ agreement, json, caveats, problem }: Reported, texts: Texts): string {
  const { result } = operationOf(agreement);
  const blocks = json.result === null ? [] : [...result.view(agreement, json.result, texts)];
  const warnings = json.result === null ? [] : [...result.warnings(agreement, json.result, texts), ...caveats];
  const { report } = texts;
  const nothing = agreement.threshold === undefined ? report.notLearned : report.sealed;
  return htmlPage(report.title(agreement.purpose), [
    ...(texts.preface?.lines ?? []).map((line) => paragraph(line)),
    heading(report.headings.result),
    ...(json.result === null ? [paragraph(nothing)] : withCharts(blocks)),
    ...(warnings.length === 0 ? [] : [heading(report.headings.before), ...warnings.map((line) => paragraph(line, 'warning'))]),
    ...strengthParts((json.strengths ?? []).map((each) => ({ ...each, rule: texts.lists.ruleName(each.rule) })), report.strengths),
    heading(report.headings.receipt),
    ...(problem === undefined ? [] : [paragraph(texts.agreement.inEnglish(problem), 'warning')]),
    htmlTable(['', ''], [[report.rows.session, json.session], [report.rows.digest, json.agreement], [report.rows.receipt, json.receipt], [report.rows.parties, json.parties.map(({ name }) => name).join(', ')]], false),
    paragraph(report.evidence),
    heading(report.headings.agreement),
    ...describeAgreement(agreement, { texts, isContinued: true }).map((clause) => htmlClause(clause, 3)),
  ], { digest: json.agreement, language: texts.language });
}

/** Rules by which nothing matched say nothing here. */
function strengthParts(strengths: readonly StrengthJson[], texts: Texts['report']['strengths']): string[] {
  const found = strengths.filter(({ rows }) => rows > 0);
  if (found.length === 0) return [];
  const chart = barChart(texts.chart, found.map(({ rule, rows }) => ({ label: rule, value: String(rows) })));
  return [heading(texts.heading), htmlTable(texts.head, found.map((each) => [each.rule, String(each.rows), String(each.ownPairs), byChanceText(each, texts)]), true), ...(chart === undefined ? [] : [chart])];
}

function byChanceText({ byChance, byChanceBelow }: StrengthJson, texts: Texts['report']['strengths']): string {
  if (byChance !== undefined) return texts.about(byChance);
  return byChanceBelow === undefined ? texts.unknown : texts.below(byChanceBelow);
}

function heading(text: string): string {
  return `<h2>${escaped(text)}</h2>`;
}
