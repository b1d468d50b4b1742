import { describe, expect, it } from 'vitest';
import { MpcError } from '../../../../src/errors.js';
import { planOf } from '../../../../src/language/plan/plan.js';
import { emptyMember } from '../../../../src/language/evaluate/home.js';
import { madeUpInputs } from '../../../../src/language/evaluate/made-up.js';
import type { Inputs } from '../../../../src/language/evaluate/world.js';
import { readProgram } from '../../../../src/language/read.js';
import { describeAgreement } from '../../../../src/session/agreement/describe.js';
import { compile, whatIsNotThere } from '../../../../src/session/operations/program/compiled.js';
import { costOfSums } from '../../../../src/session/operations/program/cost.js';
import type { Contribution } from '../../../../src/session/operations/reading.js';
import { checkedProgram, NAMES, textOfProgram } from '../../../language/fixtures.js';
import { randomProgram } from '../../../language/random-programs.js';
import { runOperation } from '../../../support/operations.js';
import { flipping, tampering } from '../../../support/tampering.js';
import { agreed, BOARD, contributions, contributionsOf, LABS, plainly, runAll, sessionOf } from './programs.js';

const onBoard = { terms: { roles: new Map([['wards', ['South', 'North']], ['Board', ['Harbour']]]), parameters: { usual: '40' } }, more: { withoutData: ['Harbour'] } };
const LINEAR = LABS.replace('\ntable', '    arm_new = arm = "new"\n\ntable').replace(/table[\s\S]*$/, 'model length of trials:\n    linear response on dose, arm_new\n\nreveal length to everyone\n');
const RISK = LABS.replace('\ntable', '    high = response > 10\n\ntable').replace(/table[\s\S]*$/, 'model risk of trials:\n    logistic high on dose\n    steps 3 shown\n\nreveal risk to everyone\n');
const made = { seed: 5, rows: 30, ends: 0.1 };

/** Those that run among parties as they stand. */
const RUNNING = NAMES.filter((name) => {
  const { checked } = checkedProgram(textOfProgram(name));
  return planOf(checked).on === 'sums' && whatIsNotThere(checked) === undefined;
});

/** What each party sent, beside what the plan says of its role. */
async function sentAndSaid(text: string, terms = {}, more = {}): Promise<[sent: number[], said: number[] | undefined][]> {
  const session = sessionOf(3);
  const agreement = agreed(session, text, terms, more);
  await runAll(agreement, session.parties, contributions(agreement, made));
  const { checked, known, names } = compile(agreement.operation);
  const plan = planOf(checked);
  if (plan.on !== 'sums') throw new Error('it does not run on sums');
  const { roles, exchanges } = costOfSums(checked, plan, known);
  expect(new Set(session.wire.map(({ label }) => label)).size).toBe(exchanges);
  return agreement.parties.map(({ name }, i) => {
    const sent = session.wire.filter(({ from }) => from === i);
    const said = roles.find(({ role }) => names.get(role)?.includes(name));
    return [[sent.length, sent.reduce((sum, { message }) => sum + message.length, 0)], said && [said.messages, said.bytes]];
  });
}

describe('what a program costs', () => {
  it.each([...RUNNING.map((name): [string, string] => [name, textOfProgram(name)]), ['labs', LABS], ['a linear model', LINEAR], ['a logistic model', RISK]])('%s sends what its plan says', async (_, text) => {
    for (const [sent, said] of await sentAndSaid(text)) expect(said).toEqual(sent);
  });

  it('says it of a party that puts nothing in, too', async () => {
    for (const [sent, said] of await sentAndSaid(BOARD, onBoard.terms, onBoard.more)) expect(said).toEqual(sent);
  });
});

