import type { bech32m } from '@scure/base';
import { fc } from '../support/property.js';
import { describe, expect, it, vi } from 'vitest';
import { randomBytes } from '../../src/crypto/random.js';
import { createInvite, decodeInvite, encodeInvite, inviteIn, looksLikeInvite, roomOfAgreement, roomOfInvite } from '../../src/session/invite.js';
import { codeOf } from '../support/errors.js';

/** How often an invite was decoded: the real thing, counted. */
const decoded = vi.hoisted(() => ({ count: 0 }));
vi.mock('@scure/base', async (original) => {
  const base = await original<{ bech32m: Pick<typeof bech32m, 'decodeUnsafe'> }>();
  const decodeUnsafe = (...given: Parameters<typeof bech32m.decodeUnsafe>): ReturnType<typeof bech32m.decodeUnsafe> => {
    decoded.count += 1;
    return base.bech32m.decodeUnsafe(...given);
  };
  return { ...base, bech32m: { ...base.bech32m, decodeUnsafe } };
});

const invite = createInvite('wss://relay.example.org:8443/', 5);
const text = encodeInvite(invite);

describe('an invite', () => {
  it('is one line that gives back secret, relay and seats', () => {
    expect(text).toMatch(/^mpcinvite1[a-z0-9]+$/);
    expect(decodeInvite(text)).toEqual(invite);
    expect(looksLikeInvite(text)).toBe(true);
  });

  it('has a secret of 128 bits, another each time', () => {
    expect(invite.secret).toHaveLength(16);
    expect(createInvite(invite.relay, 5).secret).not.toEqual(invite.secret);
  });

  it('survives what mail programs do to a long line', () => {
    const broken = text.replace(/(.{40})/g, '$1\r\n  ');
    expect(decodeInvite(` ${broken}\n`)).toEqual(invite);
  });

  it.each([
    ['between greetings', (all: string) => `Dear all,\n\n> ${all.slice(0, 40)}\n> ${all.slice(40)}\n>\n> Kind regards, North\n`],
    ['in a sentence', (all: string) => `The invite is (${all}). Please join by noon.`],
    ['with soft line breaks of quoted-printable', (all: string) => `${all.slice(0, 30)}=\r\n${all.slice(30, 60)}=\r\n${all.slice(60)}\r\n`],
    ['with a capital that a telephone made', (all: string) => `M${all.slice(1)}`],
    ['behind a part of itself', (all: string) => `${all.slice(0, 40)}\n${all}`],
    ['behind one with a wrong letter', (all: string) => `${all.slice(0, 50)}b${all.slice(51)}\n${all}\nyes\n`],
  ])('is found %s', (_, around) => {
    expect(inviteIn(around(text))).toBe(text);
    expect(decodeInvite(around(text))).toEqual(invite);
  });

  it.each(['mpc-invite-1.txt', 'mpcinvite1.txt', 'we mpc invite 1 person', '{"purpose":"mpcinvite1qqqqqqqqqqqqq"}'])('is not seen in %s', (other) => {
    expect(looksLikeInvite(other)).toBe(false);
    expect(inviteIn(other)).toBeUndefined();
  });

  it.each(['> ', '>> ', '| ', '\t', '\u00a0'])('survives a mail that quotes it with %j', (mark) => {
    const quoted = text.replace(/(.{30})/g, `$1\n${mark}`);
    expect(decodeInvite(`${mark}${quoted}`)).toEqual(invite);
    expect(looksLikeInvite(`${mark}${quoted}`)).toBe(true);
    expect(decodeInvite(`<${text.slice(0, 20)}\u200b${text.slice(20)}>`)).toEqual(invite);
  });

  it('is refused, and never shown, with any one character changed', () => {
    const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
    fc.assert(
      fc.property(fc.integer({ min: 10, max: text.length - 1 }), fc.constantFrom(...letters.split('')), (at, letter) => {
        fc.pre(text[at] !== letter);
        const changed = `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
        expect(codeOf(() => decodeInvite(changed))).toBe('USAGE');
        expect(() => decodeInvite(changed)).not.toThrow(new RegExp(text.slice(12, 30)));
      }),
    );
  });

  it.each(['', 'mpcinvite1', 'mpc1qqqq', 'hello', 'mpcinvite1' + 'q'.repeat(5000)])('is refused: %s', (bad) => {
    expect(codeOf(() => decodeInvite(bad))).toBe('USAGE');
  });

  it('is looked for by its checksum alone: a text of a few kilobytes does not ask for a thousand decodings', () => {
    decoded.count = 0;
    expect(inviteIn('mpcinvite1 '.repeat(16) + 'q '.repeat(1200))).toBeUndefined();
    expect(decoded.count).toBeLessThan(16);
    const invite = encodeInvite(createInvite('wss://relay.example', 3));
    expect(inviteIn(`${'mpcinvite1 '.repeat(15)}${Array.from(invite).join(' ')} and so on`)).toBe(invite);
  });

  it('is refused with a relay that is no relay, or seats that are none', () => {
    expect(codeOf(() => decodeInvite(encodeInvite({ ...invite, relay: 'http://relay.example.org' })))).toBe('USAGE');
    expect(codeOf(() => decodeInvite(encodeInvite({ ...invite, seats: 1 })))).toBe('USAGE');
    expect(codeOf(() => decodeInvite(encodeInvite({ ...invite, seats: 65 })))).toBe('USAGE');
  });
});

describe('what the relay sees of a meeting', () => {
  it('is a room that tells nothing of the key, and is another for every secret', () => {
    const first = roomOfInvite(invite);
    const second = roomOfInvite(createInvite(invite.relay, 5));
    expect(first.room).toHaveLength(32);
    expect(first.psk).toHaveLength(32);
    expect(first.room).not.toEqual(first.psk);
    expect(first.room).not.toEqual(second.room);
  });

  it('is never the same for an invite and for an agreement', () => {
    const secret = randomBytes(16);
    expect(roomOfAgreement(secret).room).not.toEqual(roomOfInvite({ ...invite, secret }).room);
    expect(roomOfAgreement(secret).room).not.toEqual(roomOfAgreement(secret).helloKey);
  });
});
