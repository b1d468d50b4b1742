/** What the parties of a program on sums send, from the plan alone: `docs/protocols/sum.md` has the messages. */
import { COMMITMENT_LENGTH, NONCE_LENGTH } from '../../../crypto/commitment.js';
import { SIGNATURE_LENGTH } from '../../../crypto/ed25519.js';
import type { Field } from '../../../crypto/field.js';
import { elementBytes } from '../../../crypto/field-vector.js';
import { SEED_BYTES } from '../../../crypto/prg.js';
import type { Checked } from '../../../language/check/program.js';
import type { Plan } from '../../../language/plan/plan.js';
import type { PublicInputs } from '../../../language/plan/sums/enter.js';
import { ECHO_ENTRY_LENGTH } from '../../protocol/broadcast.js';
import { filesOf, sumsOf, type Ballot } from './compiled.js';
import { vetoBytes } from './veto.js';

/** What one party of a role sends to all others together. */
export interface RoleCost {
  readonly role: string;
  /** How many parties have the role. */
  readonly parties: number;
  /** The numbers of its own that one of them puts in. 0 for a witness. */
  readonly numbers: number;
  readonly messages: number;
  /** Of these messages, as the protocol makes them: before they are encrypted and framed. */
  readonly bytes: number;
}

export interface SumsCost {
  /** Numbers that are added up, without those of models' steps. */
  readonly numbers: number;
  /** Those of them whose opening depends on counts. */
  readonly lateNumbers: number;
  /** Bits of the field. */
  readonly fieldBits: number;
  readonly models: readonly { readonly name: string; readonly steps: number; readonly numbersPerStep: number; readonly fieldBits: number }[];
  /** One secure sum for the program, and one for each step of a model. */
  readonly sums: number;
  /** How often every party waits for messages of the others, one time after another. */
  readonly exchanges: number;
  readonly roles: readonly RoleCost[];
}

/** One secure sum, with roles in place of seats. */
interface Sum {
  readonly givers: readonly string[];
  readonly field: Field;
  readonly parts: readonly { readonly length: number; readonly recipients: readonly string[]; readonly isLate: boolean }[];
  readonly ballots: readonly Ballot[];
}

/** Throws AGREEMENT_INVALID if these are more or wider sums than can be run. */
export function costOfSums(checked: Checked, plan: Extract<Plan, { on: 'sums' }>, known: Pick<PublicInputs, 'counts' | 'lists'>): SumsCost {
  const { field, models, parts, ballots } = sumsOf(checked, plan, known);
  const main: Sum = { givers: [...known.counts.keys()].filter((role) => filesOf(checked, role).length > 0), field, parts: parts.map(({ length, roles, cell }) => ({ length, recipients: roles, isLate: cell !== undefined })), ballots };
  const steps = models.flatMap((model) => Array.from({ length: model.steps }, (): Sum => ({ givers: [model.reveal.model.rows.role.name], field: model.field, parts: [{ length: model.length, recipients: model.recipients, isLate: false }], ballots: [] })));
  const sums = [main, ...steps];
  return {
    numbers: lengthOf(main.parts),
    lateNumbers: lengthOf(main.parts.filter(({ isLate }) => isLate)),
    fieldBits: field.bits,
    models: models.map((model) => ({ name: model.reveal.model.name, steps: model.steps, numbersPerStep: model.length, fieldBits: model.field.bits })),
    sums: sums.length,
    exchanges: sums.reduce((total, sum) => total + exchangesOf(sum), 0),
    roles: [...known.counts].map(([role, parties]) => {
      const sent = sums.map((sum) => sentBy(role, sum, known.counts));
      return { role, parties, numbers: sums.reduce((total, sum) => total + (sum.givers.includes(role) ? lengthOf(sum.parts) : 0), 0), messages: total(sent.map(([messages]) => messages)), bytes: total(sent.map(([, bytes]) => bytes)) };
    }),
  };
}

/** Seeds, commitments, echoes, openings, vetoes with their echoes, and the openings that depend on counts. */
function exchangesOf({ parts, ballots }: Sum): number {
  return 3 + 2 * ballots.length + (parts.some(({ isLate }) => !isLate) ? 1 : 0) + (parts.some(({ isLate }) => isLate) ? 1 : 0);
}

function sentBy(role: string, { givers, field, parts, ballots }: Sum, counts: ReadonlyMap<string, number>): [messages: number, bytes: number] {
  const others = (roles: Iterable<string>) => total([...new Set(roles)].map((each) => (counts.get(each) ?? 0) - (each === role ? 1 : 0)));
  const everyone = others(counts.keys());
  const gives = givers.includes(role);
  const echoed = (to: number, entries: number, message: number): [number, number] => [2 * to, to * (SIGNATURE_LENGTH + message + ECHO_ENTRY_LENGTH * entries)];
  const all = echoed(everyone, total([...counts.values()]), gives ? COMMITMENT_LENGTH * parts.length : 0);
  const vetoes = ballots.filter(({ roles }) => roles.includes(role)).map((ballot) => echoed(others(ballot.roles), others(ballot.roles) + 1, gives ? vetoBytes(ballot) : 0));
  const broadcast = [total([all, ...vetoes].map(([messages]) => messages)), total([all, ...vetoes].map(([, bytes]) => bytes))] as const;
  if (!gives) return [...broadcast];
  const [seeds, openings] = [others(givers), [false, true].map((late) => parts.filter(({ isLate }) => isLate === late))];
  return [
    broadcast[0] + seeds + total(openings.map((these) => others(these.flatMap(({ recipients }) => recipients)))),
    broadcast[1] + seeds * SEED_BYTES + total(parts.map(({ length, recipients }) => others(recipients) * (NONCE_LENGTH + length * elementBytes(field)))),
  ];
}

function lengthOf(parts: Sum['parts']): number {
  return total(parts.map(({ length }) => length));
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
