import type { Agreement, OwnTerms } from '../agreement/types.js';
import type { OwnSchema } from '../agreement/schema.js';
import type { Dealing } from '../protocol/dealing.js';
import type { ProtocolContext } from '../protocol/network.js';
import type { OperationOutcome, Preparation } from './outcome.js';
import type { Hooks } from '../protocol/hooks.js';
import type { Contribution, Reading } from './reading.js';
import type { Block, OwnRows } from './result-view.js';

/** What a proposer decides of an operation's own terms. */
export interface ProposedTerms {
  readonly operation: { readonly name: string };
}

/** A party that can find out whether items of its choice are in another's data, and of how many at most. */
export interface Tester {
  readonly name: string;
  readonly keys: number;
}

/**
 * A kind of computation that an agreement can name. Each is a folder beside this file, and a line in `registry.ts`. All members are required: what an operation forgets
 * to say about itself does not compile. What is loaded with this object is needed by every command that reads an agreement, so it is small: `load` brings the rest.
 *
 * Members are declared as methods, so that an operation on agreements of its own kind is one on agreements: `operationOf` finds it by the name in the agreement itself.
 *
 * `docs/adding-an-operation.md` walks through one.
 */
export interface Operation<A extends Agreement = Agreement, T extends ProposedTerms = ProposedTerms, R extends object = object> {
  /** As it stands in agreements, and as its command is called. */
  readonly name: A['operation']['name'];
  /** The shape of its own terms. */
  readonly schema: OwnSchema<OwnTerms<A>>;
  /** Checks what the shape alone does not say. Throws AGREEMENT_INVALID. */
  check(agreement: A): void;
  /**
   * Checks that this program still computes as the agreement says, which rules and plans of another version may not. A session needs it, and receipts do not: what was computed then
   * is verified, and what was sealed then is opened, by later versions too. Throws AGREEMENT_INVALID.
   */
  checkCurrent(agreement: A): void;
  readonly proposing: Proposing<A, T>;
  readonly words: Words<A>;

  /** Whether the party puts data in. It stands among the contributors then. */
  putsDataIn(agreement: A, name: string): boolean;
  /** What is read from the file of a party that puts data in. */
  reads(agreement: A, name: string): Reading;
  /**
   * Who can test items of its choice against the data of `owner`, whatever programs others run, and how many: what the owner's ledger is charged with. Empty only if
   * nobody can.
   */
  testers(agreement: A, owner: string): readonly Tester[];
  /** Codes of what whoever proposes had to accept, which the house rules of a party can refuse. Empty for an operation that has no such codes. */
  attentionCodes(agreement: A): readonly string[];

  /**
   * The label under which the commitments of the receipt are broadcast, where these are all that is broadcast after the approvals and the result is not sealed: the
   * transcript then follows from the receipt. Otherwise undefined.
   */
  commitmentStep(agreement: A): string | undefined;
  /** How a result is sealed, for agreements with a threshold; or that it cannot be. */
  readonly sealing: Sealing<A, R> | 'never';
  readonly result: Results<A, R>;

  /** What the user reads while it is computed. */
  readonly progressText: string;
  /** Whether the result of another recipient may still be on its way when this party has its own, and is waited for. */
  readonly waitsForDelivery: boolean;
  /** What labels of messages begin with that are sent beside those of the operation itself. */
  lanes(agreement: A): readonly string[];
  /** Begins what needs no data, for the party at this seat of the roster; undefined where there is nothing. */
  prepare(agreement: A, self: number): Promise<Preparation | undefined>;
  /** Loads what computes. */
  load(): Promise<Computation<A, R>>;
}

/** How an agreement comes about. */
export interface Proposing<A extends Agreement, T extends ProposedTerms> {
  /** Names of parties that the proposed terms hold. */
  names(terms: T): readonly string[];
  /** Who learns the result where the proposer names nobody. */
  usualRecipients(names: readonly string[], contributors: readonly string[]): readonly string[];
  /** The operation's own terms of the agreement. Throws USAGE where they do not fit who takes part. */
  terms(proposed: T, contributors: readonly string[], recipients: readonly string[]): OwnTerms<A>;
}

/** A heading with its paragraphs. Blanks at the beginning of one indent all of it. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The agreement in words for those who approve it, each a list of paragraphs. */
export interface Words<A extends Agreement> {
  computed(agreement: A): readonly string[];
  /**
   * What the result gives away, what a party that breaks the rules can do, what nobody notices: the bad news, which stands first. What holds of every operation (a party
   * lies, or stops) is added to it.
   */
  risks(agreement: A): readonly string[];
  /** What is learned of whom beside who the recipients are. */
  learned(agreement: A): readonly string[];
  /** What has a heading of its own, between who learns the result and what is protected. */
  sections(agreement: A): readonly Section[];
  protects(agreement: A): readonly string[];
  limits(agreement: A): readonly string[];
}

export interface Sealing<A extends Agreement, R extends object> {
  /** Names of those who seal a part of the result, in the roster's order. */
  dealers(agreement: A): readonly string[];
  /** Bytes of what each of them deals. */
  length(agreement: A): number;
  isSealed(agreement: A, bytes: Uint8Array): boolean;
  /** Whether a recipient keeps something of its own (`OperationOutcome.kept`), without which it cannot read what is opened. */
  readonly keeps: boolean;
  load(): Promise<Opener<A, R>>;
}

export interface Opener<A extends Agreement, R extends object> {
  /**
   * What the dealers' keys, in the order of their dealings, open. The returned function reads it, and throws DEVIATION where that cannot be.
   * @param kept what this party kept of the session.
   */
  open(agreement: A, sid: Uint8Array, dealings: readonly Dealing[], keys: readonly bigint[], kept: object | undefined): () => R;
  /** As bytes, to be encrypted and kept. */
  encodeKept(kept: object): Uint8Array;
  /** Throws where the bytes are none of `encodeKept`. */
  decodeKept(bytes: Uint8Array): object;
}

/** A JSON Schema, of draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A result as it is printed. */
export interface Results<A extends Agreement, R extends object> {
  /** What `result` is in what --json prints. Numbers are exact strings. */
  json(agreement: A, result: R): object;
  /** What `json` gives. `npm run schemas` writes it into `schemas/session.schema.json`. */
  schema(): Promise<JsonSchema>;
  /** The same in words and tables, from what --json prints. */
  view(agreement: A, json: object): Iterable<Block>;
  /** What the reader must know before relying on it: printed last, in sentences. */
  warnings(agreement: A, json: object): readonly string[];
  /** The rows of the recipient's own file that the result speaks of, if it speaks of any. */
  ownRows(result: R): OwnRows | undefined;
}

/** What `load` of an operation brings. */
export interface Computation<A extends Agreement, R extends object> {
  /** Runs what the agreement says over this party's data; undefined for a party that puts none in. */
  run(context: ProtocolContext, agreement: A, contribution: Contribution | undefined, hooks: Hooks, prepared?: Preparation): Promise<OperationOutcome<R>>;
}
