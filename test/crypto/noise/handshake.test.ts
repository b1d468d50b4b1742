import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../../src/crypto/bytes.js';
import { toLittleEndian32 } from '../../../src/crypto/field25519.js';
import { createHandshake, HandshakeError, MAX_MESSAGE_LENGTH, type Handshake, type HandshakeOptions } from '../../../src/crypto/noise/handshake.js';
import { loadMlKem } from '../../../src/crypto/ml-kem/load.js';
import type { PatternName } from '../../../src/crypto/noise/patterns.js';
import type { HashName } from '../../../src/crypto/noise/symmetric-state.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { generateKeyPair, publicFromSecret } from '../../../src/crypto/x25519.js';

interface Vector extends Record<string, unknown> {
  protocol_name: string;
  handshake_hash: string;
  messages: { payload: string; ciphertext: string }[];
}

const { vectors } = JSON.parse(readFileSync(new URL('../../../fixtures/vectors/noise.json', import.meta.url), 'utf8')) as { vectors: Vector[] };
const ours = vectors.filter(({ protocol_name }) => /^Noise_(XXpsk3|KK)_/.test(protocol_name));
const NONE = new Uint8Array(0);

function fromVector(vector: Vector, side: 'init' | 'resp'): Handshake {
  const field = (name: string) => {
    const value = vector[`${side}_${name}`];
    return typeof value === 'string' ? fromHex(value) : undefined;
  };
  const pair = (name: string) => {
    const secretKey = field(name) ?? NONE;
    return { secretKey, publicKey: publicFromSecret(secretKey) };
  };
  const [, pattern, , , hash] = vector.protocol_name.split('_');
  const rs = field('remote_static');
  const psks = vector[`${side}_psks`] as string[] | undefined;
  return createHandshake({
    pattern: pattern as PatternName,
    hash: hash as HashName,
    initiator: side === 'init',
    prologue: field('prologue') ?? NONE,
    s: pair('static'),
    ephemeral: pair('ephemeral'),
    ...(rs === undefined ? {} : { rs }),
    ...(psks === undefined ? {} : { psk: fromHex(psks[0] ?? '') }),
  });
}

describe('official vectors', () => {
  it('has both patterns with both hashes', () => expect(ours).toHaveLength(4));

  for (const vector of ours) {
    it(vector.protocol_name, () => {
      const initiator = fromVector(vector, 'init');
      const responder = fromVector(vector, 'resp');
      const handshakeMessages = vector.protocol_name.includes('XX') ? 3 : 2;
      vector.messages.slice(0, handshakeMessages).forEach(({ payload, ciphertext }, i) => {
        const [writer, reader] = i % 2 === 0 ? [initiator, responder] : [responder, initiator];
        const message = writer.writeMessage(fromHex(payload));
        expect(toHex(message)).toBe(ciphertext);
        expect(toHex(reader.readMessage(message))).toBe(payload);
      });
      expect(toHex(initiator.handshakeHash)).toBe(vector.handshake_hash);
      expect(toHex(responder.handshakeHash)).toBe(vector.handshake_hash);
      const a = initiator.split();
      const b = responder.split();
      vector.messages.slice(handshakeMessages).forEach(({ payload, ciphertext }, i) => {
        const isInitiators = (i + handshakeMessages) % 2 === 0;
        const [writer, reader] = isInitiators ? [a.send, b.receive] : [b.send, a.receive];
        const n = Math.floor(i / 2);
        const encrypted = writer.encryptAt(n, NONE, fromHex(payload));
        expect(toHex(encrypted)).toBe(ciphertext);
        expect(reader.decryptAt(n, NONE, encrypted)).toEqual(fromHex(payload));
      });
    });
  }
});

const kem = await loadMlKem();
const isHybrid = (pattern: PatternName) => pattern.includes('hfs');
const isKnown = (pattern: PatternName) => pattern.startsWith('KK');
const hasPsk = (pattern: PatternName) => pattern.endsWith('psk3');

