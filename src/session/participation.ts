import type { MpcError } from '../errors.js';
import type { Agreement, Party } from './agreement/types.js';
import type { Identity } from './channel/identity-proof.js';
import type { RelayAccess } from './channel/relay-access.js';
import type { Invite } from './invite.js';
import type { Contribution } from './operations/reading.js';
import type { Receipt } from './receipt.js';
import type { Share } from './share/file.js';

/** The progress of a session, for observers. */
export type Phase =
  | { readonly step: 'connecting'; readonly relay: string }
  /** The relay does not answer or is away for this reason, and is tried again, for `leftMs` if it never answered; or it is back. */
  | { readonly step: 'relay'; readonly problem: string | undefined; readonly retryMs: number; readonly leftMs?: number | undefined }
  /** Another party lost its connection and is awaited for this long; or it is back. */
  | { readonly step: 'party'; readonly name: string; readonly waitMs: number | undefined }
  /** `awaited`: names, if they are known. `lacksProposer`: the party that made the invite is not in the room. */
  | { readonly step: 'meeting'; readonly present: readonly string[]; readonly expected: number; readonly awaited: readonly string[]; readonly lacksProposer: boolean }
  | { readonly step: 'comparing' }
  /** `words`: six, which are the same for all parties of this session. */
  | { readonly step: 'approving'; readonly words: string }
  /** A step takes long, and these parties have not sent what it needs. `isReading`: their users have not decided yet. */
  | { readonly step: 'waiting'; readonly awaited: readonly string[]; readonly isReading: boolean }
  | { readonly step: 'computing'; readonly operation: string }
  | { readonly step: 'progress'; readonly what: string; readonly done: number; readonly total: number }
  | { readonly step: 'signing' }
  | { readonly step: 'done' };

/** How this party comes into the session. */
export type Entry =
  | { readonly kind: 'agreement'; readonly agreement: Agreement }
  | { readonly kind: 'invite'; readonly invite: Invite }
  /** The proposer of a session by invite: writes the agreement once the roster is known. */
  | { readonly kind: 'proposal'; readonly invite: Invite; readonly write: (parties: readonly Party[]) => Agreement };

export interface TakePartOptions extends Pick<RelayAccess, 'patienceMs' | 'relayPatienceMs' | 'admissionToken' | 'way'> {
  readonly identity: Identity;
  readonly entry: Entry;
  /** Checks what needs none of this party's data, before it is asked to approve. */
  readonly check: (agreement: Agreement) => Promise<void>;
  /** Reads and checks this party's own data; undefined for a party that contributes none. */
  readonly contribute: (agreement: Agreement) => Promise<Contribution | undefined>;
  /**
   * `words`: the session's, if it is already open, as in a session by invite. Resolves when this party approves, and tells whether its user vouches for the
   * identities; otherwise rejects.
   */
  readonly approve: (agreement: Agreement, digest: string, words?: string) => Promise<{ identitiesVerified: boolean }>;
  /**
   * Records durably that this agreement is being run, before anything that depends on data is sent. Rejects if it was run too often, or asks for more than this
   * party lets others learn.
   */
  readonly recordRun: (agreement: Agreement, digest: string, session: string) => Promise<void>;
  /** Stores this party's share of a sealed result durably. Rejects if it cannot be stored: this party then does not sign. */
  readonly keepShare?: (share: Share) => Promise<void>;
  /** Stores what this recipient needs to read a sealed result once it is opened, durably. Rejects if it cannot be stored. */
  readonly keepForOpening?: (kept: object, of: Pick<Receipt, 'agreement' | 'session'>) => Promise<void>;
  /** Stores the session's records other than its result, which has not been read yet. Always resolves, because the session is over by then. */
  readonly keepReceipt?: (outcome: Omit<Outcome, 'result'>) => Promise<void>;
  readonly watch: (phase: Phase) => void;
  /** Aborted with an MpcError as its reason: out of time, or interrupted. */
  readonly signal: AbortSignal;
}

/** How a session ended for this party. */
export interface Outcome {
  readonly agreement: Agreement;
  readonly digest: string;
  readonly session: string;
  /** Undefined for a party that is not a recipient, and for one that had to refuse the opened result. */
  readonly result: object | undefined;
  readonly receipt: Receipt;
  /** This party's share of a sealed result. Undefined if the result is not sealed, or this party holds no share. */
  readonly share: Share | undefined;
  /** What is wrong although the session came to its end: missing signatures, or an impossible result. */
  readonly problem: MpcError | undefined;
}
