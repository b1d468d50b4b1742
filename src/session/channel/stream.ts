import { TAG_LENGTH, type CipherState } from '../../crypto/noise/cipher-state.js';
import { MAX_MESSAGE_LENGTH } from '../../crypto/noise/handshake.js';
import { concat, readU64be, u64be } from '../../crypto/bytes.js';
import { dataHeader } from './packet.js';

/**
 * Numbered, acknowledged, sealed frames in both directions between two parties.
 *
 * A frame's number is its Noise nonce. The receiver takes exactly the next number: a lower one was taken before
 * and is dropped, a higher one waits for what is missing to be sent again, and one that does not authenticate
 * is dropped without any effect. So replay, reordering and loss change nothing but time. What was sent is kept
 * until the other side acknowledges it, inside the seal, and is sent again as the same ciphertext. A frame that was
 * taken before tells its receiver that an acknowledgement got lost, unless the sender is known to have it: then the
 * frame is somebody's replay.
 *
 * Inside the seal: kind(1) ‖ acknowledged(8) ‖ body.
 */
export const FRAME = { ACK: 0, FIRST: 1, MORE: 2, ABORT: 3, END: 4 } as const;
export type FrameKind = (typeof FRAME)[keyof typeof FRAME];

const INNER_HEADER_BYTES = 9;
/** Longest body of a frame: a Noise transport message is at most 65 535 bytes. */
export const MAX_BODY_BYTES = MAX_MESSAGE_LENGTH - TAG_LENGTH - INNER_HEADER_BYTES;

/** Bytes on their way to one party before further frames wait: enough to keep a relay busy, little enough to hold 63 times. */
const WINDOW_BYTES = 2 * 1024 * 1024;
/** The receiver says what it has at least this often. */
const ACK_EVERY_BYTES = 512 * 1024;
/** Received and not yet taken by anyone: beyond it nothing is acknowledged, and the sender's window closes. */
const BACKLOG_BYTES = 8 * 1024 * 1024;
/** What a frame takes beside its body while it lies about: without it, empty frames would cost nothing and be endless. */
const FRAME_COST_BYTES = 512;
/** Beyond this a sender ignores its window, which no honest one does: its frames are dropped. */
const BACKLOG_LIMIT_BYTES = BACKLOG_BYTES + 2 * WINDOW_BYTES;

export interface Frame {
  readonly kind: FrameKind;
  readonly body: Uint8Array;
}

interface Sent {
  readonly number: number;
  readonly packet: Uint8Array;
  /** What it acknowledges. */
  readonly acknowledges: number;
  /** An acknowledgement alone is not worth sending again by itself. */
  readonly matters: boolean;
}

export class SealedStream {
  readonly #send: CipherState;
  readonly #receive: CipherState;
  readonly #emit: (packet: Uint8Array) => void;
  #nextToSend = 0;
  #nextToReceive = 0;
  /** What the other side was told that this one has, and what it is known to have heard of that. */
  #acknowledged = 0;
  #heardAcknowledged = 0;
  /** Sealed and not acknowledged, oldest first. */
  #unacknowledged: Sent[] = [];
  #unacknowledgedBytes = 0;
  readonly #waiting: Frame[] = [];
  #owedBytes = 0;
  #owesAck = false;
  #backlog = 0;
  #erased = false;
  /** Frames that carried the right number and did not authenticate: somebody between the parties alters traffic. */
  forged = 0;

  constructor(keys: { send: CipherState; receive: CipherState }, emit: (packet: Uint8Array) => void) {
    this.#send = keys.send;
    this.#receive = keys.receive;
    this.#emit = emit;
  }