describe('a program that runs among parties', () => {
  it.each([...RUNNING.map((name): [string, string] => [name, textOfProgram(name)]), ['labs', LABS], ['a linear model', LINEAR], ['a logistic model', RISK]])('%s gives what it gives on all files in one place', async (_, text) => {
    for (const each of [made, { seed: 6, rows: 0, ends: 0 }, { seed: 7, rows: 2, ends: 1 }]) {
      const session = sessionOf(3);
      const agreement = agreed(session, text);
      const results = await runAll(agreement, session.parties, contributions(agreement, each));
      const plain = plainly(agreement, each);
      expect(results.map((result) => result?.values)).toEqual([plain, plain, plain]);
      expect(results[0]).toMatchObject({ program: 'tally/1', parameters: {} });
    }
  });

  it('each learns what is for it, and no sums of anything else', async () => {
    const session = sessionOf(3);
    const agreement = agreed(session, BOARD, onBoard.terms, onBoard.more);
    const [north, south, board] = await runAll(agreement, session.parties, contributions(agreement, made));
    const { full, rate } = plainly(agreement, made);
    expect(north).toEqual({ program: 'tally/1', parameters: { usual: '40' }, values: { full } });
    expect([south, board?.values]).toEqual([north, { full, rate }]);
    // The wards are sent one sum, and the Board two more.
    const opened = (to: number) => session.wire.filter((sent) => sent.to === to && sent.label === 'sum/open').map(({ message }) => message.length);
    expect([opened(0), opened(1), opened(2)]).toEqual([[32 + 8], [32 + 8], [32 + 8 + 32 + 16, 32 + 8 + 32 + 16]]);
  });

  /** Who sent whom how many bytes under which label, in order, for each of several sets of files; the first two have the same totals. */
  async function shapesOf(parties: number, text: string, terms = {}, more = {}) {
    const shapes: unknown[] = [];
    for (const [rows, isMoved] of [[30, false], [30, true], [3, false], [0, false]] as const) {
      const session = sessionOf(parties);
      const agreement = agreed(session, text, terms, more);
      const { checked, known } = compile(agreement.operation);
      const files = madeUpInputs(checked, { seed: 40 + rows, rows, ends: 0.2, members: known.counts }).members;
      await runAll(agreement, session.parties, contributionsOf(agreement, isMoved ? moved(files) : files));
      shapes.push(session.wire.map(({ from, to, label, message }) => [from, to, label, message.length]));
    }
    return shapes;
  }

  /** The files of one party given to the next, and the rows of each in another order. */
  const moved = (members: Inputs['members']): Inputs['members'] => new Map([...members].map(([role, each]) => [role, each.map((_, i) => {
    const { single, rows } = each[(i + 1) % each.length] ?? emptyMember();
    return { single, rows: new Map([...rows].map(([name, some]) => [name, [...some].reverse()])) };
  })]));

  it.each([...RUNNING.map((name): [string, string] => [name, textOfProgram(name)]), ['labs', LABS], ['a linear model', LINEAR], ['a logistic model', RISK]])('%s sends messages of the same lengths in the same order whatever the files hold, also where something stays shut', async (_, text) => {
    const [first, ...others] = await shapesOf(3, text);
    for (const each of others) expect(each).toEqual(first);
  });

  it('so do programs by chance, with a party that puts nothing in', async () => {
    let ran = 0;
    for (let seed = 1; ran < 8; seed++) {
      const text = randomProgram(seed, 'sums');
      const { checked } = readProgram(text);
      if (checked === undefined || whatIsNotThere(checked) !== undefined) continue;
      const [labs, board] = [['North', 'South', 'Harbour'], 'West'];
      const [first, ...others] = await shapesOf(4, text, { roles: new Map([['labs', labs], ['Board', [board]]]) }, { withoutData: [board] });
      for (const each of others) expect(each).toEqual(first);
      ran++;
    }
  });
});

/** How each party’s run ended: the code of its error and who is named, or the result. */
async function endings(tampered: number, tampers: Parameters<typeof tampering>[1]): Promise<string[]> {
  const session = sessionOf(3);
  const agreement = agreed(session, BOARD, onBoard.terms, onBoard.more);
  const given = contributions(agreement, made);
  return Promise.all(session.parties.map(async (party, i) => {
    try {
      await (await runOperation(i === tampered ? tampering(party, tampers) : party, agreement, given[i], {})).readResult?.();
      return 'done';
    } catch (error) {
      return error instanceof MpcError ? `${error.code} ${error.party ?? ''}` : String(error);
    }
  }));
}

