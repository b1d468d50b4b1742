import { u32be } from '../../../crypto/bytes.js';
import { hashParts } from '../../../crypto/hash.js';
import type { ProtocolContext } from '../network.js';

/** 32 bytes that stand for session, sender, receiver and purpose in everything that the two parties hash. */
export function voleBinding({ sid }: Pick<ProtocolContext, 'sid'>, sender: number, receiver: number, purpose: string): Uint8Array {
  return hashParts('mpc vole v1', sid, u32be(sender), u32be(receiver), purpose);
}

/** The first part of all its labels. Its messages may come in parallel with those of another protocol, and need nothing from them. */
export const VOLE_LANE = 'vole/';

/** A label has at most 64 bytes. */
const LONGEST_PURPOSE = 32;

/**
 * The labels of the messages, in the order in which they are sent. They contain the purpose, so messages of two runs between the same parties are never
 * confused. Throws a RangeError on a purpose of more than 32 characters, or with others than printable ASCII.
 */
export function voleSteps(purpose: string) {
  if (purpose.length > LONGEST_PURPOSE || !/^[\x21-\x7e]+$/.test(purpose)) throw new RangeError('a purpose has 1 to 32 characters of printable ASCII');
  const step = <T extends string>(name: T) => `${VOLE_LANE}${purpose}/${name}` as const;
  return {
    /** Sender: its part of the base transfers, in which it makes the choices. */
    request: step('base-request'),
    /** Receiver: its part of the base transfers, and the columns of the extension. */
    reply: step('base-reply'),
    columns: step('columns'),
    /** Sender, then receiver: the check of the columns. */
    columnChallenge: step('column-challenge'),
    columnProof: step('column-proof'),
    /** Sender: all leaves but one of every tree. */
    forest: step('forest'),
    /** Receiver and sender in turn: the check of the trees. */
    treeChallenge: step('tree-challenge'),
    treeCommitment: step('tree-commitment'),
    treeValue: step('tree-value'),
    treeOpening: step('tree-opening'),
  };
}

export const TREE_COMMITMENT_LABEL = 'mpc vole tree check v1';
