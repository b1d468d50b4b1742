import { describe, expect, it } from 'vitest';
import { smallestField } from '../../../../src/crypto/field.js';
import { addInto, fromBytes, zeroVector } from '../../../../src/crypto/field-vector.js';
import { concat, u32be, utf8 } from '../../../../src/crypto/bytes.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { MpcError } from '../../../../src/errors.js';
import { emptyMember } from '../../../../src/language/evaluate/home.js';
import { evaluateProgram } from '../../../../src/language/evaluate/run.js';
import type { Row, Value } from '../../../../src/language/evaluate/value.js';
import type { Inputs } from '../../../../src/language/evaluate/world.js';
import { rational } from '../../../../src/language/numbers/rational.js';
import { compile } from '../../../../src/session/operations/program/compiled.js';
import type { ProgramAgreement, ProgramResult } from '../../../../src/session/operations/program/types.js';
import type { MemoryParty } from '../../../../src/testing/memory-network.js';
import { runOperation } from '../../../support/operations.js';
import { flipping, tampering, type Tamper } from '../../../support/tampering.js';
import { agreed, contributionsOf, LABS, sessionOf } from './programs.js';

/** Cells of fewer than 20 rows are shut, and the total with them; the condition on all rows needs 85. */
const HIDDEN = `${LABS.slice(0, LABS.indexOf('reveal'))}reveal by_arm to everyone\n    hide where n < 20, counts shown\nreveal m = mean(dose of trials) rounded to 0.1 to everyone only if count(trials) >= 85, counts shown\nreveal total = sum(response of trials) to everyone\n`;
const NAMES = ['North', 'South', 'Harbour'];

/** How many rows of each arm each party has. */
type Rows = readonly (readonly [old: number, fresh: number])[];

function filesOf(rows: Rows): Inputs['members'] {
  const made = (arm: string, count: number) => Array.from({ length: count }, (_, i): Row => new Map<string, Value>([['arm', arm], ['dose', rational(BigInt(i))], ['response', rational(BigInt(2 * i - 5))]]));
  return new Map([['labs', rows.map(([old, fresh]) => ({ ...emptyMember(), rows: new Map([['trials', [...made('old', old), ...made('new', fresh)]]]) }))]]);
}

function inTheClear(agreement: ProgramAgreement, rows: Rows): ProgramResult['values'] {
  const { checked, known, names } = compile(agreement.operation);
  return evaluateProgram(checked, { members: filesOf(rows), parameters: known.parameters, lists: new Map() }, names, { makeKey: () => undefined, watch: undefined }).values;
}

async function ran(rows: Rows, { text = HIDDEN, tamper, terms, more }: { text?: string; tamper?: Parameters<typeof tampering>[1]; terms?: Parameters<typeof agreed>[2]; more?: Parameters<typeof agreed>[3] } = {}) {
  const session = sessionOf(3);
  const agreement = agreed(session, text, terms, more);
  const given = contributionsOf(agreement, filesOf(rows));
  const runs = session.parties.map(async (party, i) => {
    try {
      const result = (await (await runOperation(i === 0 && tamper !== undefined ? tampering(party, tamper) : party, agreement, given[i], {})).readResult?.()) as ProgramResult | undefined;
      return result?.values ?? 'nothing';
    } catch (error) {
      return error instanceof MpcError ? `${error.code} ${error.party ?? ''}` : String(error);
    }
  });
  // Over memory nobody tells the party that cheats that the others have stopped.
  return { session, agreement, ended: await Promise.all(tamper === undefined ? runs : runs.slice(1)) };
}

/** For each late opening, which of its parts hold anything: the sums of two cells, and two totals. */
function openedIn({ session }: Awaited<ReturnType<typeof ran>>): boolean[][] {
  const late = session.wire.filter(({ label }) => label === 'sum/open-late').map(({ message }) => message);
  return late.map((message) => Array.from({ length: message.length / 40 }, (_, i) => message.subarray(40 * i, 40 * (i + 1)).some((byte) => byte !== 0)));
}