  /** Seals and sends, or keeps until the window allows. Body at most MAX_BODY_BYTES. */
  write(kind: FrameKind, body: Uint8Array): void {
    if (this.#erased) return;
    if (kind === FRAME.ABORT) {
      // It must get through whatever the window says: what waited is of no more use.
      this.#waiting.length = 0;
      this.#seal(kind, body);
    } else if (this.#waiting.length > 0 || this.#unacknowledgedBytes >= WINDOW_BYTES) {
      this.#waiting.push({ kind, body });
    } else {
      this.#seal(kind, body);
    }
  }

  /** Opens a packet; undefined where it brings nothing new. `isAgain` tells that its sender misses acknowledgements. */
  accept(number: bigint, header: Uint8Array, sealed: Uint8Array): { frame: Frame | undefined; isAgain: boolean } {
    const nothing = { frame: undefined, isAgain: false };
    if (this.#erased) return nothing;
    if (number < BigInt(this.#nextToReceive)) return { frame: undefined, isAgain: this.#isMissed(Number(number), header, sealed) };
    if (number > BigInt(this.#nextToReceive) || this.#backlog > BACKLOG_LIMIT_BYTES) return nothing;
    const plain = this.#receive.open(this.#nextToReceive, header, sealed);
    if (plain === undefined) {
      this.forged += 1;
      return nothing;
    }
    this.#nextToReceive += 1;
    const kind = plain[0] as FrameKind;
    if (plain.length < INNER_HEADER_BYTES || kind > FRAME.END) return { frame: { kind: FRAME.ABORT, body: new Uint8Array(0) }, isAgain: false };
    this.#delivered(readU64be(plain, 1));
    const body = plain.subarray(INNER_HEADER_BYTES);
    if (kind === FRAME.ACK) return nothing;
    this.#owesAck = true;
    this.#owedBytes += body.length;
    this.#backlog += body.length + FRAME_COST_BYTES;
    if (kind === FRAME.END) this.flushAck();
    return { frame: { kind, body }, isAgain: false };
  }

  /** Says that a frame that `accept` gave, with a body of `bytes`, is dealt with. */
  consumed(bytes: number): void {
    this.#backlog -= bytes + FRAME_COST_BYTES;
    if (this.#owedBytes >= ACK_EVERY_BYTES) this.flushAck();
  }

  /** Acknowledges what came in, unless nothing did or too much of it still lies about. */
  flushAck(): void {
    if (this.#erased || !this.#owesAck || this.#backlog > BACKLOG_BYTES) return;
    this.#seal(FRAME.ACK, new Uint8Array(0));
  }

  get owesAck(): boolean {
    return this.#owesAck;
  }

  /** Sends again everything the other side has not acknowledged: the same ciphertexts. */
  resend(): void {
    for (const { packet } of this.#unacknowledged) this.#emit(packet);
  }

  /** Number of the oldest frame that matters and is not acknowledged, or undefined where there is none. */
  get oldestUnacknowledged(): number | undefined {
    return this.#unacknowledged.find((sent) => sent.matters)?.number;
  }

  get isDelivered(): boolean {
    return this.#waiting.length === 0 && this.oldestUnacknowledged === undefined;
  }

  /** Overwrites the keys. Nothing can be sent or received afterwards. */
  erase(): void {
    this.#erased = true;
    this.#send.erase();
    this.#receive.erase();
    this.#waiting.length = 0;
    this.#unacknowledged = [];
  }

  #seal(kind: FrameKind, body: Uint8Array): void {
    const number = this.#nextToSend++;
    const header = dataHeader(BigInt(number));
    if (this.#backlog <= BACKLOG_BYTES) {
      this.#acknowledged = this.#nextToReceive;
      this.#owesAck = false;
      this.#owedBytes = 0;
    }
    const inner = concat(Uint8Array.of(kind), u64be(this.#acknowledged), body);
    const packet = concat(header, this.#send.seal(number, header, inner));
    this.#unacknowledged.push({ number, packet, acknowledges: this.#acknowledged, matters: kind !== FRAME.ACK });
    this.#unacknowledgedBytes += packet.length;
    this.#emit(packet);
  }

  /**
   * Whether the sender of a frame that was taken before may not know that it was. Only what authenticates says so, and
   * nobody misses the acknowledgement of an acknowledgement: else two idle sides would answer each other for ever.
   */
  #isMissed(number: number, header: Uint8Array, sealed: Uint8Array): boolean {
    if (number < this.#heardAcknowledged || this.#backlog > BACKLOG_BYTES) return false;
    const plain = this.#receive.open(number, header, sealed);
    return plain !== undefined && plain[0] !== FRAME.ACK;
  }

  /** The other side has all frames below this number. */
  #delivered(upTo: bigint): void {
    if (upTo > BigInt(this.#nextToSend)) return;
    const limit = Number(upTo);
    let count = 0;
    for (const sent of this.#unacknowledged) {
      if (sent.number >= limit) break;
      this.#unacknowledgedBytes -= sent.packet.length;
      this.#heardAcknowledged = sent.acknowledges;
      count += 1;
    }
    if (count > 0) this.#unacknowledged.splice(0, count);
    while (this.#waiting.length > 0 && this.#unacknowledgedBytes < WINDOW_BYTES) {
      const frame = this.#waiting.shift();
      if (frame !== undefined) this.#seal(frame.kind, frame.body);
    }
  }
}