/** All positions of a short message; of a long one those around its parts, and some between. */
function placesIn(length: number): number[] {
  const all = Array.from({ length }, (_, at) => at);
  return length < 200 ? all : all.filter((at) => at % 89 === 0 || [0, 31, 32, 33, 1119, 1120, 1135, 1136, 1215, 1216, 1231, 1232].includes(at) || at >= length - 2);
}

type Options = Partial<Omit<HandshakeOptions, 'pattern' | 'initiator'>>;

function pairOf(pattern: PatternName, initiatorChanges: Options = {}, responderChanges: Options = {}): [Handshake, Handshake] {
  const [a, b] = [generateKeyPair(), generateKeyPair()];
  const psk = randomBytes(32);
  const shared = { pattern, prologue: utf8('mpc test'), ...(hasPsk(pattern) ? { psk } : {}), ...(isHybrid(pattern) ? { kem } : {}) };
  const known = (rs: Uint8Array) => (isKnown(pattern) ? { rs } : {});
  return [
    createHandshake({ ...shared, initiator: true, s: a, ...known(b.publicKey), ...initiatorChanges }),
    createHandshake({ ...shared, initiator: false, s: b, ...known(a.publicKey), ...responderChanges }),
  ];
}

type Tamper = (message: Uint8Array, index: number) => Uint8Array;

/** Runs a handshake through a relay that may alter messages; whether both sides finish. A failure must be a HandshakeError. */
function completes([a, b]: [Handshake, Handshake], tamper: Tamper = (message) => message): boolean {
  try {
    for (let i = 0; !(a.finished && b.finished); i++) {
      const [writer, reader] = i % 2 === 0 ? [a, b] : [b, a];
      reader.readMessage(tamper(writer.writeMessage(utf8('hi')), i));
    }
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(HandshakeError);
    return false;
  }
}

const LENGTHS: Record<PatternName, number[]> = {
  XXpsk3: [32 + 16 + 2, 32 + 48 + 18, 48 + 18],
  KK: [32 + 18, 32 + 18],
  'XXhfs+psk3': [32 + 1184 + 16 + 18, 32 + 1088 + 16 + 48 + 18, 48 + 18],
  KKhfs: [32 + 1184 + 16 + 18, 32 + 1088 + 16 + 18],
};

