import { InvalidElement, type BatchGroup } from '../../../crypto/batch/group.js';
import { equalBytes } from '../../../crypto/bytes.js';
import { COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../../crypto/commitment.js';
import { BASE_MESSAGE_BYTES, offerBaseOt, type BaseOffer } from '../../../crypto/ot/base-ot.js';
import { ELEMENT_BYTES } from '../../../crypto/ot/element.js';
import { COLUMNS, proveColumns, receiveRows } from '../../../crypto/ot/extension.js';
import { packBlocks } from '../../../crypto/ot/rows.js';
import { layoutOf } from '../../../crypto/vole/layout.js';
import { voleParameters } from '../../../crypto/vole/parameters.js';
import { SilentReceiver, type VoleReceiver } from '../../../crypto/vole/receiver.js';
import { nextTurn } from '../../../crypto/primitives/turn.js';
import { deviation } from '../deviation.js';
import type { PairContext } from '../network.js';
import { TREE_COMMITMENT_LABEL, voleBinding, voleSteps } from './binding.js';

export interface ReceivingOptions {
  readonly offer?: BaseOffer | undefined;
  readonly onColumns?: (() => void) | undefined;
}

/**
 * The receiver's side of `sendVole`: A and C, with C = Δ · A + B for the Δ and B of the party `sender`. A is pseudorandom, and the sender learns nothing of it.
 * `length` and `purpose` are as in `sendVole`. `offer`: what `startReceiving` made earlier; it is used up.
 * `onColumns` is called when this party has sent what the sender needs for its longest work: until then, other work would delay both.
 *
 * Throws a RangeError on a length out of range, and DEVIATION with the sender's name if a message is malformed or a check fails.
 */
export async function receiveVole(context: PairContext, group: BatchGroup, sender: number, length: number, purpose: string, { offer, onColumns }: ReceivingOptions = {}): Promise<VoleReceiver> {
  const { network } = context;
  const parameters = voleParameters(length);
  const layout = layoutOf(parameters);
  const steps = voleSteps(purpose);
  const binding = voleBinding(context, sender, network.self, purpose);
  const exactly = async (label: string, bytes: number): Promise<Uint8Array> => {
    const message = await network.receive(sender, label, bytes);
    if (message.length !== bytes) throw deviation(context, sender, `sent a "${label}" of the wrong length`);
    return message;
  };

  const base = offer ?? (await startReceiving(group));
  network.send(sender, steps.reply, base.message);
  const request = await exactly(steps.request, COLUMNS * BASE_MESSAGE_BYTES);
  const keys = await base.finish(binding, request).catch((error: unknown) => {
    throw error instanceof InvalidElement ? deviation(context, sender, 'sent what is not an element of the group') : error;
  });
  const { rows, corrections } = receiveRows(keys, layout.blocks);
  network.send(sender, steps.columns, corrections);
  onColumns?.();
  // Messages leave only at the end of a turn of the event loop. What follows needs only own values, and is done while they are on their way.
  await nextTurn();
  const silent = parameters.trees === 0 ? undefined : new SilentReceiver(parameters, binding, rows);
  network.send(sender, steps.columnProof, proveColumns(rows, await exactly(steps.columnChallenge, ELEMENT_BYTES)));
  if (silent === undefined) {
    return {
      A: rows.choices.slice(ELEMENT_BYTES * layout.products),
      C: packBlocks(rows.columns, layout.products, layout.productCount),
    };
  }

  await nextTurn();
  silent.prepare();
  await silent.grow(await exactly(steps.forest, layout.forestBytes));
  const challenge = silent.challenge();
  network.send(sender, steps.treeChallenge, challenge);
  // Both parties compute at the same time, if this message is sent before the next long step.
  await nextTurn();
  const expected = silent.expected(challenge);
  // It needs nothing of the check, and is of no use unless the check passes.
  const compressed = silent.compress();
  compressed.catch(() => undefined);
  const commitment = await exactly(steps.treeCommitment, COMMITMENT_LENGTH);
  network.send(sender, steps.treeValue, expected);
  const opening = await exactly(steps.treeOpening, NONCE_LENGTH + ELEMENT_BYTES);
  const value = opening.subarray(NONCE_LENGTH);
  if (!opens(commitment, TREE_COMMITMENT_LABEL, binding, sender, value, opening.subarray(0, NONCE_LENGTH))) throw deviation(context, sender, 'opened another value than it had committed to');
  if (!equalBytes(value, expected)) throw deviation(context, sender, 'grew other trees than it had said');
  await compressed;
  return silent.result();
}

/** What the receiver can compute before there is a session. */
export async function startReceiving(group: BatchGroup): Promise<BaseOffer> {
  return offerBaseOt(group, COLUMNS);
}
