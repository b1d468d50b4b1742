/** Bytes that arrive over the network. */
import { loadMlKem } from '../../src/crypto/ml-kem/load.js';
import { HandshakeError } from '../../src/crypto/noise/handshake.js';
import { publicKeyOf } from '../../src/crypto/ed25519.js';
import { ABORT_REASONS, decodeAbort, encodeAbort } from '../../src/session/channel/abort.js';
import { proveIdentity, readProof } from '../../src/session/channel/identity-proof.js';
import { headOf, Lane, readHead } from '../../src/session/channel/lane.js';
import { dataHeader, decodePacket, encodeHandshake, encodeHello } from '../../src/session/channel/packet.js';
import { Pairing } from '../../src/session/channel/pairing.js';
import { FRAME, type FrameKind } from '../../src/session/channel/stream.js';
import { FrameScanner } from '../../src/session/relay/frame-scanner.js';
import { decodeMessage, encodeDeliver, encodeTaken } from '../../src/session/relay/redis/messages.js';
import { decodeFromClient, decodeFromRelay, encodeGone, encodeJoin, encodeJoined, encodePresent, encodeRefused, encodeSend, sendToDeliver } from '../../src/session/relay/wire.js';
import { keyOf } from '../../src/session/relay/backplane.js';
import { bytes } from './seeds.js';
import { nothing, type Target } from './target.js';

const [room, token, address] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2), new Uint8Array(16).fill(3)];
const kem = await loadMlKem();
const secretKey = new Uint8Array(32).fill(4);
const hash = new Uint8Array(32).fill(5);
const identity = { name: 'North', publicKey: publicKeyOf(secretKey), secretKey };

/** All packets of one handshake, by invite: each side's, in order. */
function handshake(): { packets: Uint8Array[]; responder: () => Pairing } {
  const packets: Uint8Array[] = [];
  const context = { room, mode: 'invite', kem } as const;
  const keys = { mode: 'invite', psk: new Uint8Array(32).fill(6) } as const;
  const responder = (): Pairing => new Pairing({ ...context, self: 'b', other: 'a' }, keys, (packet) => void packets.push(packet));
  const [first, second] = [new Pairing({ ...context, self: 'a', other: 'b' }, keys, (packet) => void packets.push(packet)), responder()];
  first.begin();
  for (let i = 0; i < 3; i++) {
    const packet = decodePacket(packets[i] ?? new Uint8Array(0));
    if (packet?.kind === 'handshake') (i % 2 === 0 ? second : first).accept(packet.index, packet.message);
  }
  return { packets, responder };
}

const made = handshake();

/** Frames by kind and length, as a party sends them once a channel stands. */
function playFrames(input: Buffer): void {
  const lane = new Lane('');
  lane.wait({ label: 'x', maxBytes: 1000, resolve: () => undefined, reject: () => undefined });
  for (let at = 0; at + 2 <= input.length; ) {
    const [kind = 0, length = 0] = input.subarray(at, at + 2);
    const body = input.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    if (kind > FRAME.END) continue;
    lane.push({ kind: kind as FrameKind, body });
    readHead(body);
    if (lane.step()?.problem !== undefined) return;
  }
}

const sent = encodeSend(address, bytes('hello'));
const delivered = Uint8Array.from(sent);
sendToDeliver(delivered, address);

export const WIRE: Readonly<Record<string, Target>> = {
  'relay-frames': {
    run: (input) => [decodeFromClient(input), decodeFromRelay(input)],
    allows: nothing,
    seeds: () => [encodeJoin({ room, token, seats: 3 }), sent, encodeJoined([address, address]), encodePresent(address), encodeGone(address), delivered, encodeRefused('roomFull', 'full')],
  },
  'relay-messages': { run: decodeMessage, allows: nothing, seeds: () => [encodeDeliver(keyOf(room), keyOf(address), '0'.repeat(16), delivered), encodeTaken(keyOf(room), keyOf(address), 70)] },
  'websocket-frames': {
    run: (input) => {
      const scanner = new FrameScanner();
      for (let at = 0; at < input.length; ) {
        const { bytes: taken } = scanner.scan(input.subarray(at), 1 + (at % 97), 3);
        if (taken === 0) throw new Error('it stands still');
        at += taken;
      }
    },
    allows: nothing,
    seeds: () => [Buffer.from('828500000000'.concat('68656c6c6f'), 'hex'), Buffer.from('82fe007e01020304', 'hex'), Buffer.from('890082ff000000000000000401020304', 'hex')],
  },
  packets: { run: decodePacket, allows: nothing, seeds: () => [encodeHello('keys', new Uint8Array(16)), encodeHandshake(4, new Uint8Array(40)), dataHeader(7n)] },
  handshake: {
    run: (input) => {
      const packet = decodePacket(input);
      if (packet?.kind === 'handshake') made.responder().accept(packet.index, packet.message);
    },
    allows: (error) => error instanceof HandshakeError,
    seeds: () => made.packets,
  },
  'identity-proof': { run: (input) => readProof(input, false, hash), allows: nothing, seeds: () => [proveIdentity(identity, true, true, hash), proveIdentity(identity, false, false, hash)] },
  'channel-frames': { run: playFrames, allows: nothing, seeds: () => [Buffer.concat([Uint8Array.of(FRAME.FIRST, 11), headOf('x', 5), bytes('hello'.slice(0, 5)), Uint8Array.of(FRAME.MORE, 1, 0, FRAME.END, 0)]), Buffer.concat([Uint8Array.of(FRAME.FIRST, 9), headOf('x', 9), bytes('abc'), Uint8Array.of(FRAME.MORE, 6), bytes('defghi')])] },
  abort: { run: (input) => decodeAbort('North', input), allows: nothing, seeds: () => ABORT_REASONS.map((reason) => encodeAbort({ reason, text: 'why', isPassedOn: reason === 'spent' })) },
};

