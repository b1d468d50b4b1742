import { table, grouped } from '../io/table.js';
import type { ErrorCode } from '../errors.js';
import type { Agreement } from '../session/agreement/types.js';
import type { OperationResult } from '../session/operations/run.js';
import type { Outcome } from '../session/take-part.js';

/** What --json prints of a session. `schemas/session.schema.json` describes it. */
export interface SessionJson {
  readonly session: string;
  readonly operation: string;
  readonly agreement: string;
  readonly parties: readonly { readonly name: string; readonly publicKey: string }[];
  readonly result: OperationResult | null;
  readonly receipt: string;
  /** Where the result is sealed: the file with this party's share, or null where it holds none. */
  readonly share?: string | null;
}

export function sessionJson(outcome: Pick<Outcome, 'session' | 'agreement' | 'digest' | 'result'>, receiptPath: string, share?: string | null): SessionJson {
  return {
    session: outcome.session,
    operation: outcome.agreement.operation.name,
    agreement: outcome.digest,
    parties: outcome.agreement.parties.map(({ name, publicKey }) => ({ name, publicKey })),
    result: outcome.result ?? null,
    receipt: receiptPath,
    ...(share === undefined ? {} : { share }),
  };
}

/** The result as people read it. */
export function resultTable(agreement: Agreement, result: OperationResult): string {
  const columns = agreement.columns.map(({ name }) => ({ name, cells: result.columns[name] }));
  if (agreement.operation.name === 'sum') {
    return table(['column', 'sum'], columns.map(({ name, cells }) => [name, grouped(cells?.sum ?? '')]));
  }
  return table(
    ['column', 'average', 'count', 'sum'],
    columns.map(({ name, cells }) => {
      const { sum, count, average } = cells as { sum: string; count: string; average: string | null };
      return [name, average === null ? '(no rows)' : grouped(average), grouped(count), grouped(sum)];
    }),
  );
}

/** Problems that leave what was computed standing. */
const LEAVE_RESULT: readonly ErrorCode[] = ['RECEIPT_INCOMPLETE', 'OUTPUT_UNSAVED'];

/** Whether the session gave what it should, if perhaps not every signature. */
export function mayPrint({ problem }: Outcome): boolean {
  return problem === undefined || LEAVE_RESULT.includes(problem.code);
}

/**
 * Prints what a session gave, and keeps for the exit code what is missing from it. Returns what --json prints. Throws the
 * problem where there is no result that could be trusted.
 */
export function showOutcome({ outcome, json }: { outcome: Outcome; json: SessionJson }, isJson: boolean, note: (text: string) => void): SessionJson {
  const { agreement, result, problem } = outcome;
  if (problem !== undefined && !mayPrint(outcome)) {
    note(`Receipt: ${json.receipt}`);
    throw problem;
  }
  if (!isJson) {
    if (agreement.threshold !== undefined) {
      note(`Done. The result is sealed: ${agreement.threshold.needed} of ${agreement.threshold.holders.join(', ')} open it together with \`mpc reveal\`.`);
      if (typeof json.share === 'string') note(`Your share: ${json.share}`);
    } else if (result === undefined) note('Done. By the agreement this party does not learn the result.');
    else process.stdout.write(`${resultTable(agreement, result)}\n`);
    note(`Receipt: ${json.receipt}`);
  }
  if (problem !== undefined) {
    process.exitCode = problem.exit;
    process.stderr.write(`Warning: ${problem.message}\n  → ${problem.next}\n  (${problem.code})\n`);
  }
  return json;
}