describe('a model in steps', () => {
  async function ran(text: string, rows: number, tamper?: Parameters<typeof tampering>[1]) {
    const session = sessionOf(3);
    const agreement = agreed(session, text);
    const given = contributions(agreement, { seed: 12, rows, ends: 0 });
    const runs = session.parties.map(async (party, i) => (await runOperation(i === 0 && tamper !== undefined ? tampering(party, tamper) : party, agreement, given[i], {})).readResult?.());
    // Over memory nobody tells the party that cheats that the others have stopped.
    const ended = await Promise.allSettled(tamper === undefined ? runs : runs.slice(1));
    return { wire: session.wire.map(({ from, to, label, message }) => [from, to, label, message.length]), session, ended };
  }

  it('has as many messages of the same lengths where it stays shut, has no rows, or stops', async () => {
    const shut = RISK.replace('to everyone', 'to everyone only if count(trials) >= 80, counts shown');
    const shapes = await Promise.all([[shut, 30], [shut, 20], [RISK, 0], [RISK, 1], [RISK, 30]].map(async ([text, rows]) => (await ran(text as string, rows as number)).wire));
    expect(shapes[1]).toEqual(shapes[0]);
    expect([shapes[3], shapes[4]]).toEqual([shapes[2], shapes[2]]);
    // Of what is shut only zeros are added up.
    const { session, ended } = await ran(shut, 20);
    expect(ended.map((each) => (each.status === 'fulfilled' ? (each.value as { values: object } | undefined)?.values : (each.reason as unknown)))).toEqual(Array.from({ length: 3 }, () => ({ risk: { value: null, why: 'condition' } })));
    expect(new Set(session.wire.filter(({ label }) => label.startsWith('model')).map(({ label }) => label.split('/')[0]))).toEqual(new Set(['model 1 step 1', 'model 1 step 2', 'model 1 step 3']));
  });

  it('ends with the name of a party that opens another sum than it committed to, or that of another step', async () => {
    let first: Uint8Array | undefined;
    const tampers: Parameters<typeof tampering>[1][] = [
      { 'model 1 step 2/sum/open': flipping(40) },
      { 'model 1 step 1/sum/open': (message) => (first = message), 'model 1 step 2/sum/open': (message) => first ?? message },
      { 'model 1 step 3/sum/open': (message) => message.subarray(1) },
    ];
    for (const tamper of tampers) {
      const { ended } = await ran(RISK, 30, tamper);
      expect(ended.map((each) => (each.status === 'rejected' ? `${(each.reason as MpcError).code} ${(each.reason as MpcError).party ?? ''}` : 'done'))).toEqual(['DEVIATION North', 'DEVIATION North']);
    }
  });

  it('is refused when the session is over, without a name, where a sum of a step is outside its range', async () => {
    const session = sessionOf(3);
    const agreement = agreed(session, RISK);
    const given = contributions(agreement, { seed: 12, rows: 30, ends: 0 });
    const altered = { ...agreement, operation: { ...agreement.operation } };
    const compiled = compile(altered.operation);
    Object.assign(compiled, { models: compiled.models.map((model) => ({ ...model, range: [-5n * 10n ** 17n, 5n * 10n ** 17n] })) });
    const own = given[0] as Extract<Contribution, { kind: 'sums' }>;
    const cheat: Contribution = { ...own, designs: [{ size: 2, rows: 1, parts: [{ rows: 1, x: Float64Array.of(1, 1e9), y: Uint8Array.of(1) }] }] };
    const ended = await Promise.all(session.parties.map((party, i) => runOperation(party, i === 0 ? altered : agreement, i === 0 ? cheat : given[i], {})));
    for (const { readResult } of ended.slice(1)) await expect(Promise.resolve().then(async () => readResult?.())).rejects.toMatchObject({ code: 'DEVIATION', party: undefined });
  });

  it('says before anybody approves what is seen after each step', () => {
    const lines = describeAgreement(agreed(sessionOf(3), RISK)).find(({ heading }) => heading === 'The sums that are opened')?.lines ?? [];
    expect(lines.at(-1)).toMatch(/^All parties see, after each of the 3 steps of the model risk, the coefficients and the 5 sums .*a party with an altered program can put in sums that lead the next step/);
    const linear = describeAgreement(agreed(sessionOf(3), LINEAR)).find(({ heading }) => heading === 'The sums that are opened')?.lines;
    expect(linear?.slice(2)).toEqual(['  - for the model length: the number of the rows of trials; the sum of each of dose, arm_new and response; and the sum of the products of each two of these and of the square of each (9 numbers), yes being 1 and no 0']);
  });
});

describe('a party that cheats', () => {
  it('is named where it opens another sum than it committed to, of any part', async () => {
    expect(await endings(0, { 'sum/open': flipping(32) })).toEqual(['done', 'DEVIATION North', 'DEVIATION North']);
    // The second part goes to the Board alone.
    expect(await endings(0, { 'sum/open': (message) => (message.length > 40 ? flipping(40 + 32)(message, new Map()) : message) })).toEqual(['done', 'done', 'DEVIATION North']);
  });

  it('is named where it opens too little, too much, or one part for the other', async () => {
    for (const tamper of [(message: Uint8Array) => message.subarray(0, -1), (message: Uint8Array) => Uint8Array.from([...message, 0]), (message: Uint8Array) => Uint8Array.from([...message.subarray(40), ...message.subarray(0, 40)])]) {
      expect((await endings(0, { 'sum/open': (message) => (message.length > 40 ? tamper(message) : message) }))[2]).toBe('DEVIATION North');
    }
  });

  it('is found out by sums that belong to no rows, though nobody can say who it was', async () => {
    const session = sessionOf(3);
    const agreement = agreed(session, LABS);
    const { measures } = compile(agreement.operation);
    const at = (kind: 'count' | 'sum', factors: number) => measures.findIndex(({ table, part }) => table === undefined && part.kind === kind && (part.kind !== 'sum' || part.of.length === factors));
    const none = measures.map(({ table }) => (table === undefined ? [0n] : [0n, 0n]));
    const withSum = (values: Readonly<Record<number, bigint>>): Contribution => ({ kind: 'sums', designs: [], sums: none.map((sums, i) => (i in values ? [values[i] ?? 0n] : sums)) });
    for (const cheat of [{ [at('sum', 1)]: 5n }, { [at('count', 0)]: 2n, [at('sum', 1)]: 10n }]) {
      const again = sessionOf(3);
      const ended = await Promise.all(again.parties.map((party, i) => runOperation(party, agreement, i === 0 ? withSum(cheat) : { kind: 'sums', designs: [], sums: none }, {})));
      for (const { readResult } of ended) await expect(Promise.resolve().then(async () => readResult?.())).rejects.toMatchObject({ code: 'DEVIATION', party: undefined });
    }
  });
});
