import { planOf, type Plan } from '../../../circuit/plan.js';
import { type Program, ProgramBuilder, type Ref } from '../../../circuit/program.js';
import { invalid } from '../../agreement/invalid.js';
import { seatsOf } from '../seats.js';
import { numberBits, numberRange } from './numbers.js';
import type { CompareAgreement, Learned } from './types.js';

/** The cost of one exchange in the choice of circuits, in ANDs. It is a constant, because all parties must choose alike. */
const EXCHANGE = 2000;

/** The position of the median among n values in ascending order. For even n, the lower one of the middle two. */
export function medianPosition(count: number): number {
  return Math.ceil(count / 2) - 1;
}

/** Pairs (i, j), i < j, in the order of the opened bits. */
export function pairsOf(count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => Array.from({ length: count - i - 1 }, (_each, k): [number, number] => [i, i + 1 + k])).flat();
}

/**
 * The program for the agreement, over each contributor's number minus the minimum. Outputs are in the order of `learn`: for `most` and `least`, one bit for
 * each contributor; for `order`, one bit for each of `pairsOf`, whether the first is below the second, and then one for each, whether they are equal; for
 * `more`, one bit; otherwise a number.
 */
export function compareProgram(agreement: CompareAgreement): Program {
  const { contributors, operation, recipients } = agreement;
  const { low, high } = numberRange(agreement);
  const width = numberBits(agreement);
  const builder = new ProgramBuilder();
  const numbers = seatsOf(agreement, contributors).map((owner) => builder.input({ owner, width, count: 1, most: high - low }));
  const all = builder.step({ op: 'join', of: numbers });
  const to = seatsOf(agreement, recipients);
  const best = new Map<'least' | 'greatest', Ref>();
  const extremum = (op: 'least' | 'greatest'): Ref => {
    const found = best.get(op) ?? builder.step({ op, of: [all] });
    best.set(op, found);
    return found;
  };
  const count = contributors.length;
  const holders = (value: Ref) => builder.step({ op: 'equal', of: [all, builder.step({ op: 'pick', of: [value], positions: contributors.map(() => 0) })] });
  const outputs: Record<Learned, () => Ref> = {
    most: () => holders(extremum('greatest')),
    least: () => holders(extremum('least')),
    max: () => extremum('greatest'),
    min: () => extremum('least'),
    median: () => builder.step({ op: 'pick', of: [builder.step({ op: 'sort', of: [all] })], positions: [medianPosition(count)] }),
    order: () => {
      const pairs = pairsOf(count);
      const [first, second] = ([0, 1] as const).map((side) => builder.step({ op: 'pick', of: [all], positions: pairs.map((pair) => pair[side]) })) as [Ref, Ref];
      return builder.step({ op: 'join', of: [builder.step({ op: 'less', of: [first, second] }), builder.step({ op: 'equal', of: [first, second] })] });
    },
    more: () => {
      const first = contributors.indexOf(operation.first ?? '');
      return builder.step({ op: 'less', of: [numbers[1 - first] as Ref, numbers[first] as Ref] });
    },
  };
  for (const item of operation.learn) builder.output(outputs[item](), to);
  return builder.build();
}

/** Throws AGREEMENT_INVALID if it exceeds what the engine gives. */
export function comparePlan(agreement: CompareAgreement): Plan {
  const plan = planIfAny(agreement);
  if (plan !== undefined) return plan;
  const count = agreement.contributors.length;
  throw invalid(`it compares the numbers of ${count} contributors, and with numbers of this range and this many rows at most ${mostContributors(agreement)} can be compared. A narrower range or a lower limit of rows allows more`);
}

/** The most contributors that the engine compares under the same terms, if it does not compare all of them. */
function mostContributors(agreement: CompareAgreement): number {
  let [fits, fails] = [1, agreement.contributors.length];
  while (fails - fits > 1) {
    const middle = (fits + fails) >> 1;
    if (planIfAny(withContributors(agreement, middle)) === undefined) fails = middle;
    else fits = middle;
  }
  return fits;
}

function withContributors(agreement: CompareAgreement, count: number): CompareAgreement {
  const dropped = agreement.contributors.slice(count);
  const kept = (name: string) => !dropped.includes(name);
  return { ...agreement, parties: agreement.parties.filter(({ name }) => kept(name)), contributors: agreement.contributors.filter(kept), recipients: agreement.recipients.filter(kept) };
}

function planIfAny(agreement: CompareAgreement): Plan | undefined {
  try {
    return planOf(compareProgram(agreement), agreement.parties.length, EXCHANGE);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
