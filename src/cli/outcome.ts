import type { Agreement } from '../library/agreements.js';
import { operationOf } from '../library/operations.js';
import { failureOf, leavesResult, type Outcome } from '../library/sessions.js';
import { caveatsOf } from './caveats.js';
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
  readonly report?: string | undefined;
  readonly output?: Iterable<string> | AsyncIterable<string> | undefined;
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
  const caveats = outcome.result === undefined ? [] : caveatsOf(agreement, outcome.result);
  if (!isJson) {
    if (agreement.threshold !== undefined) {
      note(`Done. The result is sealed: ${agreement.threshold.needed} of ${agreement.threshold.holders.join(', ')} open it together with \`mpc reveal\`.`);
      if (typeof json.share === 'string') note(`Your share: ${json.share}`);
    } else if (json.result === null) note('Done. By the agreement this party does not learn the result.');
    else if (shown.output !== undefined) await writePieces(process.stdout, shown.output);
    else await printResult(agreement, json.result, { format: shown.format ?? 'table', caveats, note });
    note(`Receipt: ${json.receipt}`);
  }
  const unsaved = shown.report === undefined ? undefined : await failureOf(replaceFile(shown.report, htmlReport({ agreement, json, caveats, problem: outcome.problem?.message }), 0o600));
  if (shown.report !== undefined && unsaved === undefined) note(`Report: ${shown.report}`);
  const problem = outcome.problem ?? unsaved;
  if (problem !== undefined) {
    process.exitCode = problem.exit;
    toUser(`Warning: ${problem.message}\n  → ${problem.next}\n  (${problem.code})\n`);
  }
  return json;
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
