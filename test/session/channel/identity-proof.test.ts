import { ed25519 } from '@noble/curves/ed25519.js';
import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../../src/crypto/bytes.js';
import { generateSecretKey, publicKeyOf, sign, SIGNATURE_LENGTH } from '../../../src/crypto/ed25519.js';
import { encodePublicKey } from '../../../src/crypto/public-key.js';
import { fromEd25519PublicKey } from '../../../src/crypto/x25519.js';
import { canonicalJson } from '../../../src/session/documents/canonical-json.js';
import { MAX_PROOF_BYTES, proveIdentity, readProof } from '../../../src/session/channel/identity-proof.js';

const secretKey = generateSecretKey();
const identity = { name: 'Ann', secretKey, publicKey: publicKeyOf(secretKey) };
const handshakeHash = new Uint8Array(32).fill(9);
const proof = proveIdentity(identity, true, true, handshakeHash);

/** A proof as this key would sign it over any claim. */
function proofOf(claim: unknown, hash = handshakeHash): Uint8Array {
  const bytes = utf8(typeof claim === 'string' ? claim : canonicalJson(claim));
  return concat(sign(secretKey, 'mpc channel identity v1', 'initiator', hash, bytes), bytes);
}

describe('a proof of identity', () => {
  it('is taken by the other side of the same handshake', () => {
    expect(readProof(proof, false, handshakeHash)).toEqual({ name: 'Ann', publicKey: identity.publicKey, proposes: true });
  });

  it('is not taken by the side that made it, so it cannot be reflected', () => {
    expect(readProof(proof, true, handshakeHash)).toBeUndefined();
  });

  it('is good for no other handshake', () => {
    expect(readProof(proof, false, new Uint8Array(32).fill(8))).toBeUndefined();
  });

  it('falls with every bit that is changed', () => {
    for (let bit = 0; bit < 8 * proof.length; bit++) {
      const altered = Uint8Array.from(proof);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readProof(altered, false, handshakeHash)).toBeUndefined();
    }
  });

  it('falls with every byte that is missing, and with one more', () => {
    for (let length = 0; length < proof.length; length++) expect(readProof(proof.subarray(0, length), false, handshakeHash)).toBeUndefined();
    expect(readProof(concat(proof, Uint8Array.of(0x20)), false, handshakeHash)).toBeUndefined();
  });

  it('never throws on what is none', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: MAX_PROOF_BYTES }), (bytes) => {
      expect(readProof(bytes, false, handshakeHash)).toBeUndefined();
    }));
  });

  it('by A is none by −A, though both lead to the same X25519 key', () => {
    const opposite = Uint8Array.from(identity.publicKey);
    opposite[31] = (opposite[31] ?? 0) ^ 0x80;
    expect(fromEd25519PublicKey(opposite)).toEqual(fromEd25519PublicKey(identity.publicKey));
    expect(ed25519.Point.fromBytes(opposite).equals(ed25519.Point.fromBytes(identity.publicKey).negate())).toBe(true);
    expect(readProof(proofOf({ name: 'Ann', publicKey: encodePublicKey(opposite), proposes: true }), false, handshakeHash)).toBeUndefined();
  });

  it.each([
    ['another name than the normal form', { name: ' Ann ', publicKey: encodePublicKey(identity.publicKey), proposes: true }],
    ['an empty name', { name: '', publicKey: encodePublicKey(identity.publicKey), proposes: true }],
    ['a name that moves the cursor', { name: 'A\u001b[2J', publicKey: encodePublicKey(identity.publicKey), proposes: true }],
    ['a field too many', { name: 'Ann', publicKey: encodePublicKey(identity.publicKey), proposes: true, admin: true }],
    ['a field too few', { name: 'Ann', publicKey: encodePublicKey(identity.publicKey) }],
    ['a key in capitals and small letters', { name: 'Ann', publicKey: encodePublicKey(identity.publicKey).replace('m', 'M'), proposes: true }],
    ['no JSON', '{"name":'],
    ['no object', '7'],
  ])('with %s is none, though the signature is right', (_, claim) => {
    expect(readProof(proofOf(claim), false, handshakeHash)).toBeUndefined();
  });

  it('by a key of small order, for which one signature fits many messages, is none', () => {
    const weak = Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]);
    const claim = utf8(canonicalJson({ name: 'Ann', publicKey: encodePublicKey(weak), proposes: false }));
    // R = A, S = 0 verifies under A of order 1 wherever small orders are let through.
    const signature = concat(weak, new Uint8Array(SIGNATURE_LENGTH - 32));
    expect(readProof(concat(signature, claim), false, handshakeHash)).toBeUndefined();
  });

  it('has a length that fits its bound, for the longest name', () => {
    const longest = { ...identity, name: 'n'.repeat(64) };
    expect(proveIdentity(longest, true, false, handshakeHash).length).toBeLessThan(MAX_PROOF_BYTES);
  });
});
