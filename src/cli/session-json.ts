import type { Notice } from '../library/data.js';
import type { Outcome } from '../library/sessions.js';
import { english } from '../library/text.js';
import { caveatsOf, strengthsOf, type StrengthJson } from './caveats.js';
import { resultJson } from './result-view.js';

/** What --json prints about a session. `schemas/session.schema.json` describes it. */
export interface SessionJson {
  readonly session: string;
  readonly operation: string;
  readonly agreement: string;
  readonly parties: readonly { readonly name: string; readonly publicKey: string }[];
  readonly result: object | null;
  readonly receipt: string;
  /** If the result is sealed: the file with this party's share, or null if it holds none. */
  readonly share?: string | null;
  /** What was noticed about this party's file, if the session reads one. */
  readonly warnings?: readonly Notice[];
  /** Of a matching: what a reader could wrongly take the result for, in words. */
  readonly caveats?: readonly string[];
  /** Of a matching: how much each rule proves. */
  readonly strengths?: readonly StrengthJson[];
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
    ...(outcome.result === undefined ? {} : judged(outcome.agreement, outcome.result)),
  };
}

/** For programs, and so in English. */
function judged(agreement: Outcome['agreement'], result: object): Pick<SessionJson, 'caveats' | 'strengths'> {
  const strengths = strengthsOf(agreement, result);
  return strengths === undefined ? {} : { caveats: caveatsOf(agreement, result, english), strengths };
}