const ALL_LARGE: Rows = [[10, 12], [10, 12], [10, 12]];
const ONE_SMALL: Rows = [[5, 12], [5, 12], [5, 12]];
/** 36 of kind new, and 6 of them without North’s. */
const ONE_OWNED: Rows = [[10, 30], [10, 4], [10, 2]];

describe('counts that are shown', () => {
  it('sums of a hidden cell, totals over the same rows, and what is not revealed, are opened by nobody', async () => {
    const small = await ran(ONE_SMALL);
    expect(small.ended).toEqual(NAMES.map(() => inTheClear(small.agreement, ONE_SMALL)));
    expect(small.ended[0]).toMatchObject({ by_arm: { rows: [{ arm: 'old', hidden: true }, { arm: 'new', n: '36' }] }, m: { why: 'condition' }, total: { why: 'cells', of: ['by_arm'] } });
    expect(openedIn(small)).toEqual(Array.from({ length: 6 }, () => [false, true, false, false]));
    const large = await ran(ALL_LARGE);
    expect(large.ended).toEqual(NAMES.map(() => inTheClear(large.agreement, ALL_LARGE)));
    expect(openedIn(large)).toEqual(Array.from({ length: 6 }, () => [true, true, false, true]));
  });

  it('a party that opens what has to stay shut, or another sum than it committed to, is named', async () => {
    const codes = async (tamper: Tamper) => (await ran(ONE_SMALL, { tamper: { 'sum/open-late': tamper } })).ended;
    for (const position of [0, 32, 40, 40 + 32, 80]) expect(await codes(flipping(position))).toEqual(['DEVIATION North', 'DEVIATION North']);
    expect(await codes((message) => message.subarray(0, 80))).toEqual(['DEVIATION North', 'DEVIATION North']);
    expect(await codes((message) => message.subarray(40))).toEqual(['DEVIATION North', 'DEVIATION North']);
  });
});

describe('a party shuts what is too small without its own rows', () => {
  it('before anything that depends on counts is opened, and nobody opens it', async () => {
    const owned = await ran(ONE_OWNED);
    expect(owned.ended).toEqual(NAMES.map(() => inTheClear(owned.agreement, ONE_OWNED)));
    expect(owned.ended[0]).toMatchObject({ by_arm: { rows: [{ arm: 'old', n: '30' }, { arm: 'new', hidden: true, by: ['North'] }] }, total: { value: null, why: 'cells', by: ['North'], of: ['by_arm'] } });
    expect(openedIn(owned)).toEqual(Array.from({ length: 6 }, () => [true, false, false, false]));
    const labels = owned.session.wire.map(({ label }) => label);
    expect(labels.lastIndexOf('sum/veto 1 of 1/echo')).toBeLessThan(labels.indexOf('sum/open-late'));
    expect(labels.lastIndexOf('sum/open')).toBeLessThan(labels.indexOf('sum/veto 1 of 1/echo'));
  });

  it('in messages of the same lengths in the same order whoever shuts what', async () => {
    const shapes = await Promise.all([ALL_LARGE, ONE_SMALL, ONE_OWNED, [[0, 0], [0, 0], [0, 0]] as Rows].map(async (rows) => (await ran(rows)).session.wire.map(({ from, to, label, message }) => `${from} ${to} ${label} ${message.length}`).sort()));
    for (const each of shapes) expect(each).toEqual(shapes[0]);
  });

  it('and what it shuts goes to those who learn the reveal, and to nobody else', async () => {
    const text = HIDDEN.replace('group labs of 3..9', 'group labs of 2..9\nparty Board').replaceAll('to everyone', 'to labs') + 'reveal rows = count(trials) to Board\n';
    const rows: Rows = [[15, 30], [15, 4]];
    const { session, ended, agreement } = await ran(rows, { text, terms: { roles: new Map([['labs', ['North', 'South']], ['Board', ['Harbour']]]) }, more: { withoutData: ['Harbour'] } });
    const { rows: counted, ...forLabs } = inTheClear(agreement, rows);
    expect(ended).toEqual([forLabs, forLabs, { rows: counted }]);
    const parties = session.wire.filter(({ label }) => label.startsWith('sum/veto')).flatMap(({ from, to }) => [from, to]);
    expect(new Set(parties)).toEqual(new Set([0, 1]));
    expect(ended[0]).toMatchObject({ by_arm: { rows: [{ by: ['North', 'South'] }, { by: ['North'] }] } });
  });

  it('a program that shows such a total to somebody who does not see the cells does not run', () => {
    const text = HIDDEN.replace('group labs of 3..9', 'group labs of 2..9\nparty Board').replaceAll('to everyone', 'to labs').replace('reveal total = sum(response of trials) to labs', 'reveal total = sum(response of trials) to labs, Board');
    expect(() => agreed(sessionOf(3), text, { roles: new Map([['labs', ['North', 'South']], ['Board', ['Harbour']]]) }, { withoutData: ['Harbour'] })).toThrow(/line 19 of its program reveals a total over the rows of cells that may stay shut/);
  });
});

