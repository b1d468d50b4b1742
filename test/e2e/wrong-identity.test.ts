import { ed25519 } from '@noble/curves/ed25519.js';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, lengthPrefixed, utf8 } from '../../src/crypto/bytes.js';
import { loadMlKem } from '../../src/crypto/ml-kem/load.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { fromEd25519PublicKey, fromEd25519Seed, publicFromSecret } from '../../src/crypto/x25519.js';
import { hmac } from '../../src/crypto/hash.js';
import { canonicalJson } from '../../src/session/documents/canonical-json.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import { Channel } from '../../src/session/channel/channel.js';
import { decodePacket, encodeHello, MARK_BYTES } from '../../src/session/channel/packet.js';
import { Pairing } from '../../src/session/channel/pairing.js';
import type { EncryptedStream } from '../../src/session/channel/stream.js';
import { roomOfAgreement } from '../../src/session/invite.js';
import { RelayClient } from '../../src/session/relay/client.js';
import { type Ended } from '../support/parties.js';
import { CHEATER, codes, expectNoResult, HONEST, identityOf, propose, relay, withHonest } from '../support/cheating-stage.js';

const kem = await loadMlKem();

// With known keys the handshake proves the X25519 key, to which the Ed25519 keys A and −A both lead.
describe.concurrent('real processes against a party with the right channel key and a wrong identity', () => {
  const L = ed25519.Point.Fn.ORDER;

  /** A signature under −A, by the scalar −a. */
  function signAsNegative(seed: Uint8Array, negative: Uint8Array, message: Uint8Array): Uint8Array {
    const { scalar } = ed25519.utils.getExtendedPublicKey(seed);
    const r = littleEndian(createHash('sha512').update(seed).update(message).digest()) % L;
    const R = ed25519.Point.BASE.multiply(r).toBytes();
    const h = littleEndian(createHash('sha512').update(R).update(negative).update(message).digest()) % L;
    const s = (r + h * (L - scalar)) % L;
    return concat(R, Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse());
  }

  function littleEndian(bytes: Uint8Array): bigint {
    return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  }

  /** Handshakes as the roster's key asks, then sends the claim. */
  function claimWith(agreement: Agreement, proofOf: (isInitiator: boolean, handshakeHash: Uint8Array) => Uint8Array): { close: () => void } {
    const { room, helloKey } = roomOfAgreement(fromHex(agreement.id));
    const identity = identityOf(CHEATER);
    const secretKey = fromEd25519Seed(identity.secretKey);
    const s = { secretKey, publicKey: publicFromSecret(secretKey) };
    const peers = new Map<string, { pairing: Pairing; stream?: EncryptedStream }>();
    const mark = (address: string, key: Uint8Array) => hmac(helloKey, 'mpc hello v1', room, fromHex(address), key).subarray(0, MARK_BYTES);
    const greet = (address: string) => client.send(address, encodeHello('keys', mark(client.address, identity.publicKey)));
    const client = new RelayClient(
      { url: relay, room, seats: 3, patienceMs: 10_000 },
      {
        joined: (present) => present.forEach(greet),
        present: greet,
        gone: () => undefined,
        lost: () => undefined,
        failed: () => undefined,
        delivered: (from, payload) => {
          const packet = decodePacket(payload);
          if (packet?.kind === 'hello' && !peers.has(from)) {
            const name = HONEST.find((each) => Buffer.from(mark(from, identityOf(each).publicKey)).equals(packet.mark));
            if (name === undefined) return;
            greet(from);
            const pairing = new Pairing({ room, self: client.address, other: from, mode: 'keys', kem }, { mode: 'keys', s, rs: fromEd25519PublicKey(identityOf(name).publicKey) }, (bytes) => client.send(from, bytes));
            peers.set(from, { pairing });
            pairing.begin();
          }
          const peer = peers.get(from);
          if (packet?.kind !== 'handshake' || peer === undefined) return;
          const paired = peer.pairing.accept(packet.index, packet.message);
          if (paired === undefined || peer.stream !== undefined) return;
          peer.stream = paired.stream;
          new Channel('honest', paired.stream).send('identity', proofOf(peer.pairing.isInitiator, paired.handshakeHash));
        },
      },
    );
    return { close: () => client.close() };
  }

  function proof(publicKey: string, signer: (message: Uint8Array) => Uint8Array) {
    return (isInitiator: boolean, handshakeHash: Uint8Array) => {
      const claim = utf8(canonicalJson({ name: CHEATER, publicKey, proposes: false }));
      return concat(signer(lengthPrefixed(utf8('mpc channel identity v1'), utf8(isInitiator ? 'initiator' : 'responder'), handshakeHash, claim)), claim);
    };
  }

  async function refused(proofOf: (isInitiator: boolean, handshakeHash: Uint8Array) => Uint8Array, flags: readonly string[]): Promise<Record<string, Ended>> {
    const { agreement, file } = propose();
    return withHonest(agreement, file, flags, async (done) => {
      const { close } = claimWith(agreement, proofOf);
      await done;
      close();
    });
  }

  it('take it with the identity of the roster: what follows is refused for the identity alone', async () => {
    const { secretKey, publicKey } = identityOf(CHEATER);
    const ended = await refused(proof(encodePublicKey(publicKey), (message) => ed25519.sign(message, secretKey)), ['--timeout', '8s']);
    // It came to the comparison, where this party says nothing more.
    for (const name of HONEST) expect(ended[name]?.stderr).toContain('Comparing the agreement');
  });

  it.each<[string, (a: Uint8Array, seed: Uint8Array) => ReturnType<typeof proof>]>([
    ['−A with a signature that verifies under −A', (a, seed) => {
      const negative = a.map((byte, i) => (i === 31 ? byte ^ 0x80 : byte));
      const signer = (message: Uint8Array) => signAsNegative(seed, negative, message);
      const probe = utf8('probe');
      expect(ed25519.verify(signer(probe), probe, negative, { zip215: false })).toBe(true);
      return proof(encodePublicKey(negative), signer);
    }],
    ['another key of its own', () => {
      const other = ed25519.keygen();
      return proof(encodePublicKey(other.publicKey), (message) => ed25519.sign(message, other.secretKey));
    }],
    ['its key with another’s signature', (a) => {
      const other = ed25519.keygen();
      return proof(encodePublicKey(a), (message) => ed25519.sign(message, other.secretKey));
    }],
    ['a key in a second spelling (y = p + 1, of small order)', (_, seed) => {
      const spelled = Buffer.from(`ee${'ff'.repeat(30)}7f`, 'hex');
      return proof(encodePublicKey(spelled), (message) => ed25519.sign(message, seed));
    }],
  ])('exit 4 at once and name it when it claims %s', async (_, proofOf) => {
    const { publicKey, secretKey } = identityOf(CHEATER);
    const ended = await refused(proofOf(publicKey, secretKey), ['--timeout', '10m']);
    expectNoResult(ended, 4);
    // Who was told before it saw for itself has it from the other.
    for (const name of HONEST) expect(ended[name]?.json?.error?.message).toMatch(/Mallory (claims another identity than the agreement gives it|did not prove that it is who it should be)/);
    expect(codes(ended)).toContain('SIGNATURE_INVALID');
    for (const name of HONEST) expect(ended[name]?.stderr).not.toContain('Comparing the agreement');
  });
});
