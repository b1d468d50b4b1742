/**
 * Every way a command can end other than well, in one table: a stable code, the exit code that goes with it.
 * `docs/errors.md` explains each to a user; a test holds the two together.
 */
export const ERRORS = {
  BUG: { exit: 1, what: 'The program met a state that its author thought impossible.' },
  USAGE: { exit: 2, what: 'A flag or argument is missing, unknown or malformed.' },
  DECLINED: { exit: 3, what: 'You declined the agreement.' },
  PEER_DECLINED: { exit: 3, what: 'Another party declined the agreement.' },
  IDENTITY_MISSING: { exit: 4, what: 'There is no identity on this machine yet.' },
  IDENTITY_EXISTS: { exit: 4, what: 'There is an identity already, and it is not overwritten.' },
  IDENTITY_READABLE: { exit: 4, what: 'A secret file can be read by other users of this machine.' },
  HOME_WRITABLE: { exit: 4, what: 'Other users of this machine can change what is kept here.' },
  IDENTITY_LOCKED: { exit: 4, what: 'The identity is encrypted and the passphrase is missing or wrong.' },
  IDENTITY_INVALID: { exit: 4, what: 'A file of identities or known parties is damaged.' },
  PARTY_UNKNOWN: { exit: 4, what: 'A named party is not among the known parties.' },
  KEY_INVALID: { exit: 4, what: 'A public key is malformed, weak, or contradicts one already known.' },
  PROGRAM_INVALID: { exit: 2, what: 'A program in the language has errors, or is not in its usual form.' },
  PROGRAM_NEEDS_ENGINE: { exit: 2, what: 'A program needs what does not run among parties yet.' },
  NOTICES_UNACCEPTED: { exit: 2, what: 'A program may give something away that its proposer has not accepted.' },
  AGREEMENT_INVALID: { exit: 4, what: 'An agreement is malformed, not in its canonical form, or contradicts itself.' },
  AGREEMENT_EXPIRED: { exit: 4, what: 'The agreement has expired.' },
  AGREEMENT_SPENT: { exit: 4, what: 'The agreement was run as often as it allows.' },
  HOUSE_RULE: { exit: 4, what: 'An agreement has what this party never agrees to.' },
  LEDGER_LIMIT: { exit: 4, what: 'A party would test more items here than its limit for the period.' },
  LEDGER_INVALID: { exit: 4, what: 'The ledger of tested items is damaged.' },
  NAME_TAKEN: { exit: 4, what: 'Two parties of a session by invite have the same name.' },
  AGREEMENT_MISMATCH: { exit: 4, what: 'Another party holds another agreement or another roster.' },
  APPROVAL_MISSING: { exit: 4, what: 'The agreement is not approved, and there is nobody to ask.' },
  APPROVAL_MISMATCH: { exit: 4, what: 'What was approved is not this agreement.' },
  SIGNATURE_INVALID: { exit: 4, what: 'A signature does not verify.' },
  NOT_IN_ROSTER: { exit: 4, what: 'This identity is not a party to the agreement.' },
  FINGERPRINT_MISMATCH: { exit: 4, what: 'A key that was expected is not in the roster.' },
  RECEIPT_INVALID: { exit: 4, what: 'A receipt is malformed or does not verify.' },
  HISTORY_INVALID: { exit: 4, what: 'The history on this machine was altered, or is damaged.' },
  DEVIATION: { exit: 5, what: 'A party did not follow the protocol.' },
  PEER_ABORTED: { exit: 5, what: 'Another party stopped the session.' },
  VERSION_MISMATCH: { exit: 5, what: 'Another party or the relay speaks another version of the protocol.' },
  RELAY_UNREACHABLE: { exit: 6, what: 'The relay cannot be reached, or refused the connection.' },
  PEER_LEFT: { exit: 6, what: 'A party left before the session was done.' },
  RECEIPT_INCOMPLETE: { exit: 6, what: 'The result is there, but not every party signed the receipt.' },
  OUTPUT_UNSAVED: { exit: 6, what: 'The session is done, but its receipt or result could not be written.' },
  SHARE_INVALID: { exit: 4, what: 'A share file is malformed, was altered, or does not fit the others.' },
  TIMEOUT: { exit: 7, what: 'The session was not done within its time.' },
  INPUT_UNREADABLE: { exit: 8, what: 'An input file cannot be opened or decoded.' },
  INPUT_INVALID: { exit: 8, what: 'An input file holds something that the agreement does not allow.' },
  INPUT_TOO_MANY: { exit: 8, what: 'An input file holds more rows than the agreement allows.' },
  INPUT_NO_ROWS: { exit: 8, what: 'An input file has no row, or no value, that counts.' },
  INPUT_UNUSABLE: { exit: 8, what: 'Too few rows of an input file make keys.' },
  RESULT_DIFFERS: { exit: 8, what: 'A program that was tried out gives another result than was expected.' },
  INTERRUPTED: { exit: 130, what: 'Interrupted from the keyboard, or the terminal went away.' },
  TERMINATED: { exit: 143, what: 'Ended by the system, which sent SIGTERM.' },
} as const satisfies Record<string, { exit: number; what: string }>;

/** The name of an error, which stays the same: docs/errors.md has all of them. */
export type ErrorCode = keyof typeof ERRORS;

/** Line ends shown as escapes: a name of a file, or of a member of somebody's document, must not begin a line of its own among the program's. */
function inOneLine(text: string): string {
  return text.replace(/[\n\r]/g, (end) => (end === '\n' ? '\\u{a}' : '\\u{d}'));
}

/**
 * The one error class that reaches users. `message` says what happened, `next` what to do now, each in one line; only what a bug says may have several.
 * Neither may hold a secret, a cell of anyone's data, or text from another party that was not cleaned.
 */
export class MpcError extends Error {
  override readonly name = 'MpcError';
  readonly code: ErrorCode;
  readonly exit: number;
  readonly next: string;
  /** Name of the party that the evidence points at, where it does. */
  readonly party: string | undefined;
  /** What --json prints beside the message, and people read in its place. */
  readonly details: { readonly fields: Readonly<Record<string, unknown>>; readonly text: string } | undefined;

  /** What only a person at a terminal may see, since it shows cells of the own file: no part of what is logged or printed as JSON. */
  readonly aside: string | undefined;

  constructor(code: ErrorCode, message: string, next: string, options?: { cause?: unknown; party?: string; details?: MpcError['details']; aside?: string | undefined }) {
    super(code === 'BUG' ? message : inOneLine(message), options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.exit = ERRORS[code].exit;
    this.next = inOneLine(next);
    this.party = options?.party;
    this.details = options?.details;
    this.aside = options?.aside;
  }
}

/** For states that cannot occur: ends with exit code 1 and asks for a report. */
export function bug(what: string): MpcError {
  return new MpcError('BUG', `Internal error: ${what}.`, 'Please report this, with the version that `mpc --version` prints.');
}
