import { MpcError, type ErrorCode } from '../../errors.js';
import { concat, utf8 } from '../../crypto/bytes.js';
import { cleaned } from '../clean.js';

/** The reasons for which a party stops a session, as it tells the others. A number never gets a second meaning. */
export const ABORT_REASONS = ['other', 'declined', 'deviation', 'mismatch', 'interrupted', 'timeout', 'network', 'expired', 'spent', 'shares', 'refused', 'rekeyed', 'namesakes', 'otherkey'] as const;
export type AbortReason = (typeof ABORT_REASONS)[number];

const MAX_TEXT = 400;

/** Set in the reason's byte if a party passes on what it heard from another. */
const PASSED_ON = 0x80;

/** Ends that another party caused. That party may have told nobody else. */
const PASSED_ON_CODES: readonly ErrorCode[] = ['PEER_DECLINED', 'PEER_LEFT', 'PEER_ABORTED', 'TIMEOUT'];
/** Errors whose text speaks only of the session, such as the awaited parties. The texts of all others may speak of this party's machine, keys or data. */
const TELLABLE_CODES: readonly ErrorCode[] = ['DEVIATION', 'AGREEMENT_MISMATCH', 'NAME_TAKEN', 'SIGNATURE_INVALID', 'SHARE_INVALID', 'TIMEOUT'];

export interface Abort {
  readonly reason: AbortReason;
  /** For the other parties: it contains nothing of this party's data. */
  readonly text: string;
  /** Whether another party caused the end. That party may have told nobody else. */
  readonly isPassedOn: boolean;
}

export function encodeAbort({ reason, text, isPassedOn }: Abort): Uint8Array {
  return concat(Uint8Array.of(ABORT_REASONS.indexOf(reason) | (isPassedOn ? PASSED_ON : 0)), utf8(text.slice(0, MAX_TEXT)));
}

/** What this party tells the other parties about its error. */
export function abortOf(error: MpcError): Abort {
  const isPassedOn = error.party !== undefined && PASSED_ON_CODES.includes(error.code);
  const isTellable = isPassedOn || TELLABLE_CODES.includes(error.code);
  return { reason: abortReasonOf(error.code), text: isTellable ? error.message : '', isPassedOn };
}

/** Reasons after which a party does not come back into a session that has not begun. After others, such as an interruption, it may try again. */
const LASTING: readonly AbortReason[] = ['declined', 'refused', 'spent', 'expired', 'mismatch', 'shares', 'rekeyed'];

/** What the waiting parties are told if this party cannot even begin: one reason for all problems with its own files and records. */
export function refusalOf(error: MpcError): Abort {
  const abort = abortOf(error);
  return abort.reason === 'other' ? { ...abort, reason: 'refused' } : abort;
}

/** Whether a party that stops for this reason will not come back. */
export function isLasting(body: Uint8Array): boolean {
  const first = body[0] ?? 0;
  const reason = ABORT_REASONS[first];
  return reason !== undefined && LASTING.includes(reason);
}

/** The reason that the other parties are given for this party's error. */
function abortReasonOf(code: ErrorCode): AbortReason {
  switch (code) {
    case 'DECLINED':
    case 'PEER_DECLINED':
      return 'declined';
    case 'DEVIATION':
    case 'PEER_ABORTED':
      return 'deviation';
    case 'AGREEMENT_MISMATCH':
    case 'AGREEMENT_INVALID':
    case 'NOT_IN_ROSTER':
    case 'FINGERPRINT_MISMATCH':
    case 'APPROVAL_MISMATCH':
    case 'SIGNATURE_INVALID':
      return 'mismatch';
    case 'NAME_TAKEN':
      return 'namesakes';
    case 'KEY_INVALID':
      return 'otherkey';
    case 'INTERRUPTED':
    case 'TERMINATED':
      return 'interrupted';
    case 'TIMEOUT':
      return 'timeout';
    case 'RELAY_UNREACHABLE':
    case 'PEER_LEFT':
      return 'network';
    case 'AGREEMENT_EXPIRED':
      return 'expired';
    case 'AGREEMENT_SPENT':
      return 'spent';
    case 'SHARE_INVALID':
      return 'shares';
    default:
      return 'other';
  }
}

const OUTCOMES: Record<AbortReason, { code: ErrorCode; what: string; next: string }> = {
  other: { code: 'PEER_LEFT', what: 'stopped the session because of a problem on its own side', next: 'Ask that party what happened, then start again.' },
  declined: { code: 'PEER_DECLINED', what: 'declined the agreement', next: 'Nothing was computed. Talk to that party, then propose anew.' },
  deviation: { code: 'PEER_ABORTED', what: 'stopped the session because a party did not follow the protocol', next: 'Ask that party for what it saw: it may name who deviated, or be the one.' },
  mismatch: { code: 'AGREEMENT_MISMATCH', what: 'stopped the session because it holds another agreement, roster or approval', next: 'Compare the digests (`mpc agreement show FILE`) with that party.' },
  interrupted: { code: 'PEER_LEFT', what: 'was interrupted and left', next: 'Ask that party, then start again.' },
  timeout: { code: 'TIMEOUT', what: 'stopped because its time ran out', next: 'Agree on a time to start, give --timeout more, and start again.' },
  network: { code: 'PEER_LEFT', what: 'stopped because it lost the relay or another party', next: 'Check the connections, then start again.' },
  expired: { code: 'AGREEMENT_EXPIRED', what: 'stopped because the agreement has expired by its clock', next: 'Check both clocks, or ask for a new agreement.' },
  spent: { code: 'AGREEMENT_SPENT', what: 'stopped because it has run this agreement as often as it allows', next: 'Ask its author for a new agreement, or one with --runs.' },
  refused: { code: 'PEER_LEFT', what: 'cannot take part, because of something on its own side', next: 'Ask that party. Its file, its records of earlier runs or its own rules can be in the way. It can start again when that is mended.' },
  rekeyed: { code: 'PEER_LEFT', what: 'has changed its key since the agreement was made, and cannot run under it any more', next: 'Take its new key (`mpc party add NAME --rotation FILE`), and ask for a new agreement that names it.' },
  namesakes: { code: 'NAME_TAKEN', what: 'stopped the session because two parties have the same name', next: 'One of the two takes another name (`mpc init --rename NAME`; `mpc whoami` prints your own key). Then the proposer starts again.' },
  otherkey: { code: 'PEER_LEFT', what: 'stopped the session because it knows one of the parties by another key', next: 'Ask it which. Whoever changed its key sends the others the statement that `mpc init --rotate` wrote, and they take it with `mpc party add NAME --rotation FILE`.' },
  shares: { code: 'SHARE_INVALID', what: 'stopped because the parties’ shares do not fit together', next: 'After a re-sharing only the new files count: each holder uses the newest that it has.' },
};

/** The error that a party's abort means here. Its text is that party's claim and is marked as such. */
export function decodeAbort(party: string, body: Uint8Array): MpcError {
  const first = body[0] ?? 0;
  const { code, what, next } = OUTCOMES[ABORT_REASONS[first & ~PASSED_ON] ?? 'other'];
  const text = cleaned(Buffer.from(body.subarray(1, 1 + 4 * MAX_TEXT)).toString('utf8'), MAX_TEXT);
  if ((first & PASSED_ON) !== 0) return new MpcError(code, `${party} passes on: ${text}`, next, { party });
  return new MpcError(code, text === '' ? `${party} ${what}.` : `${party} ${what}. In its words: ${text}`, next, { party });
}
