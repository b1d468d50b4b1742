import { type BatchGroup, InvalidElement } from '../../../crypto/batch/group.js';
import { concat, u32be } from '../../../crypto/bytes.js';
import { type CotParameters, cotSizes } from '../../../crypto/cot/parameters.js';
import { CotReceiver } from '../../../crypto/cot/receiver.js';
import { CotSender } from '../../../crypto/cot/sender.js';
import { choicesOf, type EngineKeys, KEY_BITS } from '../../../crypto/engine/keys.js';
import { sliceStrings, type Strings, supplyOf } from '../../../crypto/engine/strings.js';
import { bitStrings, BitTransfers, keyStrings, KeyTransfers } from '../../../crypto/engine/transfers.js';
import { hashParts } from '../../../crypto/hash.js';
import { answerBaseOt, BASE_MESSAGE_BYTES, requestBaseOt } from '../../../crypto/ot/base-ot.js';
import { ELEMENT_BYTES } from '../../../crypto/ot/element.js';
import { checkColumns, proofBytes, proveColumns, receiveRows, sendRows } from '../../../crypto/ot/extension.js';
import { SEED_BYTES } from '../../../crypto/prg.js';
import { nextTurn } from '../../../crypto/primitives/turn.js';
import { randomBytes } from '../../../crypto/random.js';
import { deviation } from '../deviation.js';
import { ENGINE_STEPS, type Wire } from './wire.js';

/** Silent transfers in both directions. */
export interface SilentPair {
  readonly sender: CotSender;
  readonly receiver: CotReceiver;
}

/** What this party shares with one other party. */
export interface Pair {
  /** For the other's bits, under this party's keys. Silent transfers start empty. */
  readonly keys: KeyTransfers;
  /** For this party's bits, under the other's keys. */
  readonly bits: BitTransfers;
  readonly silent: SilentPair | undefined;
  /** Seeds of shares of zero: given to the other party, and received from it. */
  readonly given: Uint8Array;
  readonly taken: Uint8Array;
}

/** 32 bytes that stand for session, direction (holder of the keys, holder of the bits) and purpose in everything that the two parties hash. */
export function engineBinding(sid: Uint8Array, keysAt: number, bitsAt: number, purpose: string): Uint8Array {
  return hashParts('mpc f2 v1', sid, u32be(keysAt), u32be(bitsAt), purpose);
}

const PURPOSE = 'rows';

/**
 * Base transfers and extension in both directions of each pair, all pairs at once, with `blocks` blocks of rows in each direction: 192 Endemic transfers
 * (eprint 2019/706), with the bits of (Δ^h, Δ^m) as choices, and extension with Roy's check over 192 columns (eprint 2022/192). With a `set`, the rows are the
 * base of silent transfers. Throws DEVIATION with the other party's name if something is malformed or the check fails.
 */
export async function setUpPairs(wire: Wire, group: BatchGroup, keys: EngineKeys, blocks: number, set?: CotParameters): Promise<(Pair | undefined)[]> {
  return Promise.all(Array.from({ length: wire.parties }, async (_, party) => (party === wire.self ? undefined : setUpPair(wire, group, keys, party, blocks, set))));
}

async function setUpPair(wire: Wire, group: BatchGroup, keys: EngineKeys, party: number, blocks: number, set: CotParameters | undefined): Promise<Pair> {
  const { context, self } = wire;
  const [outward, inward] = [engineBinding(context.sid, self, party, PURPOSE), engineBinding(context.sid, party, self, PURPOSE)];
  const named = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw error instanceof InvalidElement ? deviation(context, party, 'sent what is not an element of the group') : error;
    });
  const delta = keys.whole(party);
  const choices = choicesOf(delta);
  const given = randomBytes(SEED_BYTES);
  try {
    const base = await requestBaseOt(group, outward, choices);
    wire.send(party, ENGINE_STEPS.request, base.message);
    const request = await wire.receive(party, ENGINE_STEPS.request, BASE_MESSAGE_BYTES * KEY_BITS);
    const answer = await named(answerBaseOt(group, inward, KEY_BITS, request));
    // Each step below takes up to some ten milliseconds for each pair.
    await nextTurn();
    const { rows, corrections } = receiveRows(answer.keys, blocks);
    wire.send(party, ENGINE_STEPS.reply, concat(answer.reply, given, corrections));

    const replyBytes = BASE_MESSAGE_BYTES * KEY_BITS;
    const reply = await wire.receive(party, ENGINE_STEPS.reply, replyBytes + SEED_BYTES + KEY_BITS * ELEMENT_BYTES * blocks);
    const taken = reply.slice(replyBytes, replyBytes + SEED_BYTES);
    const chosen = await named(base.finish(reply.subarray(0, replyBytes)));
    await nextTurn();
    const columns = sendRows(delta, chosen, blocks, reply.subarray(replyBytes + SEED_BYTES));
    const challenge = randomBytes(ELEMENT_BYTES);
    wire.send(party, ENGINE_STEPS.columnChallenge, challenge);
    const theirs = await wire.receive(party, ENGINE_STEPS.columnChallenge, ELEMENT_BYTES);
    await nextTurn();
    wire.send(party, ENGINE_STEPS.columnProof, proveColumns(rows, theirs));
    const proof = await wire.receive(party, ENGINE_STEPS.columnProof, proofBytes(KEY_BITS));
    await nextTurn();
    if (!checkColumns(delta, columns, challenge, proof)) throw deviation(context, party, 'sent inconsistent columns');
    const held = keyStrings(columns, blocks);
    await nextTurn();
    const pair = { ...transfersOf(context.sid, self, party, held, bitStrings(rows, blocks), set), given, taken };
    for (const part of [columns, rows.columns, rows.choices]) part.fill(0);
    return pair;
  } finally {
    delta.fill(0);
    choices.fill(0);
  }
}

/** Rows as transfers, or as the base of silent ones, which has the size that a chunk uses up. */
function transfersOf(sid: Uint8Array, self: number, party: number, held: Strings, bits: Strings, set: CotParameters | undefined): Pick<Pair, 'keys' | 'bits' | 'silent'> {
  if (set === undefined) return { keys: new KeyTransfers(supplyOf(held)), bits: new BitTransfers(supplyOf(bits)), silent: undefined };
  const { base } = cotSizes(set);
  const silent = {
    sender: new CotSender(set, engineBinding(sid, self, party, 'cot'), sliceStrings(held, 0, base)),
    receiver: new CotReceiver(set, engineBinding(sid, party, self, 'cot'), sliceStrings(bits, 0, base)),
  };
  return { keys: new KeyTransfers(supplyOf(sliceStrings(held, 0, 0))), bits: new BitTransfers(supplyOf(sliceStrings(bits, 0, 0))), silent };
}