for (const pattern of ['XXpsk3', 'KK', 'XXhfs+psk3', 'KKhfs'] as const) {
  describe(pattern, () => {
    const lengths = LENGTHS[pattern];

    it('completes, with equal hashes, matching keys and known statics', () => {
      const [a, b] = pairOf(pattern);
      const seen: number[] = [];
      expect(completes([a, b], (message) => (seen.push(message.length), message))).toBe(true);
      expect(seen).toEqual(lengths);
      expect(a.handshakeHash).toEqual(b.handshakeHash);
      expect(a.remoteStatic).toBeDefined();
      const [ka, kb] = [a.split(), b.split()];
      const ad = utf8('header');
      expect(kb.receive.decryptAt(7, ad, ka.send.encryptAt(7, ad, utf8('to b')))).toEqual(utf8('to b'));
      expect(ka.receive.decryptAt(0, ad, kb.send.encryptAt(0, ad, NONE))).toEqual(NONE);
      expect(() => a.split()).toThrow();
    });

    it('fails on a flipped bit in any byte of any message', () => {
      lengths.forEach((length, which) => {
        for (const at of placesIn(length)) {
          const flip: Tamper = (message, i) => {
            if (i !== which) return message;
            const bad = Uint8Array.from(message);
            bad[at] = (bad[at] ?? 0) ^ (1 << at % 8);
            return bad;
          };
          expect(completes(pairOf(pattern), flip), `message ${which}, byte ${at}`).toBe(false);
        }
      });
    });

    it('fails when the ignored top bit of an ephemeral key is flipped', () => {
      for (const which of [0, 1]) {
        const flip: Tamper = (message, i) => {
          const bad = Uint8Array.from(message);
          if (i === which) bad[31] = (bad[31] ?? 0) ^ 0x80;
          return bad;
        };
        expect(completes(pairOf(pattern), flip)).toBe(false);
      }
    });

    it('fails on truncated messages, at every length', () => {
      lengths.forEach((length, which) => {
        for (const keep of placesIn(length)) {
          expect(completes(pairOf(pattern), (message, i) => (i === which ? message.subarray(0, keep) : message))).toBe(false);
        }
      });
    });

    it('fails on lengthened and oversize messages', () => {
      lengths.forEach((length, which) => {
        for (const size of [length + 1, MAX_MESSAGE_LENGTH + 1]) {
          const grow: Tamper = (message, i) => {
            if (i !== which) return message;
            const bad = new Uint8Array(size);
            bad.set(message);
            return bad;
          };
          expect(completes(pairOf(pattern), grow)).toBe(false);
        }
      });
      const [a] = pairOf(pattern);
      expect(() => a.writeMessage(new Uint8Array(MAX_MESSAGE_LENGTH))).toThrow(HandshakeError);
    });

    it('refuses ephemeral keys of small order', () => {
      const p = 2n ** 255n - 19n;
      for (const u of [0n, 1n, p - 1n, p, p + 1n, 2n ** 255n]) {
        for (const which of [0, 1]) {
          const swap: Tamper = (message, i) => {
            const bad = Uint8Array.from(message);
            if (i === which) bad.set(toLittleEndian32(u));
            return bad;
          };
          expect(completes(pairOf(pattern), swap)).toBe(false);
        }
      }
    });

    it('refuses its own message sent back, and another handshake\'s', () => {
      const [a] = pairOf(pattern);
      const first = a.writeMessage(NONE);
      expect(() => a.readMessage(first)).toThrow(HandshakeError);
      const recorded: Uint8Array[] = [];
      const [c, d] = pairOf(pattern);
      completes([c, d], (message) => (recorded.push(message), message));
      for (const which of lengths.keys()) {
        expect(completes(pairOf(pattern), (message, i) => (i === which ? (recorded[which] ?? message) : message))).toBe(false);
      }
    });

    it('refuses a message twice, and messages out of turn', () => {
      const [a, b] = pairOf(pattern);
      const first = a.writeMessage(NONE);
      b.readMessage(first);
      expect(() => b.readMessage(first)).toThrow(HandshakeError);
      const [c, d] = pairOf(pattern);
      expect(() => d.writeMessage(NONE)).toThrow(HandshakeError);
      c.writeMessage(NONE);
      expect(() => c.writeMessage(NONE)).toThrow(HandshakeError);
    });

    it('refuses a replay to a responder that has a new ephemeral key', () => {
      // The responder is the same party twice; the recorded initiator is gone.
      const [s, rs] = [generateKeyPair(), generateKeyPair()];
      const psk = randomBytes(32);
      const options = { pattern, prologue: NONE, ...(hasPsk(pattern) ? { psk } : {}), ...(isHybrid(pattern) ? { kem } : {}) };
      const initiator = () => createHandshake({ ...options, initiator: true, s: rs, ...(isKnown(pattern) ? { rs: s.publicKey } : {}) });
      const responder = () => createHandshake({ ...options, initiator: false, s, ...(isKnown(pattern) ? { rs: rs.publicKey } : {}) });
      const recorded: Uint8Array[] = [];
      expect(completes([initiator(), responder()], (message) => (recorded.push(message), message))).toBe(true);
      const again = responder();
      again.readMessage(recorded[0] ?? NONE);
      again.writeMessage(NONE);
      if (!isKnown(pattern)) expect(() => again.readMessage(recorded[2] ?? NONE)).toThrow(HandshakeError);
      // Two messages finish KK for the responder: the replayer then has no key to say anything under.
      else expect(again.finished).toBe(true);
    });

    it('is dead after a failure', () => {
      const [a, b] = pairOf(pattern);
      const first = a.writeMessage(NONE);
      expect(() => b.readMessage(first.subarray(1))).toThrow(HandshakeError);
      expect(() => b.readMessage(first)).toThrow(HandshakeError);
      expect(() => b.writeMessage(NONE)).toThrow(HandshakeError);
      expect(b.finished).toBe(false);
      expect(() => b.split()).toThrow();
      expect(() => b.handshakeHash).toThrow();
    });

    it('survives a stray message after its end', () => {
      const [a, b] = pairOf(pattern);
      expect(completes([a, b])).toBe(true);
      expect(() => b.readMessage(randomBytes(64))).toThrow(HandshakeError);
      expect(b.split().send.encryptAt(0, NONE, NONE)).toHaveLength(16);
    });

    it('fails when prologues differ', () => expect(completes(pairOf(pattern, { prologue: utf8('other') }))).toBe(false));

    it('fails when hashes differ', () => expect(completes(pairOf(pattern, { hash: 'BLAKE2s' }))).toBe(false));
  });
}

