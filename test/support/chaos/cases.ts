import { compare, golden, linear, match, psi, psiCount, TITLED, type GoldenCase } from '../../golden/cases.js';
import { contributionOf } from '../../golden/play.js';
import type { Agreement } from '../../../src/session/agreement/types.js';
import type { Contribution } from '../../../src/session/operations/reading.js';
import { operationOf } from '../../../src/session/operations/registry.js';
import type { Dice } from './weather.js';

export interface ChaosCase extends GoldenCase {
  readonly contribution: (agreement: Agreement, name: string) => Contribution | undefined;
}

type Draw = (dice: Dice) => GoldenCase;

const RANGES = ['a:0..1000', 'b:-50..5000', 'c:0..20000:2', 'd:0..1:4', 'e:0..999999999', 'f'];
const PAYLOAD = { columns: ['phone', 'note'], bytes: 64 };
const meeting = (dice: Dice) => (dice.chance(0.3) ? ('invite' as const) : ('known keys' as const));
const columns = (dice: Dice) => dice.times(dice.whole(1, 12), () => dice.oneOf(RANGES)).map((column, i) => `${column.slice(0, 1)}${i}${column.slice(1)}`);

/** Few parties more often: every pair of them costs two handshakes. */
const counts = [2, 2, 2, 2, 3, 3, 3, 3, 4, 6];

const numbers = (dice: Dice, operation: 'sum' | 'average', most = 6): GoldenCase => {
  const count = Math.min(most, dice.oneOf(counts));
  return golden('chaos', linear(operation, columns(dice), { allowTwo: count === 2 }), { count, meeting: meeting(dice) });
};

const sealed: Draw = (dice) => {
  const count = dice.oneOf([3, 3, 3, 4]);
  return golden('chaos', linear(dice.oneOf(['sum', 'average']), columns(dice)), { count, threshold: dice.whole(2, count) });
};

const sealedLists: Draw = (dice) =>
  dice.oneOf<Draw>([
    () => golden('chaos', psi({ caps: 4 }), { count: 2, threshold: 2 }),
    () => golden('chaos', psi({ caps: 4 }, { payload: PAYLOAD }), { count: 2, threshold: 2 }),
    () => golden('chaos', psiCount({ caps: 4 }), { count: 2, threshold: 2 }),
    () => golden('chaos', psi({ caps: 20 }, { protocol: 'vole' }), { count: 2, threshold: 2 }),
    () => golden('chaos', match({ caps: 3 }), { count: 3, threshold: dice.whole(2, 3) }),
  ])(dice);

const comparison: Draw = (dice) => {
  const range = dice.oneOf(['pay:0..1000', 'pay:0..2', 'pay:-50..1000000:2']);
  if (dice.chance(0.4)) return golden('chaos', compare(['more'], range, { first: 'North' }), { count: 2 });
  const learned = dice.oneOf([['most'], ['least', 'min'], ['order'], ['max'], ['median']] as const);
  return golden('chaos', compare(learned, range), { count: dice.oneOf([2, 3, 3, 4]), meeting: meeting(dice) });
};

const program: Draw = (dice) => {
  const text = dice.chance(0.5) ? TITLED : TITLED.replace('"the mean response by arm" to everyone\n', '"the mean response by arm" to everyone\n    hide where n < 13, counts shown\n');
  return golden('chaos', { operation: { name: 'program' }, text, roles: 'labs', parameters: {}, accepted: text === TITLED ? ['A09:1'] : [] });
};

/** Of every kind that the program computes, the cheap ones more often. */
const ORDINARY: readonly (readonly [share: number, draw: Draw])[] = [
  [40, (dice) => numbers(dice, 'sum')],
  [18, (dice) => numbers(dice, 'average')],
  [8, sealed],
  [8, (dice) => golden('chaos', psi({ caps: dice.whole(3, 9) }), { count: 2, meeting: meeting(dice) })],
  [4, (dice) => golden('chaos', psiCount({ caps: dice.whole(3, 9) }), { count: 2 })],
  [4, (dice) => golden('chaos', match({ caps: dice.whole(3, 5) }), { count: dice.whole(3, 4) })],
  [4, program],
  [3, sealedLists],
  [2, (dice) => golden('chaos', psi({ caps: dice.whole(3, 9) }, { payload: PAYLOAD }), { count: 2 })],
  [1, (dice) => golden('chaos', psi({ caps: dice.whole(20, 60) }, { protocol: 'vole' }), { count: 2 })],
  [2, comparison],
];

/** What a relay that cheats is shown: averages, sealed results, every way of comparing lists, comparisons, programs. */
const BESET: readonly (readonly [share: number, draw: Draw])[] = [
  [30, (dice) => numbers(dice, 'average', 4)],
  [30, sealed],
  [12, (dice) => golden('chaos', psi({ caps: dice.whole(3, 6) }), { count: 2, meeting: meeting(dice) })],
  [6, () => golden('chaos', psi({ caps: 4 }, { payload: PAYLOAD }), { count: 2 })],
  [8, sealedLists],
  [8, (dice) => golden('chaos', psiCount({ caps: dice.whole(3, 6) }), { count: 2 })],
  [8, (dice) => golden('chaos', match({ caps: dice.whole(3, 4) }), { count: 3 })],
  [2, () => golden('chaos', psi({ caps: 20 }, { protocol: 'vole' }), { count: 2 })],
  [2, comparison],
  [4, program],
];

export function drawCase(dice: Dice, isHostile: boolean): ChaosCase {
  const kinds = isHostile ? BESET : ORDINARY;
  let left = dice.next() * kinds.reduce((sum, [share]) => sum + share, 0);
  const drawn = kinds.find(([share]) => (left -= share) < 0)?.[1](dice) ?? numbers(dice, 'sum');
  const own = new Map(drawn.parties.map(({ name }) => [name, numbersOf(drawn.agreement, name, dice)]));
  return { ...drawn, contribution: (agreement, name) => own.get(name) ?? contributionOf(agreement, name) };
}

/** Numbers within the ranges, other ones each time. */
function numbersOf(agreement: Agreement, name: string, dice: Dice): Contribution | undefined {
  const operation = operationOf(agreement);
  if (!operation.putsDataIn(agreement, name)) return undefined;
  const reading = operation.reads(agreement, name);
  if (reading.kind !== 'totals') return undefined;
  return { kind: 'totals', totals: reading.columns.map(() => ({ sum: BigInt(dice.whole(0, 1_000)), count: 1n })) };
}
