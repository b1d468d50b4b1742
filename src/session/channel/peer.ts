import { IDENTITY_LABEL, MAX_PROOF_BYTES, proveIdentity, readProof, type Claim, type Identity } from './identity-proof.js';
import { Channel } from './channel.js';
import { systemClock, type Clock } from './clock.js';
import { Pairing, type Paired, type PairingContext, type PairingKeys } from './pairing.js';
import type { Packet } from './packet.js';
import type { EncryptedStream } from './stream.js';

/** An acknowledgement waits this long for a frame that can carry it. */
const ACK_DELAY_MS = 20;
/** The interval between checks for lost frames. */
const LOSS_CHECK_MS = 100;
/** A handshake message without an answer is sent again after this time. */
const FIRST_RESEND_MS = 1_000;
/** The most frames kept that came before the handshake message that opens them, and the bytes of each: a proof of identity, and what follows it at once. */
const MAX_PREMATURE = 8;
const MAX_PREMATURE_BYTES = 4_096;
/** A handshake without progress for this long is begun anew. */
const HANDSHAKE_PATIENCE_MS = 8_000;

/** The link to the other side, as far as the relay. */
export interface PeerLink {
  send(packet: Uint8Array): void;
  /** Whether so much waits to be sent that repeating anything would only add to it. */
  readonly isClogged: boolean;
}

export interface PeerEvents {
  /** The party proved its identity. A result of false rejects it. */
  proved(peer: Peer, claim: Claim): boolean;
  /** The other end of the channel, which has its key or invite, sent something else than a proof of its identity. */
  unproved(peer: Peer): void;
}

/** The state of one address of the room: a handshake under way, then a channel to a party whose identity is proved. */
export class Peer {
  readonly address: string;
  isPresent = true;
  claim: Claim | undefined;
  channel: Channel | undefined;
  readonly #pairing: Pairing;
  readonly #link: PeerLink;
  readonly #identity: Identity;
  readonly #proposes: boolean;
  readonly #events: PeerEvents;
  #stream: EncryptedStream | undefined;
  readonly #clock: Clock;
  /** Timers by their purpose, as functions that cancel them. */
  readonly #pending = new Map<'ack' | 'return' | 'loss' | 'repeat', () => void>();
  readonly #premature: Extract<Packet, { kind: 'data' }>[] = [];
  readonly #bornAt: number;
  #begunAt: number;

  constructor(context: PairingContext, keys: PairingKeys, identity: Identity, proposes: boolean, link: PeerLink, events: PeerEvents, clock: Clock = systemClock) {
    this.address = context.other;
    this.#link = link;
    this.#clock = clock;
    this.#bornAt = this.#begunAt = clock.now();
    const emit = (packet: Uint8Array) => {
      link.send(packet);
      this.#watchForLoss();
    };
    this.#pairing = new Pairing(context, keys, emit, () => clock.now());
    this.#identity = identity;
    this.#proposes = proposes;
    this.#events = events;
    this.#pairing.begin();
  }

  get isProved(): boolean {
    return this.claim !== undefined;
  }

  /** Frames and handshakes that did not authenticate: signs that somebody alters the traffic. */
  get forged(): number {
    return (this.#stream?.forged ?? 0) + this.#pairing.failures;
  }

  accept(packet: Packet): void {
    if (packet.kind === 'handshake') {
      const paired = this.#pairing.accept(packet.index, packet.message);
      if (paired !== undefined) this.#paired(paired);
      return;
    }
    if (packet.kind !== 'data') return;
    if (this.#stream === undefined) {
      this.#holdBack(packet);
      return;
    }
    const stream = this.#stream;
    const { frames, isAgain } = stream.accept(packet.number, packet.header, packet.ciphertext);
    if (isAgain) this.#once('repeat', ACK_DELAY_MS, () => this.#stream?.repeatAck());
    this.#watchForLoss();
    if (stream.owesAck) this.#once('ack', ACK_DELAY_MS, () => this.#stream?.flushAck());
    for (const frame of frames) this.channel?.accept(frame);
    this.channel?.progressed();
  }

  /** Keeps the packet, because the handshake message that opens it may be on its way. */
  #holdBack(packet: Extract<Packet, { kind: 'data' }>): void {
    if (packet.ciphertext.length > MAX_PREMATURE_BYTES) return;
    if (this.#premature.length === MAX_PREMATURE) this.#premature.shift();
    this.#premature.push({ ...packet, header: Uint8Array.from(packet.header), ciphertext: Uint8Array.from(packet.ciphertext) });
  }

  /** The other side, or this side, is connected again. Whatever was under way may be lost. */
  reconnected(): void {
    this.isPresent = true;
    // The repeated message may revive the stalled handshake, so its time starts anew.
    this.#begunAt = this.#clock.now();
    this.#once('return', ACK_DELAY_MS, () => {
      if (this.#link.isClogged) return;
      if (this.#stream === undefined || !this.isProved) this.#pairing.resend();
      this.#stream?.resend();
    });
  }

  /** Called periodically: keeps the handshake going, and reports what is missing. */
  tick(): void {
    if (!this.isPresent || this.#link.isClogged) return;
    this.#stream?.reportGap();
    const now = this.#clock.now();
    if (this.isProved || now - this.#bornAt < FIRST_RESEND_MS) return;
    if (now - this.#begunAt > HANDSHAKE_PATIENCE_MS) {
      this.#begunAt = now;
      this.#pairing.begin();
    } else {
      this.#pairing.resend();
    }
  }

  close(): void {
    for (const callOff of this.#pending.values()) callOff();
    this.#pending.clear();
    this.#stream?.erase();
    this.#stream = undefined;
  }

  /** While frames are under way, checks whether they were lost. */
  #watchForLoss(): void {
    if (this.#pending.has('loss') || this.#stream?.isUnderWay !== true) return;
    this.#once('loss', LOSS_CHECK_MS, () => {
      if (this.isPresent && !this.#link.isClogged) this.#stream?.resendLost();
      this.#watchForLoss();
    });
  }

  #once(what: 'ack' | 'return' | 'loss' | 'repeat', ms: number, run: () => void): void {
    if (this.#pending.has(what)) return;
    const callOff = this.#clock.after(ms, () => {
      this.#pending.delete(what);
      run();
    });
    this.#pending.set(what, callOff);
  }

  #paired({ stream, handshakeHash }: Paired): void {
    // A handshake begun anew replaces one whose end never reached the other side.
    this.#stream?.erase();
    this.#stream = stream;
    const channel = new Channel('a party that has not said who it is', stream);
    this.channel = channel;
    channel.send(IDENTITY_LABEL, proveIdentity(this.#identity, this.#proposes, this.#pairing.isInitiator, handshakeHash));
    channel.onFailure((error) => {
      if (error.code === 'DEVIATION' && this.#stream === stream) this.#events.unproved(this);
    });
    // At once: a new handshake may follow the proof immediately, and must find this one settled.
    channel.expect(IDENTITY_LABEL, MAX_PROOF_BYTES, (proof) => {
      if (this.#stream !== stream) return;
      const claim = readProof(proof, this.#pairing.isInitiator, handshakeHash);
      if (claim === undefined) {
        this.#events.unproved(this);
        return;
      }
      this.#pairing.settle();
      channel.name = claim.name;
      this.claim = claim;
      if (!this.#events.proved(this, claim)) this.claim = undefined;
    });
    for (const packet of this.#premature.splice(0)) this.accept(packet);
    // Some of them may belong to a handshake that was given up. Their failure to decrypt accuses nobody.
    stream.forged = 0;
  }
}
