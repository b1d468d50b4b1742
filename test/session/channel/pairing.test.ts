import { createHash } from 'node:crypto';
import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { generateKeyPair } from '../../../src/crypto/x25519.js';
import { loadMlKem } from '../../../src/crypto/ml-kem/load.js';
import { decodePacket, encodeHandshake } from '../../../src/session/channel/packet.js';
import { Pairing, type Paired, type PairingKeys } from '../../../src/session/channel/pairing.js';
import { FRAME } from '../../../src/session/channel/stream.js';

const kem = await loadMlKem();

type Mode = PairingKeys['mode'];

interface Side {
  readonly pairing: Pairing;
  readonly sent: Uint8Array[];
  readonly paired: Paired[];
}

const LOW = '00'.repeat(16);
const HIGH = 'ff'.repeat(16);

/** The initiator, then the responder. */
function sides(mode: Mode, change: { psk?: Uint8Array; room?: Uint8Array; key?: Uint8Array } = {}): [Side, Side] {
  const [a, b] = [generateKeyPair(), generateKeyPair()];
  const psk = new Uint8Array(32).fill(7);
  const keysOf = (s: typeof a, rs: Uint8Array, secret: Uint8Array): PairingKeys => (mode === 'invite' ? { mode, psk: secret } : { mode, s, rs });
  const side = (self: string, other: string, room: Uint8Array, keys: PairingKeys): Side => {
    const sent: Uint8Array[] = [];
    return { pairing: new Pairing({ room, self, other, mode, kem }, keys, (packet) => sent.push(packet)), sent, paired: [] };
  };
  const room = new Uint8Array(32).fill(1);
  return [side(LOW, HIGH, room, keysOf(a, b.publicKey, psk)), side(HIGH, LOW, change.room ?? room, keysOf(b, change.key ?? a.publicKey, change.psk ?? psk))];
}

function deliver(to: Side, packet: Uint8Array | undefined): void {
  const read = packet === undefined ? undefined : decodePacket(packet);
  if (read?.kind !== 'handshake') return;
  const paired = to.pairing.accept(read.index, read.message);
  if (paired !== undefined) to.paired.push(paired);
}

/** Passes on whatever is under way until nothing is; throws where that never happens. */
function rest(a: Side, b: Side, limit = 500): number {
  let count = 0;
  for (;;) {
    const [from, to] = a.sent.length > 0 ? [a, b] : [b, a];
    const packet = from.sent.shift();
    if (packet === undefined) return count;
    deliver(to, packet);
    if (++count > limit) throw new Error('the two sides answer each other for ever');
  }
}

/** Whether the last streams of both are two ends of one. */
function areOne(a: Side, b: Side): boolean {
  const [x, y] = [a.paired.at(-1), b.paired.at(-1)];
  return x !== undefined && y !== undefined && Buffer.from(x.handshakeHash).equals(y.handshakeHash);
}

const ephemeralOf = (packet: Uint8Array) => Buffer.from(packet.subarray(2, 34)).toString('hex');
const MODES: Mode[] = ['invite', 'keys'];

