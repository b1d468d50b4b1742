import { describe, expect, it } from 'vitest';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { utf8 } from '../../../src/crypto/bytes.js';
import type { MlKem } from '../../../src/crypto/ml-kem/types.js';
import { createHandshake, HandshakeError, type Handshake } from '../../../src/crypto/noise/handshake.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { generateKeyPair, sharedSecret, type KeyPair } from '../../../src/crypto/x25519.js';
import { listen, type Knowledge } from '../../support/hybrid-listener.js';

const PROLOGUE = utf8('mpc test');
const NONE = new Uint8Array(0);

/** A KEM whose secret keys are kept: what a listener has who can break it. */
function leakingKem(): { kem: MlKem; secretKeys: Uint8Array[] } {
  const secretKeys: Uint8Array[] = [];
  return {
    secretKeys,
    kem: {
      generate() {
        const { publicKey, secretKey } = ml_kem768.keygen();
        secretKeys.push(secretKey);
        return { publicKey, decapsulate: (ciphertext) => ml_kem768.decapsulate(ciphertext, secretKey), erase: () => undefined };
      },
      encapsulate(publicKey) {
        const { cipherText, sharedSecret: secret } = ml_kem768.encapsulate(publicKey);
        return { ciphertext: cipherText, secret };
      },
    },
  };
}

interface Recorded {
  readonly pattern: string;
  readonly messages: Uint8Array[];
  readonly statics: readonly Uint8Array[];
  /** A first transport message of each side. */
  readonly ciphertext: readonly Uint8Array[];
  readonly hash: Uint8Array;
  readonly knowledge: Knowledge;
}

/** A handshake, and what its two sides have said afterwards, as the relay could record it; and all its secrets. */
function record(pattern: 'KK' | 'KKhfs' | 'XXpsk3' | 'XXhfs+psk3'): Recorded {
  const { kem, secretKeys } = leakingKem();
  const [a, b, ea, eb] = [generateKeyPair(), generateKeyPair(), generateKeyPair(), generateKeyPair()] as [KeyPair, KeyPair, KeyPair, KeyPair];
  const psk = randomBytes(32);
  const options = { pattern, prologue: PROLOGUE, ...(pattern.startsWith('XX') ? { psk } : {}), ...(pattern.includes('hfs') ? { kem } : {}) };
  const known = (rs: Uint8Array) => (pattern.startsWith('KK') ? { rs } : {});
  const sides: [Handshake, Handshake] = [
    createHandshake({ ...options, initiator: true, s: a, ephemeral: ea, ...known(b.publicKey) }),
    createHandshake({ ...options, initiator: false, s: b, ephemeral: eb, ...known(a.publicKey) }),
  ];
  const messages: Uint8Array[] = [];
  for (let i = 0; !(sides[0].finished && sides[1].finished); i++) {
    const [writer, reader] = i % 2 === 0 ? sides : [sides[1], sides[0]];
    const message = writer.writeMessage(NONE);
    messages.push(message);
    reader.readMessage(message);
  }
  const hash = sides[0].handshakeHash;
  const [ka, kb] = [sides[0].split(), sides[1].split()];
  const secrets = { e: [ea, eb], s: [a, b] } as const;
  return {
    pattern,
    messages,
    statics: [a.publicKey, b.publicKey],
    ciphertext: [ka.send.encryptAt(0, NONE, utf8('a seed of a')), kb.send.encryptAt(0, NONE, utf8('a seed of b'))],
    hash,
    knowledge: {
      dh: (token) => sharedSecret(secrets[token[0] as 'e' | 's'][0].secretKey, secrets[token[1] as 'e' | 's'][1].publicKey),
      kem: (ciphertext) => ml_kem768.decapsulate(ciphertext, secretKeys[0] as Uint8Array),
      psk,
    },
  };
}

/** What he reads of the two messages that were encrypted. */
function read({ pattern, statics, messages, ciphertext }: Recorded, knowledge: Knowledge): (string | undefined)[] {
  const { keys } = listen(pattern, PROLOGUE, statics, messages, knowledge);
  return ciphertext.map((each, i) => {
    try {
      return Buffer.from(chacha20poly1305(keys[i] as Uint8Array, new Uint8Array(12)).decrypt(each)).toString();
    } catch {
      return undefined;
    }
  });
}

const guess = () => randomBytes(32);
const ALL = ['a seed of a', 'a seed of b'];
const NOTHING = [undefined, undefined];

