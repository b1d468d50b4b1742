import type { Texts } from '../../texts/texts.js';
import type { Agreement, OwnTerms } from '../agreement/types.js';
import type { OwnSchema } from '../agreement/schema.js';
import type { Dealing } from '../protocol/dealing.js';
import type { ProtocolContext } from '../protocol/network.js';
import type { OperationOutcome, Preparation } from './outcome.js';
import type { Hooks } from '../protocol/hooks.js';
import type { Contribution, Reading } from './reading.js';
import type { Block, OwnRows } from './result-view.js';

/** The proposer's decisions about an operation's own terms. */
export interface ProposedTerms {
  readonly operation: { readonly name: string };
}

/** A party that can find out whether items of its choice are in another's data, and the most items that it can test. */
export interface Tester {
  readonly name: string;
  readonly keys: number;
}

/**
 * A kind of computation that an agreement can name. Each has a folder beside this file, and a line in `registry.ts`. All members are required, so an operation
 * that omits one does not compile. Every command that reads an agreement loads this object, so it is small: `load` brings the rest.
 *
 * Members are declared as methods, so that an operation on agreements of its own kind is also an operation on agreements: `operationOf` finds it by the name in
 * the agreement itself.
 *
 * `docs/adding-an-operation.md` walks through one.
 */
export interface Operation<A extends Agreement = Agreement, T extends ProposedTerms = ProposedTerms, R extends object = object> {
  /** The name in agreements, and of the command. */
  readonly name: A['operation']['name'];
  /** The shape of its own terms. */
  readonly schema: OwnSchema<OwnTerms<A>>;
  /** Checks what the shape alone does not express. Throws AGREEMENT_INVALID. */
  check(agreement: A): void;
  /**
   * Checks that this program still computes as the agreement says. Rules and plans of another version may prevent this. A session needs this check, and
   * receipts do not: later versions still verify what was computed then, and open what was sealed then. Throws AGREEMENT_INVALID.
   */
  checkCurrent(agreement: A): void;
  readonly proposing: Proposing<A, T>;
  readonly words: Words<A>;

  /** Whether the party contributes data. It is then among the contributors. */
  putsDataIn(agreement: A, name: string): boolean;
  /** What is read from the file of a party that contributes data. */
  reads(agreement: A, name: string): Reading;
  /**
   * The parties that can test items of their choice against the data of `owner`, whatever programs others run, and how many items. The owner's ledger is
   * charged with these. Empty only if nobody can.
   */
  testers(agreement: A, owner: string): readonly Tester[];
  /** Codes of what the proposer had to accept. The house rules of a party can refuse them. Empty for an operation without such codes. */
  attentionCodes(agreement: A): readonly string[];

  /**
   * The label under which the commitments of the receipt are broadcast, if these are all that is broadcast after the approvals and the result is not sealed.
   * The transcript then follows from the receipt. Otherwise undefined.
   */
  commitmentStep(agreement: A): string | undefined;
  /** How a result is sealed, for agreements with a threshold; or 'never' if it cannot be. */
  readonly sealing: Sealing<A, R> | 'never';
  readonly result: Results<A, R>;

  /** The text for the user during the computation. */
  readonly progressText: string;
  /** Whether the result of another recipient may still be on its way when this party has its own, and is awaited. */
  readonly waitsForDelivery: boolean;
  /** The label prefixes of messages that are sent in parallel with those of the operation itself. */
  lanes(agreement: A): readonly string[];
  /** Begins the part that needs no data, for the party at this seat of the roster. Undefined if there is none. */
  prepare(agreement: A, self: number): Promise<Preparation | undefined>;
  /** Loads the code that computes. */
  load(): Promise<Computation<A, R>>;
}

/** How an agreement comes about. */
export interface Proposing<A extends Agreement, T extends ProposedTerms> {
  /** Names of the parties that the proposed terms mention. */
  names(terms: T): readonly string[];
  /** The recipients if the proposer names none. */
  usualRecipients(names: readonly string[], contributors: readonly string[]): readonly string[];
  /** The operation's own terms of the agreement. Throws USAGE if they do not fit the parties. */
  terms(proposed: T, contributors: readonly string[], recipients: readonly string[]): OwnTerms<A>;
}

/** A heading with its paragraphs. Spaces at the beginning of a paragraph indent all of it. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The agreement in words for those who approve it, in the language of `texts`, each a list of paragraphs. An operation of an embedding program looks at `texts.language` and has sentences of its own. */
export interface Words<A extends Agreement> {
  computed(agreement: A, texts: Texts): readonly string[];
  /**
   * What the result reveals, what a party that breaks the rules can do, and what nobody notices: the bad news, which comes first. The caller adds what holds
   * for every operation (a party lies, or stops).
   */
  risks(agreement: A, texts: Texts): readonly string[];
  /** What is learned about whom, apart from who the recipients are. */
  learned(agreement: A, texts: Texts): readonly string[];
  /** Sections with a heading of their own, between who learns the result and what is protected. */
  sections(agreement: A, texts: Texts): readonly Section[];
  /** What these texts call a party; undefined, or no such function, where it is its name. */
  roleOf?(agreement: A, name: string): string | undefined;
  protects(agreement: A, texts: Texts): readonly string[];
  limits(agreement: A, texts: Texts): readonly string[];
}

export interface Sealing<A extends Agreement, R extends object> {
  /** Names of the parties that seal a part of the result, in the roster's order. */
  dealers(agreement: A): readonly string[];
  /** Bytes that each of them deals. */
  length(agreement: A): number;
  isSealed(agreement: A, bytes: Uint8Array): boolean;
  /** Whether a recipient keeps data of its own (`OperationOutcome.kept`), without which it cannot read the opened result. */
  readonly keeps: boolean;
  load(): Promise<Opener<A, R>>;
}

export interface Opener<A extends Agreement, R extends object> {
  /**
   * Opens the result with the dealers' keys, in the order of their dealings. The returned function reads it, and throws DEVIATION if the result is impossible.
   * @param kept what this party kept from the session.
   */
  open(agreement: A, sid: Uint8Array, dealings: readonly Dealing[], keys: readonly bigint[], kept: object | undefined): () => R;
  /** The kept data as bytes, to be encrypted and stored. */
  encodeKept(kept: object): Uint8Array;
  /** Throws if the bytes are not from `encodeKept`. */
  decodeKept(bytes: Uint8Array): object;
}

/** A JSON Schema of draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A result as printed. */
export interface Results<A extends Agreement, R extends object> {
  /** `result` in the output of --json. Numbers are exact strings. */
  json(agreement: A, result: R): object;
  /** The schema of `json`. `npm run schemas` writes it into `schemas/session.schema.json`. */
  schema(): Promise<JsonSchema>;
  /** The same in words and tables, from the output of --json. */
  view(agreement: A, json: object, texts: Texts): Iterable<Block>;
  /** What the reader must know before relying on the result: printed last, in sentences. */
  warnings(agreement: A, json: object, texts: Texts): readonly string[];
  /** The rows of the recipient's own file that the result mentions, if it mentions any. */
  ownRows(result: R): OwnRows | undefined;
}

/** The result of an operation's `load`. */
export interface Computation<A extends Agreement, R extends object> {
  /** Computes what the agreement says over this party's data. `contribution` is undefined for a party that contributes none. */
  run(context: ProtocolContext, agreement: A, contribution: Contribution | undefined, hooks: Hooks, prepared?: Preparation): Promise<OperationOutcome<R>>;
}
