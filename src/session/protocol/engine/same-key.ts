import { concat, equalBytes, u32be } from '../../../crypto/bytes.js';
import { commit, type Commitment, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../../crypto/commitment.js';
import { addBits, packBits, packedBytes } from '../../../crypto/engine/bit-vector.js';
import type { EngineKeys } from '../../../crypto/engine/keys.js';
import { addRows, addWhere, MAC_BYTES, macBytes, macRows, macRowsFrom, type MacRows, sliceRows } from '../../../crypto/engine/rows.js';
import { deviation } from '../deviation.js';
import type { PairRows } from './pair-rows.js';
import type { RandomBits } from './random-bits.js';
import { ENGINE_STEPS, type Wire } from './wire.js';

/** A key that is not the same towards all passes one position with probability 1/2. */
export const POSITIONS = 64;

const BITS_LABEL = 'mpc f2 same key bits v1';
const KEY_LABEL = 'mpc f2 same key v1';

interface Opened {
  readonly bits: Uint8Array;
  /** By party: the MACs of these bits under its keys. */
  readonly macs: ReadonlyMap<number, MacRows>;
}

/**
 * Checks that every party's MAC key is the same towards all others, for three and more parties, on 64 shares of random bits from position `from`, which serve
 * nothing else. Every party commits to its bits and MACs, and for each position to D^0 = Σ_i K_i and D^1 = D^0 + Δ^m; then all open bits and MACs. Each party
 * first verifies the opened values with its own keys: a party that lied about its bit would otherwise see the other D, and with it the key. Then each opens D^b
 * for the sum b of the others' bits, and all compare it with the sum of MACs. Names the party that cheated.
 */
export async function checkSameKey(wire: Wire, keys: EngineKeys, random: RandomBits, from: number): Promise<void> {
  const { context, self, parties } = wire;
  const bits = random.bits.subarray(from, from + POSITIONS);
  const others = Array.from({ length: parties }, (_, party) => party);
  const macsOf = (party: number) => sliceRows((random.pairs[party] as PairRows).macs, from, from + POSITIONS);
  const opening = concat(packBits(bits), ...others.flatMap((party) => (party === self ? [] : [macBytes(macsOf(party))])));
  const own = commit(BITS_LABEL, context.sid, self, opening);
  const due = dueValues(wire, keys, random, from);
  const openingBytes = NONCE_LENGTH + packedBytes(POSITIONS) + POSITIONS * MAC_BYTES * (parties - 1);

  const commitments = await wire.broadcast(ENGINE_STEPS.sameKeyCommit, concat(own.commitment, ...due.flatMap((pair) => pair.map(({ commitment }) => commitment.commitment))), () => COMMITMENT_LENGTH * (1 + 2 * POSITIONS));
  const openings = await wire.exchange(ENGINE_STEPS.sameKeyBits, () => concat(own.nonce, opening), openingBytes);
  const opened = openings.map((message, party) => {
    if (message === undefined) return openedBy(wire, self, opening);
    const value = message.subarray(NONCE_LENGTH);
    if (!opens((commitments[party] as Uint8Array).subarray(0, COMMITMENT_LENGTH), BITS_LABEL, context.sid, party, value, message.subarray(0, NONCE_LENGTH))) throw deviation(context, party, 'opened other bits than it had committed to');
    return openedBy(wire, party, value);
  });
  for (const party of wire.others) verifyMacs(wire, keys, random, from, party, opened[party] as Opened);

  const sums = others.map((party) => sumOfBits(opened, party));
  const answer = concat(...due.flatMap((pair, position) => {
    const { value, commitment } = pair[(sums[self] as Uint8Array)[position] as 0 | 1];
    return [commitment.nonce, value];
  }));
  const answers = await wire.exchange(ENGINE_STEPS.sameKey, () => answer, POSITIONS * (NONCE_LENGTH + MAC_BYTES));
  answers.forEach((message, party) => {
    if (message === undefined) return;
    const expected = macBytes(sumOfMacs(opened, party));
    for (let position = 0; position < POSITIONS; position++) {
      const at = position * (NONCE_LENGTH + MAC_BYTES);
      const value = message.subarray(at + NONCE_LENGTH, at + NONCE_LENGTH + MAC_BYTES);
      const index = 1 + 2 * position + ((sums[party] as Uint8Array)[position] as number);
      const commitment = (commitments[party] as Uint8Array).subarray(COMMITMENT_LENGTH * index, COMMITMENT_LENGTH * (index + 1));
      const isOpened = opens(commitment, KEY_LABEL, context.sid, party, concat(u32be(index), value), message.subarray(at, at + NONCE_LENGTH));
      if (!isOpened || !equalBytes(value, expected.subarray(MAC_BYTES * position, MAC_BYTES * (position + 1)))) throw deviation(context, party, 'used another MAC key towards some than towards others');
    }
  });
}

interface Due {
  readonly value: Uint8Array;
  readonly commitment: Commitment;
}

/** D^0 and D^1 of each position, with commitments. */
function dueValues({ context, self }: Wire, keys: EngineKeys, random: RandomBits, from: number): [Due, Due][] {
  const zero = macRows(POSITIONS);
  for (const pair of random.pairs) if (pair !== undefined) addRows(zero, sliceRows(pair.keys, from, from + POSITIONS));
  const one = zero.slice();
  addWhere(one, new Uint8Array(POSITIONS).fill(1), keys.mac);
  return Array.from({ length: POSITIONS }, (_, position) => [zero, one].map((rows, bit): Due => {
    const value = macBytes(sliceRows(rows, position, position + 1));
    return { value, commitment: commit(KEY_LABEL, context.sid, self, concat(u32be(1 + 2 * position + bit), value)) };
  }) as [Due, Due]);
}

function openedBy(wire: Wire, party: number, value: Uint8Array): Opened {
  const start = packedBytes(POSITIONS);
  const bits = wire.bits(value.subarray(0, start), POSITIONS, party, ENGINE_STEPS.sameKeyBits);
  const holders = Array.from({ length: wire.parties }, (_, holder) => holder).filter((holder) => holder !== party);
  return { bits, macs: new Map(holders.map((holder, i) => [holder, macRowsFrom(value.subarray(start + i * POSITIONS * MAC_BYTES, start + (i + 1) * POSITIONS * MAC_BYTES))])) };
}

function verifyMacs(wire: Wire, keys: EngineKeys, random: RandomBits, from: number, party: number, { bits, macs }: Opened): void {
  const expected = sliceRows((random.pairs[party] as PairRows).keys, from, from + POSITIONS).slice();
  addWhere(expected, bits, keys.mac);
  if (!equalBytes(macBytes(expected), macBytes(macs.get(wire.self) as MacRows))) throw deviation(wire.context, party, 'opened random bits that were not its own');
}

/** The sum of the bits of all parties except one. */
function sumOfBits(opened: readonly Opened[], but: number): Uint8Array {
  const sum = new Uint8Array(POSITIONS);
  opened.forEach(({ bits }, party) => {
    if (party !== but) addBits(sum, bits);
  });
  return sum;
}

/** The sum of all parties' MACs under one party's keys. */
function sumOfMacs(opened: readonly Opened[], holder: number): MacRows {
  const sum = macRows(POSITIONS);
  opened.forEach(({ macs }, party) => {
    if (party !== holder) addRows(sum, macs.get(holder) as MacRows);
  });
  return sum;
}