describe.each(['KKhfs', 'XXhfs+psk3'] as const)('%s', (pattern) => {
  it('is what the drafts say: a second implementation that is given all secrets ends with the same keys and hash', () => {
    const recorded = record(pattern);
    expect(read(recorded, recorded.knowledge)).toEqual(ALL);
    expect(listen(pattern, PROLOGUE, recorded.statics, recorded.messages, recorded.knowledge).hash).toEqual(recorded.hash);
  });

  it('keeps what was recorded from who breaks X25519 one day, knows both identities’ secrets and the invite, and has no secret of the KEM', () => {
    const recorded = record(pattern);
    expect(read(recorded, { ...recorded.knowledge, kem: guess })).toEqual(NOTHING);
    // The plain pattern, as channels were before, does not.
    const before = record(pattern === 'KKhfs' ? 'KK' : 'XXpsk3');
    expect(read(before, { ...before.knowledge, kem: guess })).toEqual(ALL);
  });

  it('keeps it from who breaks ML-KEM one day, and has no secret of X25519', () => {
    const recorded = record(pattern);
    expect(read(recorded, { ...recorded.knowledge, dh: guess })).toEqual(NOTHING);
    // One secret that both sides made anew is enough.
    expect(read(recorded, { ...recorded.knowledge, dh: (token, seen) => (token === 'ee' ? guess() : recorded.knowledge.dh(token, seen)) })).toEqual(NOTHING);
  });

  it('meets no side that speaks the plain pattern, whichever begins: there is nothing to fall back to', () => {
    const plain = pattern === 'KKhfs' ? 'KK' : 'XXpsk3';
    const [a, b] = [generateKeyPair(), generateKeyPair()];
    const psk = randomBytes(32);
    const side = (each: 'KK' | 'KKhfs' | 'XXpsk3' | 'XXhfs+psk3', initiator: boolean) =>
      createHandshake({
        pattern: each,
        prologue: PROLOGUE,
        initiator,
        s: initiator ? a : b,
        ...(each.startsWith('XX') ? { psk } : { rs: initiator ? b.publicKey : a.publicKey }),
        ...(each.includes('hfs') ? { kem: leakingKem().kem } : {}),
      });
    for (const [first, second] of [[pattern, plain], [plain, pattern]] as const) {
      const [initiator, responder] = [side(first, true), side(second, false)];
      expect(() => {
        responder.readMessage(initiator.writeMessage(NONE));
        initiator.readMessage(responder.writeMessage(NONE));
      }).toThrow(HandshakeError);
      expect(initiator.finished && responder.finished).toBe(false);
    }
  });

  it('fails where somebody who has the keys sends a KEM key that is none, and nothing is answered to it', () => {
    const { kem } = leakingKem();
    const broken: MlKem = { ...kem, generate: () => ({ ...kem.generate(), publicKey: new Uint8Array(1184).fill(0xff) }) };
    const [a, b] = [generateKeyPair(), generateKeyPair()];
    const psk = randomBytes(32);
    const rest = pattern === 'KKhfs' ? {} : { psk };
    const initiator = createHandshake({ pattern, prologue: NONE, initiator: true, s: a, kem: broken, ...rest, ...(pattern === 'KKhfs' ? { rs: b.publicKey } : {}) });
    const responder = createHandshake({ pattern, prologue: NONE, initiator: false, s: b, kem, ...rest, ...(pattern === 'KKhfs' ? { rs: a.publicKey } : {}) });
    expect(() => responder.readMessage(initiator.writeMessage(NONE))).toThrow(HandshakeError);
    expect(() => responder.writeMessage(NONE)).toThrow(HandshakeError);
  });

  it('fails where the ciphertext is another one, or an old one, that its sender encrypts rightly', () => {
    const { kem } = leakingKem();
    const old = kem.encapsulate(kem.generate().publicKey);
    const swapping: MlKem = { ...kem, encapsulate: (publicKey) => ({ ...kem.encapsulate(publicKey), ciphertext: old.ciphertext }) };
    const [a, b] = [generateKeyPair(), generateKeyPair()];
    const psk = randomBytes(32);
    const rest = pattern === 'KKhfs' ? {} : { psk };
    const initiator = createHandshake({ pattern, prologue: NONE, initiator: true, s: a, kem, ...rest, ...(pattern === 'KKhfs' ? { rs: b.publicKey } : {}) });
    const responder = createHandshake({ pattern, prologue: NONE, initiator: false, s: b, kem: swapping, ...rest, ...(pattern === 'KKhfs' ? { rs: a.publicKey } : {}) });
    responder.readMessage(initiator.writeMessage(NONE));
    const answer = responder.writeMessage(NONE);
    expect(() => initiator.readMessage(answer)).toThrow(HandshakeError);
  });
});
