import { describe, expect, it } from 'vitest';
import { MpcError } from '../../../../src/errors.js';
import { planOf } from '../../../../src/language/plan/plan.js';
import { compile, whatIsNotThere } from '../../../../src/session/operations/program/compiled.js';
import type { Contribution } from '../../../../src/session/operations/reading.js';
import { checkedProgram, NAMES, textOfProgram } from '../../../language/fixtures.js';
import { runOperation } from '../../../support/operations.js';
import { flipping, tampering } from '../../../support/tampering.js';
import { agreed, BOARD, contributions, LABS, plainly, runAll, sessionOf } from './programs.js';

const onBoard = { terms: { roles: new Map([['wards', ['South', 'North']], ['Board', ['Harbour']]]), parameters: { usual: '40' } }, more: { withoutData: ['Harbour'] } };
const made = { seed: 5, rows: 30, ends: 0.1 };

/** Those that run among parties as they stand. */
const RUNNING = NAMES.filter((name) => {
  const { checked } = checkedProgram(textOfProgram(name));
  return planOf(checked).on === 'sums' && whatIsNotThere(checked) === undefined;
});

describe('a program that runs among parties', () => {
  it.each([...RUNNING.map((name): [string, string] => [name, textOfProgram(name)]), ['labs', LABS]])('%s gives what it gives on all files in one place', async (_, text) => {
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

  it('sends messages of the same lengths in the same order whatever the files hold', async () => {
    const shapes = await Promise.all([made, { seed: 8, rows: 0, ends: 0 }].map(async (each) => {
      const session = sessionOf(3);
      const agreement = agreed(session, LABS);
      await runAll(agreement, session.parties, contributions(agreement, each));
      return session.wire.map(({ from, to, label, message }) => [from, to, label, message.length]);
    }));
    expect(shapes[1]).toEqual(shapes[0]);
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
    const withSum = (values: Readonly<Record<number, bigint>>): Contribution => ({ kind: 'sums', sums: none.map((sums, i) => (i in values ? [values[i] ?? 0n] : sums)) });
    for (const cheat of [{ [at('sum', 1)]: 5n }, { [at('count', 0)]: 2n, [at('sum', 1)]: 10n }]) {
      const again = sessionOf(3);
      const ended = await Promise.all(again.parties.map((party, i) => runOperation(party, agreement, i === 0 ? withSum(cheat) : { kind: 'sums', sums: none }, {})));
      for (const { readResult } of ended) await expect(Promise.resolve().then(async () => readResult?.())).rejects.toMatchObject({ code: 'DEVIATION', party: undefined });
    }
  });
});
