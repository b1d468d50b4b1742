import { stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { utf8 } from '../../crypto/bytes.js';
import { MpcError } from '../../errors.js';
import { readRecords, readStyle } from '../../io/csv/index.js';
import { csvWriter, foreign } from '../../io/csv/writer.js';
import { checkOperator } from '../../io/history.js';
import { isMissing, replacePrivate } from '../../io/private-file.js';
import type { Matches } from './matches.js';

export const DECISIONS = ['yes', 'no', 'unsure'] as const;
export type MatchDecision = (typeof DECISIONS)[number];

interface Decided {
  readonly decision: MatchDecision;
  /** UTC. */
  readonly decided: string;
  readonly operator: string;
}

const COLUMNS = ['row', 'decision', 'decided', 'operator', 'results'] as const;

/** Beside the results: `matches.csv` has `matches.decisions.csv`. */
export function decisionsBeside(results: string): string {
  return `${results.slice(0, results.length - extname(results).length)}.decisions.csv`;
}

/**
 * What somebody decided about matches, by the row of this party's own list. No cell is in the file: whoever has the list knows whom a row is about. Each
 * decision is on disk before the next is asked for.
 */
export class Decisions {
  readonly path: string;
  readonly #digest: string;
  readonly #operator: string;
  readonly #byRow: Map<number, Decided>;

  private constructor(path: string, digest: string, operator: string, byRow: Map<number, Decided>) {
    this.path = path;
    this.#digest = digest;
    this.#operator = operator;
    this.#byRow = byRow;
  }

  /** Those of before, or none. Throws INPUT_INVALID if the file is not of these matches. */
  static async open(path: string, { digest, matches }: Matches, operator: string | undefined): Promise<Decisions> {
    const byRow = new Map<number, Decided>();
    const rows = new Set(matches.map(({ row }) => row));
    for (const [row, decision, decided, by, results] of await linesIn(path)) {
      if (results !== digest || !rows.has(Number(row))) throw new MpcError('INPUT_INVALID', `${path} has decisions on another file of results, or this one was changed since.`, 'Name another file with --decisions, or review the results that it is of.');
      const known = DECISIONS.find((each) => each === decision);
      if (known === undefined) throw notDecisions(path);
      byRow.set(Number(row), { decision: known, decided: decided ?? '', operator: by ?? '' });
    }
    return new Decisions(resolve(path), digest, operator === undefined ? '' : checkOperator(operator), byRow);
  }

  of(row: number): MatchDecision | undefined {
    return this.#byRow.get(row)?.decision;
  }

  count(decision: MatchDecision): number {
    return [...this.#byRow.values()].filter((each) => each.decision === decision).length;
  }

  get size(): number {
    return this.#byRow.size;
  }

  /** Resolves when it is on disk. After a crash there is the old file or the new one. */
  async decide(row: number, decision: MatchDecision): Promise<void> {
    this.#byRow.set(row, { decision, decided: new Date().toISOString(), operator: this.#operator });
    const line = csvWriter({ delimiter: ',', lineEnd: '\n' });
    const sorted = [...this.#byRow].sort(([a], [b]) => a - b);
    await replacePrivate(this.path, utf8([[...COLUMNS], ...sorted.map(([number, each]) => [String(number), each.decision, each.decided, foreign(each.operator), this.#digest])].map(line).join('')));
  }
}

async function linesIn(path: string): Promise<string[][]> {
  if (!(await isThere(path))) return [];
  const { names } = await readStyle({ file: path });
  if (names.join() !== COLUMNS.join()) throw notDecisions(path);
  const lines: string[][] = [];
  for await (const batch of readRecords({ file: path }, COLUMNS)) lines.push(...batch.map(({ cells }) => cells));
  return lines;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function notDecisions(path: string): MpcError {
  return new MpcError('INPUT_INVALID', `${path} is there, and is no file of decisions.`, 'Name another file with --decisions.');
}
