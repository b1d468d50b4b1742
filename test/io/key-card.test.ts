import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../src/crypto/bytes.js';
import { generateSecretKey, publicKeyOf, sign } from '../../src/crypto/ed25519.js';
import { encodeLine, lineBytes, linesIn } from '../../src/crypto/pasted-line.js';
import { cardText, makeCard, readCard } from '../../src/io/key-card.js';
import { codeOf } from '../support/errors.js';

const LINE = { prefix: 'mpccard', maxText: 700 };
const NOW = Date.UTC(2026, 1, 3, 4, 5, 6);
const TIME = Uint8Array.from(Buffer.from(Math.floor(NOW / 1000).toString(16).padStart(8, '0'), 'hex'));

function identity(name = 'North') {
  const secretKey = generateSecretKey();
  return { name, secretKey, publicKey: publicKeyOf(secretKey) };
}

/** A card as whoever holds a key can make it, with anything in it. */
function forged({ version = 1, publicKey, time = TIME, name, by, signedName = name, signedKey = publicKey, signedTime = time, label = 'mpc key card v1' }: { version?: number; publicKey: Uint8Array; time?: Uint8Array; name: string; by: Uint8Array; signedName?: string; signedKey?: Uint8Array; signedTime?: Uint8Array; label?: string }): string {
  return encodeLine(LINE, concat(Uint8Array.of(version), publicKey, time, sign(by, label, signedName, signedKey, signedTime), utf8(name)));
}

describe('a key card', () => {
  const [north, south] = [identity(), identity('South')];

  it('gives name, key and time back, alone and in words', () => {
    const card = makeCard(north, NOW);
    for (const text of [card, cardText(card), `> ${card}\n`]) expect(readCard(text)).toEqual({ name: 'North', publicKey: north.publicKey, made: '2026-02-03T04:05:06Z' });
    expect(forged({ publicKey: north.publicKey, name: 'North', by: north.secretKey })).toBe(card);
  });

  it.each<[string, () => string]>([
    ['by another key', () => forged({ publicKey: north.publicKey, name: 'North', by: south.secretKey })],
    ['for another name', () => forged({ publicKey: north.publicKey, name: 'South', signedName: 'North', by: north.secretKey })],
    ['for another key', () => forged({ publicKey: north.publicKey, signedKey: south.publicKey, name: 'North', by: north.secretKey })],
    ['for another time', () => forged({ publicKey: north.publicKey, name: 'North', by: north.secretKey, signedTime: new Uint8Array(4) })],
    ['as something else', () => forged({ publicKey: north.publicKey, name: 'North', by: north.secretKey, label: 'mpc rotation v1' })],
  ])('is refused where it is signed %s, though its checksum is right', (_, made) => {
    expect(codeOf(() => readCard(made()))).toBe('SIGNATURE_INVALID');
  });

  it('is refused wherever a byte is another, under a checksum that is right', () => {
    const [line = ''] = linesIn(LINE, makeCard(north, NOW));
    const bytes = lineBytes(LINE, line) ?? expect.fail('no bytes');
    for (let at = 0; at < bytes.length; at++) {
      const altered = encodeLine(LINE, bytes.map((byte, i) => (i === at ? byte ^ 0x40 : byte)));
      expect([at, codeOf(() => readCard(altered))]).not.toEqual([at, undefined]);
    }
  });

  it.each(['', 'A\u001b[2J', ' North', 'North ', 'x'.repeat(200), 'A\u202eB', 'a\nb'])('is refused with the name %j, which no party can have', (name) => {
    expect(codeOf(() => readCard(forged({ publicKey: north.publicKey, name, by: north.secretKey })))).toBe('KEY_INVALID');
  });

  it('is refused where there are two, none, one of another version, or too much text', () => {
    const [one, other] = [makeCard(north, NOW), makeCard(south, NOW)];
    expect(codeOf(() => readCard(`${one}\n${other}`))).toBe('KEY_INVALID');
    expect(codeOf(() => readCard('no card'))).toBe('KEY_INVALID');
    expect(codeOf(() => readCard(forged({ version: 2, publicKey: north.publicKey, name: 'North', by: north.secretKey })))).toBe('KEY_INVALID');
    expect(codeOf(() => readCard(`${one}${' '.repeat(70_000)}`))).toBe('KEY_INVALID');
  });
});
