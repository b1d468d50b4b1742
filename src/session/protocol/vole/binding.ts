import { u32be } from '../../../crypto/bytes.js';
import { hashParts } from '../../../crypto/hash.js';
import type { ProtocolContext } from '../network.js';

/** 32 bytes that stand for session, sender, receiver and purpose in everything that the two of them hash. */
export function voleBinding({ sid }: Pick<ProtocolContext, 'sid'>, sender: number, receiver: number, purpose: string): Uint8Array {
  return hashParts('mpc vole v1', sid, u32be(sender), u32be(receiver), purpose);
}

/** What the labels of all its messages begin with: they may come beside those of another protocol, of which they need nothing. */
export const VOLE_LANE = 'vole/';

/** What is sent, in this order. */
export const VOLE_STEPS = {
  /** Sender: its part of the base transfers, in which it is the one who chooses. */
  request: 'vole/base-request',
  /** Receiver: its part of them, and the columns of the extension. */
  reply: 'vole/base-reply',
  columns: 'vole/columns',
  /** Sender, then receiver: the check of the columns. */
  columnChallenge: 'vole/column-challenge',
  columnProof: 'vole/column-proof',
  /** Sender: all leaves but one of every tree. */
  forest: 'vole/forest',
  /** Receiver and sender in turn: the check of the trees. */
  treeChallenge: 'vole/tree-challenge',
  treeCommitment: 'vole/tree-commitment',
  treeValue: 'vole/tree-value',
  treeOpening: 'vole/tree-opening',
} as const;

export const TREE_COMMITMENT_LABEL = 'mpc vole tree check v1';