describe('a party that cheats with what it shuts', () => {
  const STEP = 'sum/veto 1 of 1';
  /** A party with an altered program signs other bits than its own would have sent, and says so in its echo. */
  const shutting = async (rows: Rows, bits: (to: number) => Uint8Array) => {
    const session = sessionOf(3);
    const agreement = agreed(session, HIDDEN);
    const given = contributionsOf(agreement, filesOf(rows));
    const north = session.parties[0] as MemoryParty;
    const entry = (message: Uint8Array): [hash: Uint8Array, signature: Uint8Array] => {
      const hash = hashParts('mpc broadcast message v1', message);
      return [hash, north.sign('mpc broadcast v1', north.sid, utf8(STEP), u32be(0), hash)];
    };
    const altered: Record<string, (to: number, message: Uint8Array) => Uint8Array> = {
      [STEP]: (to) => concat(entry(bits(to))[1], bits(to)),
      [`${STEP}/echo`]: (_, message) => concat(...entry(bits(1)), message.subarray(96)),
    };
    const { network } = north;
    const cheating = { ...north, network: { self: 0, count: 3, send: (to: number, label: string, message: Uint8Array) => network.send(to, label, altered[label]?.(to, message) ?? message), receive: network.receive.bind(network) } };
    const runs = session.parties.map(async (party, i) => {
      try {
        return ((await (await runOperation(i === 0 ? cheating : party, agreement, given[i], {})).readResult?.()) as ProgramResult).values;
      } catch (error) {
        return error instanceof MpcError ? `${error.code} ${error.party ?? ''}: ${error.message}` : String(error);
      }
    });
    return Promise.all(runs.slice(1));
  };

  /** A party whose program has other limits in mind than the one that was agreed on; undefined: none at all. */
  const withLimit = async (rows: Rows, limit: number | undefined) => {
    const session = sessionOf(3);
    const agreement = agreed(session, HIDDEN);
    const given = contributionsOf(agreement, filesOf(rows));
    const altered = { ...agreement, operation: { ...agreement.operation } };
    const others = compile({ ...agreement.operation, text: HIDDEN.replace('n < 20', `n < ${limit ?? 0}`) }).gates;
    const compiled = compile(altered.operation);
    Object.assign(compiled, { gates: compiled.gates.map((gate, i) => ({ ...gate, conditions: limit === undefined ? [] : (others[i]?.conditions ?? []) })) });
    return Promise.all(session.parties.map(async (party, i) => ((await (await runOperation(party, i === 0 ? altered : agreement, given[i], {})).readResult?.()) as ProgramResult).values));
  };

  it('shuts everything: it is named in the result, and what depends on no count is there', async () => {
    const [, south, harbour] = await withLimit(ALL_LARGE, 30);
    expect(south).toMatchObject({ by_arm: { rows: [{ hidden: true, by: ['North'] }, { hidden: true, by: ['North'] }] }, total: { why: 'cells', by: ['North'] } });
    expect(harbour).toEqual(south);
  });

  it('does not shut what it should: it learns what the counts allow, as the words say', async () => {
    const [north, south] = await withLimit(ONE_OWNED, undefined);
    expect(north).toMatchObject({ by_arm: { rows: [{ n: '30' }, { n: '36' }] }, total: { value: expect.any(String) as string } });
    expect(south).toEqual(north);
  });

  it('shuts a cell that the counts shut: it means nothing', async () => {
    const [, south] = await withLimit(ONE_SMALL, 12);
    expect(south).toMatchObject({ by_arm: { rows: [{ arm: 'old', hidden: true }, { n: '36' }] } });
    expect(JSON.stringify(south)).not.toContain('"by"');
  });

  it('tells others different things: the session ends with its name', async () => {
    for (const each of await shutting(ALL_LARGE, (to) => Uint8Array.of(to === 1 ? 1 : 0))) expect(each).toMatch(/^DEVIATION North: .*different messages to different parties in the step "sum\/veto 1 of 1"/);
  });

  it('sends too little, too much, or bits behind the last cell', async () => {
    for (const bits of [new Uint8Array(0), Uint8Array.of(0, 0), Uint8Array.of(0b1000), Uint8Array.of(0x80)]) {
      for (const each of await shutting(ALL_LARGE, () => bits)) expect(each).toMatch(/North.*(wrong length|not there|at most 65 are allowed)/);
    }
  });

  it('changes its bits on the way, without signing them', async () => {
    expect((await ran(ALL_LARGE, { tamper: { [STEP]: flipping(64) } })).ended).toEqual(['DEVIATION North', 'DEVIATION North']);
  });
});

