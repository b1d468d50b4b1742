import type { RecordKeys } from '../reading.js';
import type { NotTested, OwnRow, OwnRows, RuleStrength } from '../result-view.js';
import { hasGroups, isNear, shownRules } from './key-rules.js';
import { NO_KEY } from './no-key.js';
import { strengthsOf } from './strength.js';
import type { MatchingAgreement } from './types.js';

export { NO_KEY } from './no-key.js';

/** What a recipient learns from a matching. */
export interface MatchingResult {
  /** Its own rows that match. For a count alone: keys. */
  readonly count: number;
  /** Undefined for a count alone, and if more rows match than the agreement allows its program to show. */
  readonly matches: MatchedRows | undefined;
  readonly notTested: NotTested;
  /** For every list whose owner may tell it under the agreement. */
  readonly tested?: readonly Tested[];
}

/** What an owner of a list tells about it: how many rows it has, and how many of them make a key. */
export interface Tested {
  readonly name: string;
  readonly rows: number;
  readonly tested: number;
}

/** Rows without a key: it is unknown whether another list has them. */
export function notTestedIn({ rows, slots, itemOf }: Pick<RecordKeys, 'rows' | 'slots' | 'itemOf'>): NotTested {
  const hasKey = (row: number) => {
    for (let i = (row - 1) * slots; i < row * slots; i++) if (itemOf[i] !== NO_KEY) return true;
    return false;
  };
  function* without(): Generator<number> {
    for (let row = 1; row <= rows; row++) if (!hasKey(row)) yield row;
  }
  let count = 0;
  for (let row = 1; row <= rows; row++) if (!hasKey(row)) count++;
  return { count, rows: without };
}

/** Matched rows, ascending. There can be millions, so they are made one by one, on each request. */
export class MatchedRows implements OwnRows {
  readonly columns: readonly string[];
  readonly hasRules: boolean;
  readonly hasGroups: boolean;
  readonly payloadColumns: readonly string[];
  readonly #rules: ReturnType<typeof shownRules>;
  readonly #agreement: MatchingAgreement;
  readonly #records: RecordKeys;
  readonly #isMatched: Uint8Array;
  #strengths: readonly RuleStrength[] | undefined;
  readonly #payloadOf: (item: number) => readonly string[] | undefined;

  /** `isMatched` holds 1 for each of the records' digests that the other side has. */
  constructor(agreement: MatchingAgreement, records: RecordKeys, isMatched: Uint8Array, payloadOf: (item: number) => readonly string[] | undefined = () => undefined) {
    const { operation } = agreement;
    this.#agreement = agreement;
    this.#records = records;
    this.#isMatched = isMatched;
    this.#payloadOf = payloadOf;
    this.columns = agreement.columns.map((column) => column.name);
    this.hasGroups = hasGroups(agreement.columns);
    this.hasRules = isNear(operation) || this.hasGroups;
    this.#rules = shownRules(agreement);
    this.payloadColumns = operation.payload?.columns ?? [];
  }

  strengths(): readonly RuleStrength[] {
    return (this.#strengths ??= strengthsOf(this.#agreement, this.#rules, this.#records, this.#isMatched));
  }

  get notTested(): NotTested {
    return notTestedIn(this.#records);
  }

  /** Rows of the whole list. */
  get ownRows(): number {
    return this.#records.rows;
  }

  get count(): number {
    let count = 0;
    for (let row = 1; row <= this.#records.rows; row++) if (this.#firstItem(row) !== NO_KEY) count++;
    return count;
  }

  *[Symbol.iterator](): Generator<OwnRow> {
    const hasPayload = this.payloadColumns.length > 0;
    // There may be millions of rows, and with one rule it is always that.
    const always = this.#rules.length === 1 && !this.hasGroups ? { rules: this.#rules.map(({ rule }) => rule), groups: undefined } : undefined;
    for (let row = 1; row <= this.#records.rows; row++) {
      const item = this.#firstItem(row);
      if (item === NO_KEY) continue;
      const { rules, groups } = always ?? this.#matchedBy(row);
      yield { row, cells: this.#records.cells(row), rules, groups, payload: hasPayload ? this.#payloadOf(item) : undefined };
    }
  }

  /** The digest of the strictest rule by which a row matches. */
  #firstItem(row: number): number {
    const { itemOf, slots } = this.#records;
    for (let slot = 0; slot < slots; slot++) {
      const item = itemOf[(row - 1) * slots + slot] ?? NO_KEY;
      if (item !== NO_KEY && this.#isMatched[item] === 1) return item;
    }
    return NO_KEY;
  }

  /** Each matching rule once, or once in each group. */
  #matchedBy(row: number): Pick<OwnRow, 'rules' | 'groups'> {
    const { itemOf, slots } = this.#records;
    const matched = this.#rules.filter((_, slot) => {
      const item = itemOf[(row - 1) * slots + slot] ?? NO_KEY;
      return item !== NO_KEY && this.#isMatched[item] === 1;
    });
    const once = matched.filter(({ rule, group }, i) => matched.findIndex((other) => other.rule === rule && other.group === group) === i);
    return { rules: once.map(({ rule }) => rule), groups: this.hasGroups ? once.map(({ group = '' }) => group) : undefined };
  }
}

/** The result that the agreement allows the recipient's program to show. */
export function matchingResult(agreement: MatchingAgreement, matches: MatchedRows): MatchingResult {
  const { count } = matches;
  const { maxMatches } = agreement.limits;
  return { count, notTested: matches.notTested, matches: maxMatches !== undefined && count > maxMatches ? undefined : matches };
}
