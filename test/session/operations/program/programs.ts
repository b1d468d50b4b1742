/** Programs among parties over memory. */
import { encodePublicKey } from '../../../../src/crypto/public-key.js';
import { agreementOf } from '../../../../src/session/agreement/propose.js';
import { emptyMember } from '../../../../src/language/evaluate/home.js';
import { madeUpInputs, type MadeUp } from '../../../../src/language/evaluate/made-up.js';
import { evaluateProgram } from '../../../../src/language/evaluate/run.js';
import type { Result } from '../../../../src/language/evaluate/results.js';
import type { Inputs } from '../../../../src/language/evaluate/world.js';
import { ownEntries } from '../../../../src/language/plan/sums/enter.js';
import { compile, seatOf } from '../../../../src/session/operations/program/compiled.js';
import type { ProgramTerms } from '../../../../src/session/operations/program/propose.js';
import type { ProgramAgreement, ProgramResult } from '../../../../src/session/operations/program/types.js';
import type { Contribution } from '../../../../src/session/operations/reading.js';
import { memoryNetwork, type MemoryParty, type MemorySession } from '../../../../src/testing/memory-network.js';
import { runOperation } from '../../../support/operations.js';

export const LABS = `tally 1
analysis "Dose and response"

group labs of 3..9

from each of labs, at most 1_000 rows as trials:
    arm: one of "old", "new"
    dose: 0.0..100.0 unit "mg"
    response: -50.00..50.00

table by_arm by arm of trials:
    n = count()
    average = mean(response) rounded to 0.01

reveal by_arm to everyone
reveal r = correlation(dose, response of trials) rounded to 0.001 to everyone
`;

export const BOARD = `tally 1
analysis "Stays"

group wards of 2..9
party Board
parameter usual: 0..100

from each of wards:
    beds: 1..900
    used: 0..900

reveal full = count(wards where used >= usual) to everyone
reveal rate = sum(used of wards) / sum(beds of wards) rounded to 0.1% to Board
`;

type Terms = Partial<Omit<ProgramTerms, 'operation'>>;

export function agreed({ parties }: MemorySession, text: string, terms: Terms = {}, more: { readonly withoutData?: readonly string[]; readonly recipients?: readonly string[]; readonly runs?: number } = {}): ProgramAgreement {
  const roster = parties.map(({ names, publicKeys }, i) => ({ name: names[i] ?? '', publicKey: encodePublicKey(publicKeys[i] ?? new Uint8Array(0)) }));
  const role = /^group (\w+)/m.exec(text)?.[1] ?? '';
  const proposal = { purpose: 'A test', recipients: [], withoutData: [], relay: 'ws://127.0.0.1:1', created: 0, expires: 1000, runs: 1, ...more };
  return agreementOf<ProgramTerms>({ ...proposal, terms: { operation: { name: 'program' }, text, roles: role, parameters: {}, accepted: [], ...terms } }, roster, 'known keys') as ProgramAgreement;
}

const makeKey = () => undefined;

/** What each party puts in, of files that are made up. */
export function contributions(agreement: ProgramAgreement, made: MadeUp): (Contribution | undefined)[] {
  const { checked, known } = compile(agreement.operation);
  return contributionsOf(agreement, madeUpInputs(checked, { ...made, members: known.counts }).members);
}

/** What each party puts in, of these files. */
export function contributionsOf(agreement: ProgramAgreement, members: Inputs['members']): (Contribution | undefined)[] {
  const compiled = compile(agreement.operation);
  return agreement.parties.map(({ name }) => {
    if (!agreement.contributors.includes(name)) return undefined;
    const seat = seatOf(compiled, name);
    return { kind: 'sums', ...ownEntries(compiled, compiled.known, seat, members.get(seat.role)?.[seat.member] ?? emptyMember(), makeKey) };
  });
}

/** The same files in one place, by the plain evaluator. */
export function plainly(agreement: ProgramAgreement, made: MadeUp): Readonly<Record<string, Result>> {
  const { checked, known, names } = compile(agreement.operation);
  return evaluateProgram(checked, { ...madeUpInputs(checked, { ...made, members: known.counts }), parameters: known.parameters }, names, { makeKey, watch: undefined }).values;
}

export async function runAll(agreement: ProgramAgreement, parties: readonly MemoryParty[], given: readonly (Contribution | undefined)[]): Promise<(ProgramResult | undefined)[]> {
  const ended = await Promise.all(parties.map((party, i) => runOperation(party, agreement, given[i], {})));
  return Promise.all(ended.map(async ({ readResult }) => (await readResult?.()) as ProgramResult | undefined));
}

export function sessionOf(count: number): MemorySession {
  return memoryNetwork(count);
}

/** Of each party two files of rows, two columns of which have one name, and one of single values. */
export const SEVERAL = `tally 1
analysis "Stays, staff and beds"

group hospitals of 2..9

from each of hospitals, at most 1_000 rows as stays:
    ward: one of "surgery", "medicine"
    days: 0..400
    weeks: 0..50 = days / 7 rounded down to 1

from each of hospitals, at most 500 rows as staff:
    ward: one of "surgery", "medicine"
    hours: 0.0..60.0

from each of hospitals:
    beds: 0..5_000

table by_ward by ward of stays:
    n = count()
    all_days = sum(days)

table worked by ward of staff:
    all_hours = sum(hours)

reveal by_ward as "stays by ward" to everyone
reveal worked as "hours by ward" to everyone
reveal all_beds = sum(beds of hospitals) as "beds" to everyone
`;

/** With a public list, which the agreement holds. */
export const LISTED = `tally 1
analysis "Sales by product"

group shops of 2..9
list products: at most 5_000 entries

from each of shops, at most 1_000 rows as sales:
    product: one of list products
    amount: 0..1_000

table totals by product of sales:
    n = count()
    total = sum(amount)

reveal totals as "sales by product" to everyone
`;