describe('a party that puts in sums which no rows have', () => {
  const WITH_BOARD = HIDDEN.replace('group labs of 3..9', 'group labs of 2..9\nparty Board');
  const ROWS: Rows = [[12, 12], [12, 12]];

  /** North has an altered program, which adds this to its own sum of each measure. How each party ended, or that it still waited when all others had ended or waited. */
  async function shifting(text: string, shift: (measure: ReturnType<typeof compile>['measures'][number]) => bigint, tamper: Parameters<typeof tampering>[1] = {}) {
    const session = sessionOf(3);
    const agreement = agreed(session, text, { roles: new Map([['labs', ['North', 'South']], ['Board', ['Harbour']]]) }, { withoutData: ['Harbour'] });
    const given = contributionsOf(agreement, filesOf(ROWS));
    const altered = { ...agreement, operation: { ...agreement.operation } };
    const compiled = compile(altered.operation);
    Object.assign(compiled, { measures: compiled.measures.map((measure) => ({ ...measure, range: [-(10n ** 15n), 10n ** 15n] })) });
    const own = given[0];
    if (own?.kind !== 'sums') throw new Error('a contribution of another kind');
    const shifted = { ...own, sums: own.sums.map((sums, i) => sums.map((sum) => sum + shift(compiled.measures[i] as (typeof compiled.measures)[number]))) };
    const ended: string[] = ['waits', 'waits', 'waits'];
    await Promise.race([
      Promise.all(session.parties.map(async (party, i) => {
        try {
          const { readResult } = await runOperation(i === 0 ? tampering(party, tamper) : party, i === 0 ? altered : agreement, i === 0 ? shifted : given[i], {});
          ended[i] = 'in the session: done';
          await readResult?.();
          ended[i] = 'done';
        } catch (error) {
          ended[i] = `${ended[i] === 'waits' ? 'in the session' : 'afterwards'}: ${error instanceof MpcError ? `${error.code} ${error.party ?? ''}` : String(error)}`;
        }
      })),
      // Messages over memory arrive at once, so whoever waits now waits for ever.
      new Promise((resolve) => setTimeout(resolve, 300)),
    ]);
    return { ended, wire: session.wire.map(({ from, to, label, message }) => [from, to, label, message.length]), late: session.wire.filter(({ from, label }) => from === 1 && label === 'sum/open-late').length };
  }

  it('cannot tell from the session whether a total that it does not learn has left its range', async () => {
    const text = `${WITH_BOARD}reveal doses = sum(dose of trials) to Board\n`;
    const forBoard = ({ part, recipients }: ReturnType<typeof compile>['measures'][number]) => part.kind === 'sum' && recipients.join() === 'Board';
    const honest = await shifting(text, () => 0n);
    const far = await shifting(text, (measure) => (forBoard(measure) ? -(10n ** 9n) : 0n));
    expect(honest.ended).toEqual(['done', 'done', 'done']);
    expect(far.ended).toEqual(['done', 'done', 'afterwards: DEVIATION ']);
    expect(far.wire).toEqual(honest.wire);
  });

  it('cannot have one count decide for some and another for others, and an honest party be named for the difference', async () => {
    const text = `${WITH_BOARD.slice(0, WITH_BOARD.indexOf('reveal'))}reveal s = sum(dose of trials) to labs only if count(trials) >= 60, counts shown\nreveal m = sum(response of trials) to everyone only if count(trials) >= 60, counts shown\n`;
    const forLabs = ({ part, recipients }: ReturnType<typeof compile>['measures'][number]) => part.kind === 'count' && recipients.join() === 'labs';
    // It opens nothing to the Board itself, whose count is below the limit: the party that opens would be the honest one.
    const { ended, late } = await shifting(text, (measure) => (forLabs(measure) ? 50n : 0n), { 'sum/open-late': (message) => new Uint8Array(message.length) });
    expect({ honest: ended.slice(1), late }).toEqual({ honest: ['in the session: DEVIATION ', 'waits'], late: 0 });
  });
});