describe.each(MODES)('a pairing by %s', (mode) => {
  it('gives both sides one stream', () => {
    const [a, b] = sides(mode);
    a.pairing.begin();
    expect(rest(a, b)).toBe(mode === 'invite' ? 3 : 2);
    expect(areOne(a, b)).toBe(true);
  });

  it('comes to rest, on one stream, in every interleaving of deliveries, losses, repetitions and resends', () => {
    const step = fc.record({ side: fc.constantFrom<0 | 1>(0, 1), at: fc.nat(20), do: fc.constantFrom('deliver', 'lose', 'repeat', 'resend', 'begin') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const both = sides(mode);
        const [a, b] = both;
        const answers = new Map<string, string>();
        const note = () => {
          for (const packet of [...a.sent, ...b.sent]) {
            const bytes = Buffer.from(packet).toString('hex');
            const ephemeral = ephemeralOf(packet);
            // The third message of XXpsk3 has no ephemeral key: what stands there is ciphertext.
            if (((packet[1] ?? 0) & 3) === 2) continue;
            expect(answers.get(ephemeral) ?? bytes).toBe(bytes);
            answers.set(ephemeral, bytes);
          }
        };
        a.pairing.begin();
        for (const each of steps) {
          const from = both[each.side];
          const to = both[each.side === 0 ? 1 : 0];
          if (each.do === 'resend') from.pairing.resend();
          else if (each.do === 'begin') from.pairing.begin();
          else if (from.sent.length > 0) {
            const index = each.at % from.sent.length;
            const packet = from.sent[index];
            if (each.do !== 'repeat') from.sent.splice(index, 1);
            if (each.do !== 'lose') deliver(to, packet);
          }
          note();
        }
        // A quiet link from here on: what the ticker does heals whatever state they are in.
        for (let round = 0; round < 3 && !areOne(a, b); round++) {
          a.pairing.resend();
          b.pairing.resend();
          rest(a, b);
          if (!areOne(a, b)) a.pairing.begin();
          rest(a, b);
        }
        expect(areOne(a, b)).toBe(true);
        const [x, y] = [a.paired.at(-1), b.paired.at(-1)];
        expect(x?.stream).toBeDefined();
        expect(y?.stream).toBeDefined();
      }),
      { numRuns: 50 },
    );
  });

  it('answers a message that comes again with the same bytes, and only where it was answered at all', () => {
    const [a, b] = sides(mode);
    a.pairing.begin();
    const [first] = a.sent.splice(0);
    deliver(b, first);
    deliver(b, first);
    deliver(b, first);
    expect(b.sent).toHaveLength(3);
    expect(new Set(b.sent.map((packet) => Buffer.from(packet).toString('hex'))).size).toBe(1);
    const [second] = b.sent.splice(0);
    deliver(a, second);
    deliver(a, second);
    // Of KK's two messages the second has no answer.
    expect(a.sent).toHaveLength(mode === 'invite' ? 2 : 0);
    const [third] = a.sent.splice(0);
    deliver(b, third);
    deliver(b, third);
    expect(b.sent).toHaveLength(0);
    expect(areOne(a, b)).toBe(true);
    expect([a.paired.length, b.paired.length]).toEqual([1, 1]);
  });

  it('comes to rest where every message arrives twice', () => {
    const [a, b] = sides(mode);
    a.pairing.begin();
    for (let count = 0; a.sent.length + b.sent.length > 0; count++) {
      const [from, to] = a.sent.length > 0 ? [a, b] : [b, a];
      const packet = from.sent.shift();
      deliver(to, packet);
      deliver(to, packet);
      expect(count).toBeLessThan(20);
    }
    expect(areOne(a, b)).toBe(true);
  });

  it.each([0, 1, 2].slice(0, mode === 'invite' ? 3 : 2))('begins anew with a fresh ephemeral key where message %i was altered', (altered) => {
    const [a, b] = sides(mode);
    const ephemerals = new Set<string>();
    a.pairing.begin();
    for (let n = 0; n <= altered; n++) {
      const [from, to] = n % 2 === 0 ? [a, b] : [b, a];
      const packet = from.sent.shift() ?? new Uint8Array(0);
      if (n < 2) ephemerals.add(ephemeralOf(packet));
      const bytes = Uint8Array.from(packet);
      // The last byte: authenticated in all messages but XXpsk3's first, whose ephemeral key it is.
      if (n === altered) bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
      deliver(to, bytes);
    }
    rest(a, b);
    // What the other side cannot know it learns from silence: the initiator begins anew by its clock.
    if (!areOne(a, b)) a.pairing.begin();
    const again = a.sent.map(ephemeralOf);
    for (const each of again) expect(ephemerals.has(each)).toBe(false);
    rest(a, b);
    expect(a.pairing.failures + b.pairing.failures).toBeGreaterThan(0);
    expect(areOne(a, b)).toBe(true);
  });

  it('cannot be begun anew once it is settled', () => {
    const [a, b] = sides(mode);
    a.pairing.begin();
    const first = a.sent.shift() ?? new Uint8Array(0);
    deliver(b, first);
    const answer = Buffer.from(b.sent[0] ?? new Uint8Array(0)).toString('hex');
    rest(a, b);
    a.pairing.settle();
    b.pairing.settle();
    a.pairing.begin();
    expect(a.sent).toHaveLength(0);
    for (let attempt = 0; attempt < 64; attempt++) {
      for (let step = 0; step < 4; step++) {
        deliver(a, encodeHandshake((attempt << 2) | step, first.subarray(2)));
        deliver(b, encodeHandshake((attempt << 2) | step, first.subarray(2)));
      }
    }
    // The message that came again gets the answer it got, where it was the last one read; nothing else gets any.
    for (const packet of b.sent) expect(Buffer.from(packet).toString('hex')).toBe(answer);
    expect(b.sent).toHaveLength(mode === 'invite' ? 0 : 4);
    expect(a.sent).toHaveLength(0);
    expect([a.paired.length, b.paired.length]).toEqual([1, 1]);
  });

  it('survives any packet that somebody makes up, before, between and after its own', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.uint8Array({ maxLength: 120 }), fc.nat(3), (index, message, when) => {
        // Attempts that only the relay can make up cost XXpsk3 its count of them: it is left out of this claim.
        const forged = encodeHandshake(mode === 'invite' ? (index & 3) | 4 : index, message);
        const [a, b] = sides(mode);
        a.pairing.begin();
        for (let n = 0; n < 4; n++) {
          if (n === when) {
            deliver(a, forged);
            deliver(b, forged);
          }
          const [from, to] = a.sent.length > 0 ? [a, b] : [b, a];
          deliver(to, from.sent.shift());
        }
        rest(a, b);
        if (!areOne(a, b)) a.pairing.begin();
        rest(a, b);
        expect(areOne(a, b)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('does not succeed between two rooms', () => {
    const [a, b] = sides(mode, { room: new Uint8Array(32).fill(2) });
    a.pairing.begin();
    rest(a, b);
    expect(a.paired.length * b.paired.length).toBe(0);
    expect(a.pairing.failures + b.pairing.failures).toBeGreaterThan(0);
  });

  it('stops after 60 attempts, whoever prevents it', () => {
    const [a] = sides(mode);
    for (let i = 0; i < 200; i++) a.pairing.begin();
    expect(a.sent).toHaveLength(60);
    expect(new Set(a.sent.map(ephemeralOf)).size).toBe(60);
  });
});

describe('a pairing', () => {
  it('by invite does not succeed without the invite', () => {
    const [a, b] = sides('invite', { psk: new Uint8Array(32).fill(8) });
    a.pairing.begin();
    rest(a, b);
    expect(b.paired).toHaveLength(0);
    expect(b.pairing.failures).toBe(1);
  });

  it('by keys does not succeed with another key', () => {
    const [a, b] = sides('keys', { key: generateKeyPair().publicKey });
    a.pairing.begin();
    rest(a, b);
    expect(a.paired.length + b.paired.length).toBe(0);
  });

  it('by keys never succeeds with a side that comes by invite, and the other way round', () => {
    for (const [one, other] of [['keys', 'invite'], ['invite', 'keys']] as const) {
      const [a] = sides(one);
      const [, b] = sides(other);
      a.pairing.begin();
      rest(a, b);
      expect(a.paired.length * b.paired.length).toBe(0);
    }
  });

  it('by keys is not moved to another attempt by a replay of its own first message', () => {
    const [a, b] = sides('keys');
    a.pairing.begin();
    const first = a.sent[0] ?? new Uint8Array(0);
    rest(a, b);
    for (let attempt = 2; attempt < 64; attempt++) deliver(b, encodeHandshake(attempt << 2, first.subarray(2)));
    expect(b.paired).toHaveLength(1);
    expect(areOne(a, b)).toBe(true);
  });

  it('makes a stream on which the first frame arrives', () => {
    const [a, b] = sides('keys');
    a.pairing.begin();
    rest(a, b);
    a.paired[0]?.stream.write(FRAME.FIRST, Buffer.from('hello'));
    const packet = decodePacket(a.sent.shift() ?? new Uint8Array(0));
    const taken = packet?.kind === 'data' ? b.paired[0]?.stream.accept(packet.number, packet.header, packet.ciphertext) : undefined;
    expect(Buffer.from(taken?.frames[0]?.body ?? new Uint8Array(0)).toString()).toBe('hello');
  });

  it('shows the invite’s key to nobody: neither it nor a hash of it stands in any message', () => {
    const [a, b] = sides('invite');
    const wire: Buffer[] = [];
    a.pairing.begin();
    while (a.sent.length + b.sent.length > 0) {
      const [from, to] = a.sent.length > 0 ? [a, b] : [b, a];
      const packet = from.sent.shift() ?? new Uint8Array(0);
      wire.push(Buffer.from(packet));
      deliver(to, packet);
    }
    const psk = Buffer.alloc(32, 7);
    expect(Buffer.concat(wire).includes(psk.subarray(0, 8))).toBe(false);
    expect(Buffer.concat(wire).includes(createHash('sha256').update(psk).digest().subarray(0, 8))).toBe(false);
  });
});
