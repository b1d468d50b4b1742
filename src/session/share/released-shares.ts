import { concat, equalBytes, fromHex, lengthPrefixed, u32be } from '../../crypto/bytes.js';
import { sign, verify } from '../../crypto/ed25519.js';
import { isShare } from '../../crypto/feldman.js';
import { decodeScalar, encodeScalar, SCALAR_LENGTH } from '../../crypto/scalar.js';
import type { MpcError } from '../../errors.js';
import { pointOf } from '../protocol/dealing.js';
import type { Receipt } from '../receipt.js';
import { decodeState, encodeState, maxStateBytes, stateHash, type Share, type SharedState } from './file.js';

const LABEL = 'mpc reveal share v1';

/** It does not name the attempt: a share is the same whenever it is given, and a false one is evidence for ever. */
function signedParts({ session }: Receipt, seat: number, epoch: number, state: Uint8Array, scalars: Uint8Array): Uint8Array[] {
  return [fromHex(session), u32be(epoch), state, u32be(seat), scalars];
}

/** What a holder gives to a recipient: its signed shares, and the state that they belong to. */
export function encodeRelease(share: Share, seat: number, secretKey: Uint8Array): Uint8Array {
  const scalars = concat(...share.shares.map(encodeScalar));
  return lengthPrefixed(sign(secretKey, LABEL, ...signedParts(share.receipt, seat, share.epoch, stateHash(share), scalars)), scalars, encodeState(share));
}

export function maxReleaseBytes(receipt: Receipt): number {
  return maxStateBytes(receipt) + receipt.agreement.contributors.length * SCALAR_LENGTH + 1_000;
}

export interface Releaser {
  readonly name: string;
  readonly seat: number;
  readonly publicKey: Uint8Array;
  /** The epoch of the state that it approved. */
  readonly epoch: number;
  readonly state: Uint8Array;
}

/**
 * Reads what a holder gave, and checks each share against the commitments.
 * @param known the state with that hash, if this party has it. @param blame makes an error that names the holder.
 */
export function readRelease(message: Uint8Array, by: Releaser, receipt: Receipt, known: SharedState | undefined, blame: (what: string) => MpcError): { state: SharedState; shares: readonly bigint[] } {
  const parts = splitPrefixed(message, 3);
  if (parts === undefined) throw blame('sent shares in no proper form');
  const [signature = message, scalars = message, stateBytes = message] = parts;
  if (!verify(by.publicKey, signature, LABEL, ...signedParts(receipt, by.seat, by.epoch, by.state, scalars))) throw blame('sent shares whose signature does not verify');
  const state = known ?? decodeState(stateBytes, receipt);
  if (state === undefined) throw blame('sent something else than what the receipt holds');
  if (state.epoch !== by.epoch || !equalBytes(stateHash(state), by.state)) throw blame('sent shares of another state than it had approved');
  if (!state.holders.includes(by.name)) throw blame('sent shares, and holds none');
  const values = Array.from({ length: scalars.length / SCALAR_LENGTH }, (_, i) => decodeScalar(scalars.subarray(i * SCALAR_LENGTH, (i + 1) * SCALAR_LENGTH)));
  const shares = state.dealings.map(({ current }, i) => {
    const value = values[i];
    if (value === undefined || !isShare(current, pointOf(by.seat), value)) throw blame('sent a share that does not fit its commitments');
    return value;
  });
  if (values.length !== shares.length) throw blame('sent too many shares');
  return { state, shares };
}

/** Exactly `count` length-prefixed parts; undefined for anything else. */
function splitPrefixed(bytes: Uint8Array, count: number): Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 4 > bytes.length) return undefined;
    const length = view.getUint32(at);
    if (at + 4 + length > bytes.length) return undefined;
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return at === bytes.length ? parts : undefined;
}