describe('a logistic model that is shut', () => {
  const RISK = (least: number) => LABS.replace('\ntable', '    high = response > 10\n\ntable').replace(/table[\s\S]*$/, `model risk of trials:\n    logistic high on dose\n    steps 2 shown\n\nreveal risk to everyone only if count(trials) >= ${least}, counts shown\n`);

  it.each([['by the counts', 100], ['by a party', 40]])('%s: only zeros are added up in its steps', async (_, least) => {
    const done = await ran(ONE_OWNED, { text: RISK(least) });
    expect(done.ended[0]).toMatchObject({ risk: least === 100 ? { value: null, why: 'condition' } : { value: null, why: 'rest', by: ['North'] } });
    for (const sum of stepSumsOf(done)) expect(sum.every((limb) => limb === 0)).toBe(true);
    const open = await ran(ONE_OWNED, { text: RISK(10) });
    expect(stepSumsOf(open).every((sum) => sum.some((limb) => limb !== 0))).toBe(true);
  });

  /** The sum of all parties’ shares of each step, as a party that sees all of them has it. */
  function stepSumsOf({ session, agreement }: Awaited<ReturnType<typeof ran>>): Uint32Array[] {
    const { models: [model] } = compile(agreement.operation);
    const field = model?.field ?? smallestField(0n, 1n);
    if (field === undefined || model === undefined) throw new Error('there is no model');
    return [1, 2].map((step) => {
      const sum = zeroVector(field, model.length);
      for (const from of [0, 1, 2]) {
        const opening = session.wire.find((sent) => sent.from === from && sent.label === `model 1 step ${step}/sum/open`)?.message ?? new Uint8Array(0);
        addInto(field, sum, fromBytes(field, model.length, opening.subarray(32)) ?? zeroVector(field, model.length));
      }
      return sum;
    });
  }
});
