import { InvalidElement, type BatchGroup } from '../../../crypto/batch/group.js';
import { concat, equalBytes } from '../../../crypto/bytes.js';
import { commit } from '../../../crypto/commitment.js';
import { BASE_MESSAGE_BYTES, requestBaseOt, startBaseRequest, type BaseRequestStart } from '../../../crypto/ot/base-ot.js';
import { ELEMENT_BYTES } from '../../../crypto/ot/element.js';
import { checkColumns, COLUMNS, PROOF_BYTES, sendRows } from '../../../crypto/ot/extension.js';
import { packBlocks } from '../../../crypto/ot/rows.js';
import { randomBytes } from '../../../crypto/random.js';
import { layoutOf } from '../../../crypto/vole/layout.js';
import { voleParameters } from '../../../crypto/vole/parameters.js';
import { CHALLENGE_BYTES } from '../../../crypto/vole/receiver.js';
import { SilentSender, type VoleSender } from '../../../crypto/vole/sender.js';
import { nextTurn } from '../../../crypto/primitives/turn.js';
import { deviation } from '../deviation.js';
import type { PairContext } from '../network.js';
import { TREE_COMMITMENT_LABEL, voleBinding, voleSteps } from './binding.js';

/**
 * Random vector oblivious linear evaluation over GF(2^128), between two parties of a session. This party ends with Δ and B, and the party `receiver`, in
 * `receiveVole`, with A and C, where C = Δ · A + B element by element. Nothing in it depends on data.
 *
 * 128 base transfers (eprint 2019/706), extended (eprint 2022/192), give one multiplication for each noise position and the transfers that puncture trees; a
 * code (eprint 2023/882) makes the long vector from them (eprint 2019/1159). Secure with abort against either party that deviates, except for what the
 * functionality allows: a receiver may guess bits of Δ and a sender noise positions, and each is caught when it guesses wrong. `docs/protocols/vole.md` has the
 * protocol, the parameters and the argument.
 *
 * `purpose` distinguishes several runs between the same two parties in a session: no two may be the same. It enters hashes and labels (`voleSteps`).
 *
 * @param length from 1 to 2^23; the same for both.
 * @param start the part of the base transfers that `startSending` made earlier; it is used up. @returns Δ, 16 bytes, and B, `length` × 16 bytes.
 * Throws a RangeError on a length out of range, and DEVIATION with the receiver's name if a message is malformed or a check fails. Δ is erased if the function
 * throws; otherwise the caller has to erase it.
 */
export async function sendVole(context: PairContext, group: BatchGroup, receiver: number, length: number, purpose: string, start?: BaseRequestStart): Promise<VoleSender> {
  const delta = randomBytes(ELEMENT_BYTES);
  try {
    return await sendWith(delta, context, group, receiver, length, purpose, start);
  } catch (error) {
    delta.fill(0);
    throw error;
  }
}

/** What the sender can compute before there is a session. */
export async function startSending(group: BatchGroup): Promise<BaseRequestStart> {
  return startBaseRequest(group, COLUMNS);
}

async function sendWith(delta: Uint8Array, context: PairContext, group: BatchGroup, receiver: number, length: number, purpose: string, start: BaseRequestStart | undefined): Promise<VoleSender> {
  const { network } = context;
  const parameters = voleParameters(length);
  const layout = layoutOf(parameters);
  const steps = voleSteps(purpose);
  const binding = voleBinding(context, network.self, receiver, purpose);
  const exactly = async (label: string, bytes: number): Promise<Uint8Array> => {
    const message = await network.receive(receiver, label, bytes);
    if (message.length !== bytes) throw deviation(context, receiver, `sent a "${label}" of the wrong length`);
    return message;
  };

  const silent = parameters.trees === 0 ? undefined : new SilentSender(parameters, binding, delta);
  let planted: Promise<void> | undefined;
  const choices = bitsOf(delta);
  let keys: Uint8Array;
  try {
    const base = await requestBaseOt(group, binding, choices, start);
    network.send(receiver, steps.request, base.message);
    // The two messages cross. This one leaves only at the end of this turn of the event loop.
    await nextTurn();
    // Trees grow, in turns, from here on until the receiver's columns have been checked. They need nothing from it.
    planted = silent?.plant();
    planted?.catch(() => undefined);
    const reply = await exactly(steps.reply, COLUMNS * BASE_MESSAGE_BYTES);
    keys = await base.finish(reply).catch((error: unknown) => {
      throw error instanceof InvalidElement ? deviation(context, receiver, 'sent what is not an element of the group') : error;
    });
  } finally {
    choices.fill(0);
  }
  const columns = sendRows(delta, keys, layout.blocks, await exactly(steps.columns, COLUMNS * ELEMENT_BYTES * layout.blocks));
  const challenge = randomBytes(ELEMENT_BYTES);
  network.send(receiver, steps.columnChallenge, challenge);
  await nextTurn();
  await planted;
  // It is made while the receiver answers, and does not leave before the answer has been checked.
  const forest = silent?.forestMessage(columns);
  const proof = await exactly(steps.columnProof, PROOF_BYTES);
  if (!checkColumns(delta, columns, challenge, proof)) throw deviation(context, receiver, 'sent inconsistent columns');
  if (silent === undefined || forest === undefined) return { delta, B: packBlocks(columns, layout.products, layout.productCount) };

  network.send(receiver, steps.forest, forest);
  const treeChallenge = await exactly(steps.treeChallenge, CHALLENGE_BYTES);
  const value = silent.answer(treeChallenge.subarray(0, ELEMENT_BYTES), treeChallenge.subarray(ELEMENT_BYTES));
  const { commitment, nonce } = commit(TREE_COMMITMENT_LABEL, binding, network.self, value);
  network.send(receiver, steps.treeCommitment, commitment);
  await nextTurn();
  // It needs nothing of the check, and is of no use unless the check passes.
  const compressed = silent.compress();
  compressed.catch(() => undefined);
  // Opened only if it tells the receiver nothing: a wrong value would reveal Δ.
  if (!equalBytes(await exactly(steps.treeValue, ELEMENT_BYTES), value)) throw deviation(context, receiver, 'answered the check of the trees wrongly');
  network.send(receiver, steps.treeOpening, concat(nonce, value));
  await compressed;
  return silent.result();
}

/** One bit a byte, the lowest of each byte first. */
function bitsOf(delta: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: COLUMNS }, (_, i) => ((delta[i >> 3] as number) >> (i & 7)) & 1);
}
