import type { Notice } from '../library/data.js';
import { leavesResult, type Outcome } from '../library/sessions.js';
import { writePieces, writeText } from './json.js';
import { resultJson, resultText } from './result-view.js';
import { toUser } from './terminal/screen.js';

/** What --json prints of a session. `schemas/session.schema.json` describes it. */
export interface SessionJson {
  readonly session: string;
  readonly operation: string;
  readonly agreement: string;
  readonly parties: readonly { readonly name: string; readonly publicKey: string }[];
  readonly result: object | null;
  readonly receipt: string;
  /** Where the result is sealed: the file with this party's share, or null where it holds none. */
  readonly share?: string | null;
  /** What was noticed about this party's file, where the session reads one. */
  readonly warnings?: readonly Notice[];
}

export function sessionJson(outcome: Pick<Outcome, 'session' | 'agreement' | 'digest' | 'result'>, receiptPath: string, share?: string | null): SessionJson {
  return {
    session: outcome.session,
    operation: outcome.agreement.operation.name,
    agreement: outcome.digest,
    parties: outcome.agreement.parties.map(({ name, publicKey }) => ({ name, publicKey })),
    result: outcome.result === undefined ? null : resultJson(outcome.agreement, outcome.result),
    receipt: receiptPath,
    ...(share === undefined ? {} : { share }),
  };
}

/**
 * Prints what a session gave, and keeps for the exit code what is missing from it. Returns what --json prints. Throws the
 * problem where there is no result that could be trusted.
 */
export async function showOutcome({ outcome, json, output }: { outcome: Outcome; json: SessionJson; output?: Iterable<string> | AsyncIterable<string> | undefined }, isJson: boolean, note: (text: string) => void): Promise<SessionJson> {
  const { agreement, problem } = outcome;
  if (problem !== undefined && !leavesResult(outcome)) {
    note(`Receipt: ${json.receipt}`);
    throw problem;
  }
  if (!isJson) {
    if (agreement.threshold !== undefined) {
      note(`Done. The result is sealed: ${agreement.threshold.needed} of ${agreement.threshold.holders.join(', ')} open it together with \`mpc reveal\`.`);
      if (typeof json.share === 'string') note(`Your share: ${json.share}`);
    } else if (json.result === null) note('Done. By the agreement this party does not learn the result.');
    else if (output === undefined) await writeText(process.stdout, resultText(agreement, json.result));
    else await writePieces(process.stdout, output);
    note(`Receipt: ${json.receipt}`);
  }
  if (problem !== undefined) {
    process.exitCode = problem.exit;
    toUser(`Warning: ${problem.message}\n  → ${problem.next}\n  (${problem.code})\n`);
  }
  return json;
}