describe('keys that do not fit', () => {
  it('XXpsk3 fails with another pre-shared key', () => expect(completes(pairOf('XXpsk3', { psk: randomBytes(32) }))).toBe(false));

  it('KK fails with another static key on either side', () => {
    expect(completes(pairOf('KK', { s: generateKeyPair() }))).toBe(false);
    expect(completes(pairOf('KK', {}, { s: generateKeyPair() }))).toBe(false);
    expect(completes(pairOf('KK', { rs: generateKeyPair().publicKey }))).toBe(false);
    expect(completes(pairOf('KK', {}, { rs: generateKeyPair().publicKey }))).toBe(false);
  });

  it('XXpsk3 fails when a side claims a public key whose secret it lacks', () => {
    const lie = { secretKey: generateKeyPair().secretKey, publicKey: generateKeyPair().publicKey };
    expect(completes(pairOf('XXpsk3', { s: lie }))).toBe(false);
    expect(completes(pairOf('XXpsk3', {}, { s: lie }))).toBe(false);
  });

  it('refuses a static key of small order, sent or known', () => {
    const weak = { secretKey: generateKeyPair().secretKey, publicKey: new Uint8Array(32) };
    expect(completes(pairOf('XXpsk3', { s: weak }))).toBe(false);
    expect(completes(pairOf('XXpsk3', {}, { s: weak }))).toBe(false);
    expect(() => pairOf('KK', { rs: new Uint8Array(32) })).toThrow(HandshakeError);
    expect(() => pairOf('KK', { rs: new Uint8Array(31) })).toThrow(HandshakeError);
  });

  it('refuses options that do not fit the pattern', () => {
    expect(() => pairOf('KK', { psk: randomBytes(32) })).toThrow(RangeError);
    expect(() => pairOf('XXpsk3', { rs: generateKeyPair().publicKey })).toThrow(RangeError);
    expect(() => pairOf('XXpsk3', { psk: randomBytes(31) })).toThrow(RangeError);
    const s = generateKeyPair();
    expect(() => createHandshake({ pattern: 'KK', initiator: true, prologue: NONE, s })).toThrow(RangeError);
    expect(() => createHandshake({ pattern: 'XXpsk3', initiator: true, prologue: NONE, s })).toThrow(RangeError);
    expect(() => pairOf('KK', { s: { ...s, secretKey: NONE } })).toThrow(RangeError);
    expect(() => pairOf('KK', { kem })).toThrow(RangeError);
    expect(() => createHandshake({ pattern: 'KKhfs', initiator: true, prologue: NONE, s, rs: s.publicKey })).toThrow(RangeError);
  });
});
