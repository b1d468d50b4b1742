import type { FormerIdentity } from '../io/former-identities.js';
import type { Identity, PublicIdentity } from '../io/identity-file.js';
import type { History, Noted } from '../io/history.js';
import type { AddOptions, KnownParty } from '../io/known-parties.js';
import type { Charge, Request, Standings, Whom } from '../io/ledger.js';
import type { Limit, Succession } from '../io/ledger-file.js';
import type { ListedReceipt, LogEntry } from '../io/receipt-store.js';
import type { RotateOptions, RotationDone } from '../io/rotate-identity.js';
import type { Rotation } from '../io/rotation.js';

/** Asks whoever knows it; called only where an identity is encrypted. */
export type AskPassphrase = () => Promise<string>;
/** Asks whether a key derivation of so many times the usual work is meant. */
export type ConfirmWork = (times: number) => Promise<boolean>;

/** Where all of it is. */
export interface StorePlace {
  /** In words for the user, with who else can get at it. Throws HOME_WRITABLE if others can change it. */
  describe(): Promise<string>;
}

/** This party's key pair, and those that it had before. */
export interface IdentityStore {
  /** The path of the present identity, for messages to the user. */
  readonly path: string;
  /** Throws IDENTITY_EXISTS. */
  create(name: string, passphrase?: string): Promise<Identity>;
  /** Name and public key. Throws IDENTITY_MISSING, IDENTITY_INVALID or IDENTITY_READABLE. */
  read(): Promise<PublicIdentity>;
  /** Like `read`, with the secret key. Throws what `read` does, and IDENTITY_LOCKED without the right passphrase. */
  load(ask?: AskPassphrase, confirm?: ConfirmWork): Promise<Identity>;
  rename(name: string, ask?: AskPassphrase): Promise<Identity>;
  /** Replaces the key and keeps the old one. */
  rotate(options: RotateOptions): Promise<RotationDone>;
  former(): Promise<readonly FormerIdentity[]>;
  /** The former identity whose key is among these; undefined if the present key is among them, or none is. */
  formerAmong(publicKeys: readonly string[]): Promise<FormerIdentity | undefined>;
  loadFormer(former: FormerIdentity, ask?: AskPassphrase, confirm?: ConfirmWork): Promise<Identity>;
}

/** The parties whose keys the user has, verified and unchecked. */
export interface PartyStore {
  list(): Promise<readonly KnownParty[]>;
  /** Adds a party whose key the user has verified, unless the options say otherwise. Throws KEY_INVALID if another key is known under that name. */
  add(name: string, publicKey: Uint8Array, options?: Pick<AddOptions, 'isUnchecked' | 'by' | 'from'>): Promise<KnownParty>;
  /** The same for several parties: all of them or none. */
  addAll(named: readonly Pick<KnownParty, 'name' | 'publicKey'>[], options?: Pick<AddOptions, 'isUnchecked' | 'by' | 'from'>): Promise<KnownParty[]>;
  /** Records that the user compared the fingerprint of this key with its owner; `by`: who did. Throws PARTY_UNKNOWN, or KEY_INVALID if it is not the party's key. */
  verify(name: string, publicKey: Uint8Array, by: string | undefined): Promise<KnownParty>;
  /** Takes over the new key of a known party, by the statement that its old key signed. */
  rotate(name: string, rotation: Rotation): Promise<KnownParty>;
  /** Throws PARTY_UNKNOWN. */
  remove(name: string): Promise<KnownParty>;
}

/** How much each other party was let test against this party's lists. */
export interface LedgerStore {
  /** Records it, before anything leaves. Throws LEDGER_LIMIT. */
  charge(charge: Charge): Promise<void>;
  /** The error that `charge` would throw. */
  wouldRefuse(request: Request): Promise<Error | undefined>;
  standings(): Promise<Standings>;
  setLimit(whom: Whom, change: { items?: number; periodMs?: number } | 'default'): Promise<Limit>;
  /** Which keys replaced which, oldest first. */
  successions(): Promise<readonly Succession[]>;
}

/** How often each agreement was run here. */
export interface RunStore {
  count(digest: string): Promise<number>;
  /** Throws AGREEMENT_SPENT if it was run as often as is allowed. */
  check(digest: string, allowed: number): Promise<void>;
  /** Records one run durably. Throws AGREEMENT_SPENT. */
  record(digest: string, session: string, allowed: number): Promise<void>;
}

/** Approvals that were given ahead and taken back. */
export interface WithdrawalStore {
  has(digest: string): Promise<boolean>;
  add(digest: string): Promise<void>;
  remove(digest: string): Promise<void>;
}

/** Whether the records that bind this machine are all there. */
export interface RecordStore {
  count(): Promise<void>;
  /** Accepts the records that are there as all that there are. */
  accept(): Promise<void>;
  /** What is gone, in sentences for the user. */
  missing(): Promise<readonly string[]>;
}

/** Shares of sealed results, and what a recipient keeps until one is opened: bytes for this user alone. */
export interface ShareStore {
  /** The path of a session's share. */
  pathOf(session: string): string;
  /** All share files, including those of an unfinished re-sharing. */
  paths(): Promise<readonly string[]>;
  /** Replaces the file of a session, or the one at `path`. */
  write(bytes: Uint8Array, path: string): Promise<void>;
  listPathOf(session: string): string;
  prepare(): Promise<void>;
}

/** Receipts, and the log that chains them. */
export interface ReceiptStore {
  pathOf(name: string): string;
  save(name: string, text: string): Promise<void>;
  /** Throws if a receipt could not be saved. */
  prepare(): Promise<void>;
  /** The file that an argument means: a path, or the first characters of a name. */
  named(text: string): Promise<string>;
  /** Names of receipts that match, without their ending, in order. */
  names(pattern: RegExp): Promise<readonly string[]>;
  list(): Promise<readonly ListedReceipt[]>;
  /** The log's entries. Throws RECEIPT_INVALID if a receipt or the log was altered. */
  verify(): Promise<readonly LogEntry[]>;
}

/** What this party did, by its own account: never sent. */
export interface HistoryStore {
  /** Durably. Throws HISTORY_INVALID if the history is damaged at its end. */
  note(noted: Noted): Promise<void>;
  /** All of it, checked. Throws HISTORY_INVALID. */
  read(): Promise<History>;
}

/** Admission tokens of relays. */
export interface TokenStore {
  tokenFor(relay: string): Promise<string | undefined>;
  /** Addresses of relays for which this party has a token. */
  list(): Promise<readonly string[]>;
  /** Resolves to the address as it is kept. */
  add(relay: string, token: string): Promise<string>;
  remove(relay: string): Promise<string>;
}

/** Codes of notices that this party never agrees to. */
export interface HouseRuleStore {
  /** In order. */
  refused(): Promise<readonly string[]>;
  refuse(codes: readonly string[]): Promise<void>;
  allow(codes: readonly string[]): Promise<void>;
}

/**
 * Everything that one party keeps on its machine. Use cases see this and no file of the home folder, so that a program may keep it elsewhere; `openStore` keeps it in
 * the home folder, where the commands find it.
 */
export interface Store {
  readonly place: StorePlace;
  readonly identity: IdentityStore;
  readonly parties: PartyStore;
  readonly ledger: LedgerStore;
  readonly runs: RunStore;
  readonly withdrawals: WithdrawalStore;
  readonly records: RecordStore;
  readonly shares: ShareStore;
  readonly receipts: ReceiptStore;
  readonly relayTokens: TokenStore;
  readonly history: HistoryStore;
  readonly houseRules: HouseRuleStore;
}
