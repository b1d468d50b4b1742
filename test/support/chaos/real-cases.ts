import { compare, linear, match, psi, psiCount } from '../../golden/cases.js';
import type { Proposal } from '../../../src/session/agreement/propose.js';
import type { Dice } from './weather.js';

/** A session of real processes, and what each of its parties must have in its result, as JSON. */
export interface RealCase {
  readonly what: string;
  readonly count: number;
  readonly terms: Proposal['terms'];
  /** Whether the result is sealed for two holders, and opened by all in a second meeting. */
  readonly isSealed?: boolean;
  readonly expected: RegExp;
  /** Up to which piece of a party's traffic something may happen to it; 60 where nothing is said. */
  readonly pieces?: number;
  /** Each party's file, where it is another than `Folder` gives it. */
  readonly file?: (seat: number) => string;
}

const PROGRAM = `tally 1
analysis "Beds"

group wards of 2..9

from each of wards:
    beds: 1..900

reveal beds = sum(beds of wards) as "all beds" to everyone
`;

type Draw = (dice: Dice) => RealCase;
const column = 'salary:0..1000:2';

/** Of what `Folder` gives its parties for files. */
const KINDS: readonly (readonly [share: number, draw: Draw])[] = [
  [30, (dice) => numbers('sum', dice.whole(2, 3))],
  [20, (dice) => numbers('average', dice.whole(2, 3))],
  [10, (dice) => ({ ...numbers(dice.oneOf(['sum', 'average']), 3), isSealed: true })],
  [10, () => ({ what: 'psi by voprf', count: 2, terms: psi({ caps: 5 }), expected: /"count":"2"/ })],
  [6, () => ({ what: 'psi by vole', count: 2, terms: psi({ caps: 20 }, { protocol: 'vole' }), expected: /"count":"2"/ })],
  [4, () => ({ what: 'psi, counted', count: 2, terms: psiCount({ caps: 5 }), expected: /"count":"2"/ })],
  [8, () => ({ what: 'match', count: 3, terms: match({ caps: 5 }), expected: /"count":"2"/ })],
  [6, (dice) => comparison(dice.whole(2, 3))],
  [6, () => ({ what: 'program', count: 3, terms: { operation: { name: 'program' }, text: PROGRAM, roles: 'wards', parameters: {}, accepted: [] }, expected: /\b60\b/, file: (seat) => `beds\n${10 * (seat + 1)}\n` })],
];

function numbers(name: 'sum' | 'average', count: number): RealCase {
  return { what: name, count, terms: linear(name, [column], { maxRows: 10, allowTwo: count === 2 }), expected: count === 3 ? /"sum":"662\.25"/ : /"sum":"331\.50"/ };
}

function comparison(count: number): RealCase {
  // Totals of 110.75, 220.75 and 330.75. Some hundred messages: set-up, checks, layers, openings.
  return { what: 'compare', count, terms: compare(['order'], column, { maxRows: 10 }), expected: count === 3 ? /"order":\[\["Harbour"\],\["South"\],\["North"\]\]/ : /"order":\[\["South"\],\["North"\]\]/, pieces: 220 };
}

export const drawComparison = (dice: Dice): RealCase => comparison(dice.whole(2, 3));

export function drawReal(dice: Dice): RealCase {
  let left = dice.next() * KINDS.reduce((sum, [share]) => sum + share, 0);
  return KINDS.find(([share]) => (left -= share) < 0)?.[1](dice) ?? numbers('sum', 3);
}
