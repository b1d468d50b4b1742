import { equalBytes } from '../../crypto/bytes.js';
import { SIGNATURE_LENGTH } from '../../crypto/ed25519.js';
import { MpcError } from '../../errors.js';
import { deviation } from '../protocol/deviation.js';
import type { Attendance } from './attendance.js';
import { stateHash, type Share } from './file.js';
import { APPROVAL_LABEL } from './reveal-receipt.js';
import type { Ready } from './reveal-types.js';

const EPOCH_BYTES = 4;
const HASH_BYTES = 32;
/** Epoch, state, and the approval's signature. */
export const READY_BYTES = EPOCH_BYTES + HASH_BYTES + SIGNATURE_LENGTH;

export interface ReadyFrom {
  readonly seat: number;
  readonly names: readonly string[];
  readonly attendance: Attendance;
  /** This party's own share, if it holds one: others must hold shares of the same state. */
  readonly own: Share | undefined;
}

/**
 * What another party says when it is ready: nothing, or the state of its share with its approval. Throws DEVIATION, or SHARE_INVALID if the shares do not fit
 * together.
 */
export function readyOf(message: Uint8Array, { seat, names, attendance, own }: ReadyFrom): Ready {
  const nonce = attendance.nonceOf(seat);
  if (message.length === 0) return { isHolder: false, epoch: 0, state: message, nonce, signature: message };
  if (message.length !== READY_BYTES) throw deviation({ names }, seat, 'sent an approval of the wrong length');
  const epoch = new DataView(message.buffer, message.byteOffset).getUint32(0);
  const state = message.subarray(EPOCH_BYTES, EPOCH_BYTES + HASH_BYTES);
  const signature = message.subarray(EPOCH_BYTES + HASH_BYTES);
  if (!attendance.isSaid(APPROVAL_LABEL, epoch, state, seat, signature)) throw deviation({ names }, seat, 'sent an approval whose signature does not verify');
  const name = names[seat] ?? '';
  // A party without a share can sign an approval as well, but it does not count.
  const isHolder = own === undefined || own.holders.includes(name);
  if (own !== undefined && isHolder) checkSameState(name, epoch, state, own);
  return { isHolder, epoch, state, nonce, signature };
}

function checkSameState(name: string, epoch: number, state: Uint8Array, own: Share): void {
  if (epoch === own.epoch && equalBytes(state, stateHash(own))) return;
  const what = epoch === own.epoch ? 'other commitments' : `shares of epoch ${epoch}, and this party’s are of epoch ${own.epoch}`;
  throw new MpcError('SHARE_INVALID', `${name} holds ${what}: these shares do not fit together.`, 'After a re-sharing only the new files count: each holder uses the newest that it has.', { party: name });
}
