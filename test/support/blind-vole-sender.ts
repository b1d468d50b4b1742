import type { BatchGroup } from '../../src/crypto/batch/group.js';
import { concat } from '../../src/crypto/bytes.js';
import { commit } from '../../src/crypto/commitment.js';
import { requestBaseOt } from '../../src/crypto/ot/base-ot.js';
import { sendRows } from '../../src/crypto/ot/extension.js';
import { randomBytes } from '../../src/crypto/random.js';
import { layoutOf } from '../../src/crypto/vole/layout.js';
import { voleParameters } from '../../src/crypto/vole/parameters.js';
import { SilentSender, type VoleSender } from '../../src/crypto/vole/sender.js';
import type { ProtocolContext } from '../../src/session/protocol/network.js';
import { TREE_COMMITMENT_LABEL, voleBinding, voleSteps } from '../../src/session/protocol/vole/binding.js';
import { bitOf } from './columns.js';

export interface BlindSender {
  /** Changes the trees' message. */
  readonly forest?: (message: Uint8Array) => void;
  /** What it opens, from its own value and the receiver's. */
  readonly opened?: (own: Uint8Array, theirs: Uint8Array) => Uint8Array;
}

/** A sender of a VOLE with a program of its own, which checks nothing and goes on where an honest one stops. It ends with what it would have if nothing was noticed. */
export async function sendBlindly({ network, sid }: ProtocolContext, group: BatchGroup, receiver: number, length: number, purpose: string, { forest, opened = (own) => own }: BlindSender): Promise<VoleSender> {
  const parameters = voleParameters(length);
  const { blocks } = layoutOf(parameters);
  const steps = voleSteps(purpose);
  const binding = voleBinding({ sid }, network.self, receiver, purpose);
  const delta = randomBytes(16);
  const base = await requestBaseOt(group, binding, Uint8Array.from({ length: 128 }, (_, i) => bitOf(delta, i)));
  network.send(receiver, steps.request, base.message);
  const keys = await base.finish(await network.receive(receiver, steps.reply, 1e9));
  const columns = sendRows(delta, keys, blocks, await network.receive(receiver, steps.columns, 1e9));
  network.send(receiver, steps.columnChallenge, randomBytes(16));
  await network.receive(receiver, steps.columnProof, 1e9);
  const silent = new SilentSender(parameters, binding, delta);
  await silent.plant();
  const message = silent.forestMessage(columns);
  forest?.(message);
  network.send(receiver, steps.forest, message);
  const challenge = await network.receive(receiver, steps.treeChallenge, 1e9);
  const value = silent.answer(challenge.subarray(0, 16), challenge.subarray(16));
  const { commitment, nonce } = commit(TREE_COMMITMENT_LABEL, binding, network.self, value);
  network.send(receiver, steps.treeCommitment, commitment);
  const theirs = await network.receive(receiver, steps.treeValue, 1e9);
  network.send(receiver, steps.treeOpening, concat(nonce, opened(value, theirs)));
  await silent.compress();
  return silent.result();
}
