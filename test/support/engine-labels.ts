import { ENGINE_STEPS } from '../../src/session/protocol/engine/wire.js';

/** Messages of silent transfers. Programs of few gates need none. */
export const TREE_STEPS: readonly string[] = [ENGINE_STEPS.forest, ENGINE_STEPS.treeChallenge, ENGINE_STEPS.treeCommitment, ENGINE_STEPS.treeValue, ENGINE_STEPS.treeOpening];

/** Messages that two parties do not send: they show that a bit or key is the same towards everyone. */
export const AMONG_SEVERAL: readonly string[] = [ENGINE_STEPS.common, ENGINE_STEPS.sameBits, ENGINE_STEPS.sameBitsMac, ENGINE_STEPS.sameKeyCommit, ENGINE_STEPS.sameKeyBits, ENGINE_STEPS.sameKey];
