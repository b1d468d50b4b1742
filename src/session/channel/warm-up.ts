import { generateSecretKey, publicKeyOf, sign, verify } from '../../crypto/ed25519.js';
import type { KeyAhead } from '../../crypto/ml-kem/key-ahead.js';
import type { MlKem } from '../../crypto/ml-kem/types.js';
import { createHandshake } from '../../crypto/noise/handshake.js';
import { generateKeyPair } from '../../crypto/x25519.js';

/** Prepares while the others are on their way, if this party is early; otherwise while their answers to its greeting are. */
export function getReady(kem: KeyAhead, isEarly: boolean): void {
  if (isEarly) warmUp(kem);
  kem.prepare();
}

/**
 * Performs a handshake and a signature with keys that are discarded. A party that waits for others has time for this. When they come, the code is compiled and
 * OpenSSL has found its algorithms, which otherwise takes longer than the work itself.
 */
function warmUp(kem: MlKem): void {
  const [initiatorKeys, responderKeys] = [generateKeyPair(), generateKeyPair()];
  const prologue = new Uint8Array(0);
  const initiator = createHandshake({ pattern: 'KKhfs', kem, initiator: true, prologue, s: initiatorKeys, rs: responderKeys.publicKey });
  const responder = createHandshake({ pattern: 'KKhfs', kem, initiator: false, prologue, s: responderKeys, rs: initiatorKeys.publicKey });
  responder.readMessage(initiator.writeMessage(prologue));
  initiator.readMessage(responder.writeMessage(prologue));
  const { send } = initiator.split();
  const { receive } = responder.split();
  receive.decryptAt(0, prologue, send.encryptAt(0, prologue, prologue));
  const secretKey = generateSecretKey();
  verify(publicKeyOf(secretKey), sign(secretKey, 'mpc warm-up'), 'mpc warm-up');
}
