import * as v from 'valibot';
import { parseJsonAs } from '../../json-as.js';
import { concat, utf8 } from '../../crypto/bytes.js';
import { sign, SIGNATURE_LENGTH, verify } from '../../crypto/ed25519.js';
import { checkPartyName } from '../../crypto/party-name.js';
import { decodePublicKey, encodePublicKey } from '../../crypto/public-key.js';
import { canonicalJson } from '../documents/canonical-json.js';

/**
 * The first message in every channel: the sender's identity, signed over this handshake. The Noise keys alone do not prove it: with an invite they are fresh,
 * and with known keys A and −A lead to the same X25519 key.
 */
export interface Identity {
  readonly name: string;
  /** Ed25519. */
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

export interface Claim {
  readonly name: string;
  readonly publicKey: Uint8Array;
  /** Whether this party supplies the agreement in a session by invite. */
  readonly proposes: boolean;
}

export const IDENTITY_LABEL = 'identity';
export const MAX_PROOF_BYTES = 1024;
const SIGNATURE_LABEL = 'mpc channel identity v1';

const claimSchema = v.strictObject({ name: v.string(), publicKey: v.string(), proposes: v.boolean() });

export function proveIdentity(identity: Identity, proposes: boolean, isInitiator: boolean, handshakeHash: Uint8Array): Uint8Array {
  const claim = utf8(canonicalJson({ name: identity.name, publicKey: encodePublicKey(identity.publicKey), proposes }));
  return concat(sign(identity.secretKey, SIGNATURE_LABEL, roleOf(isInitiator), handshakeHash, claim), claim);
}

/** Reads the other side's proof. `isInitiator` says whether *this* side is the initiator. Undefined if anything is wrong. */
export function readProof(proof: Uint8Array, isInitiator: boolean, handshakeHash: Uint8Array): Claim | undefined {
  const claimed = proof.subarray(SIGNATURE_LENGTH);
  try {
    const { name, publicKey, proposes } = parseJsonAs(claimSchema, claimed, { maxBytes: MAX_PROOF_BYTES });
    const key = decodePublicKey(publicKey);
    if (checkPartyName(name) !== name) return undefined;
    if (!verify(key, proof.subarray(0, SIGNATURE_LENGTH), SIGNATURE_LABEL, roleOf(!isInitiator), handshakeHash, claimed)) return undefined;
    return { name, publicKey: key, proposes };
  } catch {
    return undefined;
  }
}

function roleOf(isInitiator: boolean): string {
  return isInitiator ? 'initiator' : 'responder';
}
