import { IDENTITY_LABEL, MAX_PROOF_BYTES, proveIdentity, readProof, type Claim, type Identity } from './identity-proof.js';
import { Channel } from './channel.js';
import { Pairing, type Paired, type PairingContext, type PairingKeys } from './pairing.js';
import type { Packet } from './packet.js';
import type { SealedStream } from './stream.js';

/** An acknowledgement waits this long for something to travel with. */
const ACK_DELAY_MS = 20;
/** What nobody acknowledged is sent again after this long, and after twice as long each time more. */
const FIRST_RESEND_MS = 2_000;
const LAST_RESEND_MS = 16_000;
/** A handshake that stands still this long is begun anew. */
const HANDSHAKE_PATIENCE_MS = 8_000;

/** The way to the other side, as far as the relay. */
export interface PeerLink {
  send(packet: Uint8Array): void;
  /** Whether so much waits to leave that sending anything again would only make it more. */
  readonly isClogged: boolean;
}

export interface PeerEvents {
  /** The party proved who it is. Returning false turns it away. */
  proved(peer: Peer, claim: Claim): boolean;
  /** Whoever is at the other end of the channel, and so has the key or invite for it, did not prove who it is, but sent something else. */
  unproved(peer: Peer): void;
}

/** What is at one address of the room: a handshake under way, then a channel to a party whose identity is proved. */
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
  #stream: SealedStream | undefined;
  #ackTimer: NodeJS.Timeout | undefined;
  #returnTimer: NodeJS.Timeout | undefined;
  #resendMs = FIRST_RESEND_MS;
  #stuckAt: number | undefined;
  #stuckSince = Date.now();
  readonly #bornAt = Date.now();
  #begunAt = Date.now();

  constructor(context: PairingContext, keys: PairingKeys, identity: Identity, proposes: boolean, link: PeerLink, events: PeerEvents) {
    this.address = context.other;
    this.#link = link;
    this.#pairing = new Pairing(context, keys, (packet) => link.send(packet));
    this.#identity = identity;
    this.#proposes = proposes;
    this.#events = events;
    this.#pairing.begin();
  }

  get isProved(): boolean {
    return this.claim !== undefined;
  }

  /** Signs of somebody who alters what passes: frames and handshakes that did not authenticate. */
  get forged(): number {
    return (this.#stream?.forged ?? 0) + this.#pairing.failures;
  }

  accept(packet: Packet): void {
    if (packet.kind === 'handshake') {
      const paired = this.#pairing.accept(packet.index, packet.message);
      if (paired !== undefined) this.#paired(paired);
      return;
    }
    if (packet.kind !== 'data' || this.#stream === undefined) return;
    const stream = this.#stream;
    const { frame, isAgain } = stream.accept(packet.number, packet.header, packet.sealed);
    if (isAgain) this.#resendSoon(stream);
    if (frame !== undefined) {
      this.#ackSoon();
      this.channel?.accept(frame);
    }
    this.channel?.progressed();
  }

  /** The other side is back, or this side is: whatever was under way may be lost. */
  reconnected(): void {
    this.isPresent = true;
    // What is sent again now may heal the handshake that stands still: it gets its time.
    this.#begunAt = Date.now();
    this.#returnTimer ??= setTimeout(() => {
      this.#returnTimer = undefined;
      if (this.#link.isClogged) return;
      if (this.#stream === undefined || !this.isProved) this.#pairing.resend();
      this.#stream?.resend();
    }, ACK_DELAY_MS);
  }

  /** Called now and then: sends again what nobody acknowledged for long. `now` in milliseconds. */
  tick(now: number): void {
    if (!this.isPresent || this.#link.isClogged) return;
    if (!this.isProved && now - this.#bornAt > FIRST_RESEND_MS) {
      if (now - this.#begunAt > HANDSHAKE_PATIENCE_MS) {
        this.#begunAt = now;
        this.#pairing.begin();
      } else {
        this.#pairing.resend();
      }
    }
    const oldest = this.#stream?.oldestUnacknowledged;
    if (oldest === undefined || oldest !== this.#stuckAt) {
      this.#stuckAt = oldest;
      this.#stuckSince = now;
      this.#resendMs = FIRST_RESEND_MS;
    } else if (now - this.#stuckSince >= this.#resendMs) {
      this.#stuckSince = now;
      this.#resendMs = Math.min(2 * this.#resendMs, LAST_RESEND_MS);
      this.#stream?.resend();
    }
  }

  close(): void {
    clearTimeout(this.#ackTimer);
    clearTimeout(this.#returnTimer);
    this.#stream?.erase();
    this.#stream = undefined;
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
    // At once: what follows the proof in the same moment may be a handshake begun anew, and must find this one settled.
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
  }

  #ackSoon(): void {
    this.#ackTimer ??= setTimeout(() => {
      this.#ackTimer = undefined;
      this.#stream?.flushAck();
    }, ACK_DELAY_MS);
  }

  #resendScheduled = false;

  /** The other side misses our acknowledgements. It says so once a frame; it gets them once a moment. */
  #resendSoon(stream: SealedStream): void {
    if (this.#resendScheduled) return;
    this.#resendScheduled = true;
    stream.flushAck();
    setTimeout(() => {
      this.#resendScheduled = false;
      if (this.#stream === stream && !this.#link.isClogged) stream.resend();
    }, ACK_DELAY_MS);
  }
}
