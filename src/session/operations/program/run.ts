import { fromElement, toElement } from '../../../crypto/field.js';
import { elementsOf, vectorOf, type FieldVector } from '../../../crypto/field-vector.js';
import { hashParts } from '../../../crypto/hash.js';
import { bug, MpcError } from '../../../errors.js';
import { ImpossibleSums } from '../../../language/evaluate/impossible-sums.js';
import { Counted, resultsOfSums } from '../../../language/plan/sums/open.js';
import type { Measure } from '../../../language/plan/sums/layout.js';
import { NOTHING_SHUT, type Shut } from '../../../language/shut/shut.js';
import type { ProtocolContext } from '../../protocol/network.js';
import { secureSums } from '../../protocol/secure-sum.js';
import type { OperationOutcome } from '../outcome.js';
import type { Hooks } from '../../protocol/hooks.js';
import { seatsOf } from '../seats.js';
import type { Contribution } from '../reading.js';
import type { Call } from '../../../language/syntax/tree.js';
import { runSteps, type Stepped } from './steps.js';
import { castVetoes } from './veto.js';
import { compile, seatOf, type Compiled, type PlannedPart } from './compiled.js';
import { LANGUAGE, type ProgramAgreement, type ProgramResult } from './types.js';

const RECEIPT_LABEL = 'mpc program commitments v1';

/** Adds the parties' own sums under sharing and computes the results from them: `docs/protocols/sum.md`, `docs/language/running.md`. */
export async function runProgram(context: ProtocolContext, agreement: ProgramAgreement, contribution: Contribution | undefined, hooks: Hooks): Promise<OperationOutcome<ProgramResult>> {
  const program = compile(agreement.operation);
  const own = ownSumsOf(program, contribution);
  const { field, parts } = program;
  const value = vectorOf(field, parts.flatMap((part) => part.measures.flatMap((i) => ofPart(part, own[i] ?? []))).map((sum) => toElement(field, sum)));
  let counted: Counted | undefined;
  let shut: Shut = NOTHING_SHUT;
  /**
   * Once counts are open: what they shut, and what each party shuts. Only the counts of conditions are read now, which all see who put data in. To refuse another
   * sum before the last message would tell those who do not learn it whether it is within its range.
   */
  const decide = async (early: readonly (FieldVector | undefined)[]): Promise<void> => {
    counted = refusing(() => new Counted(program, readSums(program, early, ({ isFirst }) => isFirst)));
    const contributors = seatsOf(agreement, agreement.contributors);
    shut = counted.shutBy(await castVetoes(context, agreement, program, contributors.includes(context.network.self) ? counted.without(own) : undefined));
  };
  const { commitments, sums } = await secureSums(context, field, value, {
    contributors: seatsOf(agreement, agreement.contributors),
    parts: parts.map(({ length, roles, cell }) => ({ length, isLate: cell !== undefined, recipients: seatsOf(agreement, roles.flatMap((role) => program.names.get(role) ?? [])).sort((a, b) => a - b) })),
    allow: async (early) => {
      await decide(early);
      const open = counted?.openable(shut);
      return parts.map(({ measures: [i = 0], cell }) => cell === undefined || open?.[i]?.[cell] === true);
    },
  }, hooks);
  // A model may be all that depends on counts.
  if (counted === undefined && program.models.length > 0) await decide(sums);
  const fits: [number: number, Stepped][] = [];
  for (const [i, model] of program.models.entries()) fits.push([model.reveal.number, await runSteps(context, agreement, program, model, counted?.isShown(model.reveal, shut) === true, contribution?.kind === 'sums' ? contribution.designs[i] : undefined, hooks)]);
  const self = agreement.parties[context.network.self]?.name ?? '';
  // A receipt has one commitment from each party. For several parts, it is the hash of theirs.
  const kept = commitments.map((each, party) => (parts.length === 1 && fits.length === 0 ? each : keptOf([each, ...fits.flatMap(([, stepped]) => stepped.commitments[party] ?? [])])));
  return { commitments: kept, readResult: agreement.recipients.includes(self) ? () => resultOf(program, agreement, seatOf(program, self).role, readSums(program, sums), fits, shut) : undefined, sealed: undefined };
}

function ownSumsOf({ measures, sizes }: Compiled, contribution: Contribution | undefined): readonly (readonly bigint[])[] {
  if (contribution !== undefined && contribution.kind !== 'sums') throw bug('something else than sums was read for a program');
  const own = contribution?.sums ?? sizes.map((size) => Array.from({ length: size }, () => 0n));
  measures.forEach(({ range: [low, high] }, i) => {
    const mine = own[i] ?? [];
    if (mine.length !== sizes[i] || mine.some((sum) => sum < low || sum > high)) throw bug('a contribution lies outside what the agreement allows');
  });
  return own;
}

function ofPart({ cell }: PlannedPart, sums: readonly bigint[]): readonly bigint[] {
  return cell === undefined ? sums : sums.slice(cell, cell + 1);
}

type Opened = (bigint | undefined)[][];

/** The opened sums of these measures, as far as this party learns them. Throws DEVIATION if one is outside its range. */
function readSums({ parts, sizes, ranges, field, measures }: Compiled, sums: readonly (FieldVector | undefined)[], isRead: (measure: Measure) => boolean = () => true): Opened {
  const opened: Opened = sizes.map((size) => Array.from({ length: size }, () => undefined));
  parts.forEach((part, k) => {
    const sum = sums[k];
    if (sum === undefined) return;
    const elements = elementsOf(field, sum);
    let at = 0;
    for (const i of part.measures) {
      const [low, high] = ranges[i] ?? [0n, 0n];
      const first = part.cell ?? 0;
      const count = part.cell === undefined ? (sizes[i] ?? 0) : 1;
      if (!isRead(measures[i] as Measure)) {
        at += count;
        continue;
      }
      for (let cell = first; cell < first + count; cell++) (opened[i] as (bigint | undefined)[])[cell] = fromElement(field, elements[at++] ?? 0n, low, high) ?? outside();
    }
  });
  return opened;
}

/** The commitments of a party, in the order in which it made them. Empty for a party that contributes nothing. */
function keptOf(commitments: readonly Uint8Array[]): Uint8Array {
  const some = commitments.filter(({ length }) => length > 0);
  return some.length === 0 ? new Uint8Array(0) : hashParts(RECEIPT_LABEL, ...some);
}

function resultOf(program: Compiled, { operation }: ProgramAgreement, role: string, opened: Opened, fits: readonly (readonly [number, Stepped])[], shut: Shut): ProgramResult {
  const { checked, measures } = program;
  const rowsOf = (call: Call) => opened[measures.findIndex((measure) => measure.uses.some((use) => use.call === call))]?.[0] ?? 0n;
  const models = new Map(checked.reveals.flatMap((reveal) => fits.flatMap(([number, { fitted }]) => (reveal.kind === 'model' && reveal.number === number && fitted !== undefined ? [[number, fitted(rowsOf(reveal.model.totals.count))] as const] : []))));
  const all = refusing(() => resultsOfSums(program, opened, models, shut));
  const mine = checked.reveals.filter(({ recipients }) => recipients.has(role)).map(({ name }) => [name, all[name]] as const);
  return { program: LANGUAGE, parameters: operation.parameters, values: Object.fromEntries(mine) as ProgramResult['values'] };
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ImpossibleSums) outside();
    throw error;
  }
}

function outside(): never {
  throw new MpcError('DEVIATION', 'The opened sums cannot be those of rows that the program allows, so some party put in what it must not.', 'No result was accepted. The evidence does not say which party it was.');
}
