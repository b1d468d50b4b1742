/** What is shut beside what the counts themselves shut, and by whom. */
import type { Reveal } from '../check/program.js';

/** Why a reveal is shut as a whole. */
export interface ShutReveal {
  /** Without somebody's own rows its condition does not hold; or cells over the same rows are shut. */
  readonly why: 'rest' | 'cells';
  /** Names of the parties that shut it, or those cells. */
  readonly by: readonly string[];
  /** Names of the tables with those cells. */
  readonly of: readonly string[];
}

export interface ShutCell extends Omit<ShutReveal, 'why'> {
  /** The cell as a whole; otherwise the columns. */
  readonly isWhole: boolean;
  readonly columns: ReadonlySet<string>;
}

export interface Shut {
  readonly reveals: ReadonlyMap<Reveal, ShutReveal>;
  /** By the index of the cell. */
  readonly cells: ReadonlyMap<Reveal, ReadonlyMap<number, ShutCell>>;
}

export const NOTHING_SHUT: Shut = { reveals: new Map(), cells: new Map() };
