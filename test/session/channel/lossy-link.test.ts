import { describe, expect, it } from 'vitest';
import { generateSecretKey, publicKeyOf } from '../../../src/crypto/ed25519.js';
import { loadMlKem } from '../../../src/crypto/ml-kem/load.js';
import { fromEd25519PublicKey, fromEd25519Seed, publicFromSecret } from '../../../src/crypto/x25519.js';
import type { Identity } from '../../../src/session/channel/identity-proof.js';
import { decodePacket } from '../../../src/session/channel/packet.js';
import type { PairingKeys } from '../../../src/session/channel/pairing.js';
import { Peer } from '../../../src/session/channel/peer.js';
import { SimulatedClock, seeded, simulatedLink, type LinkOptions } from '../../support/simulated-link.js';

const kem = await loadMlKem();

const DELAYED: LinkOptions = { delayMs: 300, reorders: false, loss: 0 };
const REORDERED: LinkOptions = { delayMs: 300, reorders: true, loss: 0 };
const LOSSY: LinkOptions = { delayMs: 300, reorders: true, loss: 0.02 };
const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);
const psk = new Uint8Array(32).fill(7);

function identity(name: string): Identity {
  const secretKey = generateSecretKey();
  return { name, secretKey, publicKey: publicKeyOf(secretKey) };
}

/** Simulated milliseconds from the first handshake message until `rounds` questions were answered, one after the other, and `bulk` bytes came whole in both directions. */
function timeOf(link: LinkOptions, seed: number, mode: 'invite' | 'keys', work: { readonly rounds: number; readonly bulk: number }): number {
  const clock = new SimulatedClock();
  const random = seeded(seed);
  const room = new Uint8Array(32);
  const identities = [identity('A'), identity('B')] as const;
  const proved = [false, false];
  const keysOf = (own: Identity, other: Identity): PairingKeys => {
    if (mode === 'invite') return { mode, psk };
    const secretKey = fromEd25519Seed(own.secretKey);
    return { mode, s: { secretKey, publicKey: publicFromSecret(secretKey) }, rs: fromEd25519PublicKey(other.publicKey) };
  };
  const peers: Peer[] = [];
  const peerOf = (self: 0 | 1): Peer => {
    const other = self === 0 ? 1 : 0;
    const send = simulatedLink(clock, random, link, (packet) => {
      const read = decodePacket(packet);
      if (read !== undefined) peers[other]?.accept(read);
    });
    const events = { proved: () => (proved[self] = true), unproved: () => expect.unreachable('both are who they are') };
    return new Peer({ room, self: `0${self}`, other: `0${other}`, mode, kem }, keysOf(identities[self], identities[other]), identities[self], false, { send, isClogged: false }, events, clock);
  };
  // The responder first: the initiator's first message is on its way as soon as it is made.
  peers[1] = peerOf(1);
  peers[0] = peerOf(0);
  const tick = () => {
    for (const peer of peers) peer.tick();
    clock.after(500, tick);
  };
  tick();

  clock.runUntil(() => proved.every(Boolean), 600_000);
  const [a, b] = peers.map((peer) => peer.channel);
  if (a === undefined || b === undefined) throw new Error('no channels');
  let answered = 0;
  const ask = () => {
    if (answered === work.rounds) return;
    a.expect('answer', 100, () => {
      answered += 1;
      ask();
    });
    b.expect('question', 100, () => b.send('answer', new Uint8Array(50)));
    a.send('question', new Uint8Array(50));
  };
  ask();
  clock.runUntil(() => answered === work.rounds, 600_000);
  let whole = 0;
  for (const [from, to] of [[a, b], [b, a]] as const) {
    const message = Buffer.alloc(work.bulk, '0123456789abcdefg');
    to.expect('bulk', work.bulk, (got) => {
      if (Buffer.compare(got, message) !== 0) throw new Error('the message was altered');
      whole += 1;
    });
    from.send('bulk', message);
  }
  clock.runUntil(() => whole === 2, 600_000);
  const time = clock.now();
  for (const peer of peers) peer.close();
  return time;
}

function mean(link: LinkOptions, mode: 'invite' | 'keys', work: { readonly rounds: number; readonly bulk: number }): number {
  return SEEDS.reduce((sum, seed) => sum + timeOf(link, seed, mode, work), 0) / SEEDS.length;
}

describe.each(['invite', 'keys'] as const)('a channel made by %s, over a link that delays by 0 to 300 ms', (mode) => {
  it.each([
    ['a handshake', { rounds: 0, bulk: 1 }],
    ['a handshake and 20 rounds', { rounds: 20, bulk: 1 }],
    ['a handshake and 3 MiB in both directions', { rounds: 0, bulk: 3 * 1024 * 1024 }],
  ])('takes for %s at most twice as long where the link also loses 2 %% and reorders', (what, work) => {
    const [delayed, reordered, lossy] = [DELAYED, REORDERED, LOSSY].map((link) => mean(link, mode, work));
    if (process.env['MPC_SHOW_FIGURES'] !== undefined) process.stderr.write(`${mode}, ${what}: ${[delayed, reordered, lossy].map((ms) => Math.round(ms ?? 0)).join(', ')} ms\n`);
    expect(reordered).toBeLessThan(1.5 * (delayed ?? 0));
    expect(lossy).toBeLessThan(2 * (delayed ?? 0));
  });

  it('gets everything through, at whatever loss', () => {
    for (const loss of [0.1, 0.3]) expect(timeOf({ ...LOSSY, loss }, 99, mode, { rounds: 5, bulk: 512 * 1024 })).toBeGreaterThan(0);
  });
});
