import type { Agreement } from '../library/agreements.js';
import type { MpcError } from '../library/errors.js';
import { operationOf } from '../library/operations.js';
import { failureOf, leavesResult, type Outcome } from '../library/sessions.js';
import { english, type Texts } from '../library/text.js';
import { caveatsOf } from './caveats.js';
import type { Format } from './format-names.js';
import { formatted } from './formats.js';
import { htmlReport } from './html-report.js';
import { writePieces, writeText } from './json.js';
import { replaceFile } from './output.js';
import { unknownColumn } from './chart.js';
import { blocksOf, resultText, NO_CHART } from './result-view.js';
import type { SessionJson } from './session-json.js';
import { toUser } from './terminal/screen.js';

export interface ToShow {
  readonly outcome: Outcome;
  readonly json: SessionJson;
  readonly texts: Texts;
  readonly format?: Format;
  /** The column to draw at a terminal, or `none`. */
  readonly chart?: string | undefined;
  /** The path of a report. */
  readonly report?: string | undefined;
  /** What standard output gets in place of the result, if --out is -. */
  readonly output?: Iterable<string> | AsyncIterable<string> | undefined;
  /** What is asked once the result is out of danger. */
  readonly afterwards?: (() => Promise<void>) | undefined;
}

/**
 * Prints the outcome of a session, and notes for the exit code what is missing from it. Returns what --json prints. Throws the
 * problem if there is no result that could be trusted.
 */
export async function showOutcome(shown: ToShow, isJson: boolean, note: (text: string) => void): Promise<SessionJson> {
  const { outcome, json, texts } = shown;
  const { agreement } = outcome;
  if (outcome.problem !== undefined && !leavesResult(outcome)) {
    note(texts.result.receipt(json.receipt));
    throw outcome.problem;
  }
  const caveats = outcome.result === undefined || shown.report === undefined ? [] : caveatsOf(agreement, outcome.result, texts);
  // Before anything is printed: whoever reads the output may stop reading. A failure takes nothing of the result away.
  let unsaved = shown.report === undefined ? undefined : await failureOf(writeReport(shown.report, { agreement, json, caveats, problem: outcome.problem?.message }, texts));
  const reportFailed = unsaved !== undefined;
  if (!isJson) {
    if (agreement.threshold !== undefined) {
      note(texts.result.doneSealed(agreement.threshold.needed, agreement.threshold.holders));
      if (typeof json.share === 'string') note(texts.result.share(json.share));
    } else if (json.result === null) note(texts.result.doneWithout);
    else if (shown.output !== undefined) {
      unsaved = (await printOutput(shown.output, agreement, json, texts)) ?? unsaved;
      for (const line of outcome.result === undefined ? [] : caveatsOf(agreement, outcome.result, texts)) note(line);
    } else await printResult(agreement, json.result, { format: shown.format ?? 'table', chart: shown.chart, result: outcome.result, texts, note });
    note(texts.result.receipt(json.receipt));
  }
  if (shown.report !== undefined && !reportFailed) note(texts.result.report(shown.report));
  const problem = outcome.problem ?? unsaved;
  if (problem !== undefined) {
    process.exitCode = problem.exit;
    toUser(`Warning: ${problem.message}\n  → ${problem.next}\n  (${problem.code})\n`);
  }
  await shown.afterwards?.();
  return json;
}

async function writeReport(path: string, report: Parameters<typeof htmlReport>[0], texts: Texts): Promise<void> {
  await replaceFile(path, htmlReport(report, texts), 0o600);
}

/** What `--out -` prints. If it cannot be made to its end, the result goes to the terminal as a table: it comes once. */
async function printOutput(output: NonNullable<ToShow['output']>, agreement: Agreement, json: SessionJson, texts: Texts): Promise<MpcError | undefined> {
  const lost = await failureOf(writePieces(process.stdout, output));
  if (lost !== undefined) toUser([...resultText(agreement, json, texts)].join(''));
  return lost;
}

export interface Printing {
  readonly format: Format;
  readonly chart?: string | undefined;
  /** The result itself, which `json` is of: for its caveats. */
  readonly result: object | undefined;
  readonly texts: Texts;
  readonly note: (text: string) => void;
}

/** The result on standard output, with what must be known before anybody relies on it. Forms that other programs read are in English, whatever the locale. */
export async function printResult(agreement: Agreement, json: object, { format, chart, result, texts: ofUser, note }: Printing): Promise<void> {
  const texts = format === 'csv' || format === 'jsonl' ? english : ofUser;
  const caveats = result === undefined ? [] : caveatsOf(agreement, result, texts);
  if (format === 'table') {
    await writeText(process.stdout, resultText(agreement, json, texts, chart));
    const unknown = chart === undefined || chart === NO_CHART ? undefined : unknownColumn([...blocksOf(agreement, json, texts)], chart);
    if (unknown !== undefined) note(unknown);
    for (const line of caveats) note(line);
    return;
  }
  const warnings = [...operationOf(agreement).result.warnings(agreement, json, texts), ...caveats];
  await writePieces(process.stdout, formatted(format, { title: agreement.purpose, language: texts.language, blocks: blocksOf(agreement, json, texts), warnings }, (text) => toUser(`${text}\n`)));
}
