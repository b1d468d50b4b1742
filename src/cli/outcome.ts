import type { Agreement } from '../library/agreements.js';
import type { MpcError } from '../library/errors.js';
import { operationOf } from '../library/operations.js';
import { failureOf, leavesResult, type Outcome } from '../library/sessions.js';
import type { Format } from './format-names.js';
import { formatted } from './formats.js';
import { htmlReport } from './html-report.js';
import { writePieces, writeText } from './json.js';
import { replaceFile } from './output.js';
import { resultText } from './result-view.js';
import type { SessionJson } from './session-json.js';
import { toUser } from './terminal/screen.js';

export interface ToShow {
  readonly outcome: Outcome;
  readonly json: SessionJson;
  readonly format?: Format;
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
  const { outcome, json } = shown;
  const { agreement } = outcome;
  if (outcome.problem !== undefined && !leavesResult(outcome)) {
    note(`Receipt: ${json.receipt}`);
    throw outcome.problem;
  }
  const { caveats = [] } = json;
  // Before anything is printed: whoever reads the output may stop reading. A failure takes nothing of the result away.
  let unsaved = shown.report === undefined ? undefined : await failureOf(writeReport(shown.report, { agreement, json, problem: outcome.problem?.message }));
  const reportFailed = unsaved !== undefined;
  if (!isJson) {
    if (agreement.threshold !== undefined) {
      note(`Done. The result is sealed: ${agreement.threshold.needed} of ${agreement.threshold.holders.join(', ')} open it together with \`mpc reveal\`.`);
      if (typeof json.share === 'string') note(`Your share: ${json.share}`);
    } else if (json.result === null) note('Done. By the agreement this party does not learn the result.');
    else if (shown.output !== undefined) {
      unsaved = (await printOutput(shown.output, agreement, json)) ?? unsaved;
      for (const line of caveats) note(line);
    } else await printResult(agreement, json.result, { format: shown.format ?? 'table', caveats, note });
    note(`Receipt: ${json.receipt}`);
  }
  if (shown.report !== undefined && !reportFailed) note(`Report: ${shown.report}`);
  const problem = outcome.problem ?? unsaved;
  if (problem !== undefined) {
    process.exitCode = problem.exit;
    toUser(`Warning: ${problem.message}\n  → ${problem.next}\n  (${problem.code})\n`);
  }
  await shown.afterwards?.();
  return json;
}

async function writeReport(path: string, report: Parameters<typeof htmlReport>[0]): Promise<void> {
  await replaceFile(path, htmlReport(report), 0o600);
}

/** What `--out -` prints. If it cannot be made to its end, the result goes to the terminal as a table: it comes once. */
async function printOutput(output: NonNullable<ToShow['output']>, agreement: Agreement, json: SessionJson): Promise<MpcError | undefined> {
  const lost = await failureOf(writePieces(process.stdout, output));
  if (lost !== undefined) toUser([...resultText(agreement, json)].join(''));
  return lost;
}

/** The result on standard output, with what must be known before anybody relies on it. */
export async function printResult(agreement: Agreement, json: object, { format, caveats, note }: { readonly format: Format; readonly caveats: readonly string[]; readonly note: (text: string) => void }): Promise<void> {
  if (format === 'table') {
    await writeText(process.stdout, resultText(agreement, json));
    for (const line of caveats) note(line);
    return;
  }
  const { result } = operationOf(agreement);
  await writePieces(process.stdout, formatted(format, { title: agreement.purpose, blocks: result.view(agreement, json), warnings: [...result.warnings(agreement, json), ...caveats] }, (text) => toUser(`${text}\n`)));
}
