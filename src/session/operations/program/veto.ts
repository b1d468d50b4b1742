import type { Decisions, Vetoes } from '../../../language/shut/decide.js';
import { among } from '../../protocol/among.js';
import { broadcast } from '../../protocol/broadcast.js';
import { deviation } from '../../protocol/deviation.js';
import type { ProtocolContext } from '../../protocol/network.js';
import { seatsOf } from '../seats.js';
import type { Ballot, Compiled } from './compiled.js';
import type { ProgramAgreement } from './types.js';

/** The label of a group's broadcast. */
export function vetoStep(ballot: number, { length }: readonly Ballot[]): string {
  return `sum/veto ${ballot + 1} of ${length}`;
}

/** The bytes of one party's bits. */
export function vetoBytes({ gates }: Ballot): number {
  return Math.ceil(gates.reduce((sum, [, bits]) => sum + bits, 0) / 8);
}

/**
 * What each party shuts beside the counts: names by gate and cell, as far as this party learns the reveals. Each group of recipients has a broadcast of its own,
 * one after the other. Nothing that depends on counts has been opened yet. `docs/protocols/sum.md`, "Vetoes".
 *
 * @param own what this party shuts; undefined if it puts nothing in.
 */
export async function castVetoes(context: ProtocolContext, agreement: ProgramAgreement, { gates, ballots, names }: Compiled, own: Decisions | undefined): Promise<Vetoes> {
  const vetoes: string[][][] = gates.map(() => []);
  for (const [i, ballot] of ballots.entries()) {
    const members = seatsOf(agreement, ballot.roles.flatMap((role) => names.get(role) ?? [])).sort((a, b) => a - b);
    if (!members.includes(context.network.self)) continue;
    const group = among(context, members);
    const size = vetoBytes(ballot);
    const messages = await broadcast(group, vetoStep(i, ballots), own === undefined ? new Uint8Array(0) : bitsOf(ballot, own), size);
    // In the order of the roles, which is the order of all results.
    for (const name of [...names.values()].flat()) {
      const member = group.names.indexOf(name);
      const message = messages[member];
      if (message === undefined) continue;
      const gives = agreement.contributors.includes(name);
      if (message.length !== (gives ? size : 0)) throw deviation(group, member, 'sent vetoes of the wrong length');
      if (gives && !readBits(ballot, message, (gate, cell) => (((vetoes[gate] ??= [])[cell] ??= []).push(name)))) throw deviation(group, member, 'shut what is not there');
    }
  }
  return vetoes;
}

/** The lowest bit of a byte comes first. */
function bitsOf(ballot: Ballot, own: Decisions): Uint8Array {
  const bytes = new Uint8Array(vetoBytes(ballot));
  let at = 0;
  for (const [gate, bits] of ballot.gates) {
    for (let cell = 0; cell < bits; cell++, at++) if (own[gate]?.[cell] === true) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
  }
  return bytes;
}

/** Calls `shuts` for each bit that is set. False if there are some behind the last cell. */
function readBits({ gates }: Ballot, bytes: Uint8Array, shuts: (gate: number, cell: number) => void): boolean {
  const isSet = (bit: number) => (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
  let at = 0;
  for (const [gate, bits] of gates) for (let cell = 0; cell < bits; cell++, at++) if (isSet(at)) shuts(gate, cell);
  for (; at < 8 * bytes.length; at++) if (isSet(at)) return false;
  return true;
}
