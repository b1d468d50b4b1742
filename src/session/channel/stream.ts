import { TAG_LENGTH, type CipherState } from '../../crypto/noise/cipher-state.js';
import { MAX_MESSAGE_LENGTH } from '../../crypto/noise/handshake.js';
import { concat, readU64be, u64be } from '../../crypto/bytes.js';
import { EarlyFrames } from './early-frames.js';
import { Outbox } from './outbox.js';
import { dataHeader } from './packet.js';

/**
 * Numbered, acknowledged, encrypted frames in both directions between two parties.
 *
 * A frame's number is its Noise nonce. The receiver hands frames on in the order of their numbers. A frame with a lower number was accepted before and is
 * dropped. A frame with a higher number waits for the missing ones, in a bounded window; beyond the window it is dropped. A frame that does not authenticate
 * has no effect. So replay, reordering and loss change only the timing. A sent frame is kept until the other side acknowledges it, inside an encrypted frame,
 * and is repeated as the same ciphertext. A repeated frame tells its receiver that an acknowledgement was lost, unless the sender is known to have it: then the
 * frame is a replay.
 *
 * Inside the encryption: kind(1) ‖ acknowledged(8) ‖ body. The body of an acknowledgement says which frames came early.
 */
export const FRAME = { ACK: 0, FIRST: 1, MORE: 2, ABORT: 3, END: 4 } as const;
export type FrameKind = (typeof FRAME)[keyof typeof FRAME];

const INNER_HEADER_BYTES = 9;
/** Longest body of a frame: a Noise transport message is at most 65 535 bytes. */
export const MAX_BODY_BYTES = MAX_MESSAGE_LENGTH - TAG_LENGTH - INNER_HEADER_BYTES;

/** The receiver acknowledges at least after this many bytes. */
const ACK_EVERY_BYTES = 512 * 1024;
/** Bytes received and not yet taken. Beyond this nothing is acknowledged, and the sender's window closes. */
const BACKLOG_BYTES = 8 * 1024 * 1024;
/** The cost of a waiting frame in addition to its body. Without it, empty frames would cost nothing, and their number would be unbounded. */
const FRAME_COST_BYTES = 512;
/** Beyond this a sender ignores its window, which no honest sender does: its frames are dropped. */
const BACKLOG_LIMIT_BYTES = 12 * 1024 * 1024;

export interface Frame {
  readonly kind: FrameKind;
  readonly body: Uint8Array;
}

export class EncryptedStream {
  readonly #send: CipherState;
  readonly #receive: CipherState;
  readonly #outbox: Outbox;
  readonly #early = new EarlyFrames();
  #nextToSend = 0;
  #nextToReceive = 0;
  /** The acknowledged number that was last sent to the other side. */
  #acknowledged = 0;
  readonly #waiting: Frame[] = [];
  #owedBytes = 0;
  #owesAck = false;
  /** Whether frames came early that no acknowledgement has reported. */
  #owesBits = false;
  #backlog = 0;
  #erased = false;
  /** Frames with an acceptable number that did not authenticate: somebody between the parties alters traffic. */
  forged = 0;

  /** @param now milliseconds since an arbitrary moment. */
  constructor(keys: { send: CipherState; receive: CipherState }, emit: (packet: Uint8Array) => void, now: () => number = () => performance.now()) {
    this.#send = keys.send;
    this.#receive = keys.receive;
    this.#outbox = new Outbox(emit, now);
  }

  /** Encrypts and sends, or keeps until the window allows it. The body has at most MAX_BODY_BYTES. */
  write(kind: FrameKind, body: Uint8Array): void {
    if (this.#erased) return;
    if (kind === FRAME.ABORT) {
      // It must be sent whatever the window says. Waiting frames are of no use any more.
      this.#waiting.length = 0;
      this.#encrypt(kind, body);
    } else if (this.#waiting.length > 0 || this.#outbox.isFull) {
      this.#waiting.push({ kind, body });
    } else {
      this.#encrypt(kind, body);
    }
  }

  /** Decrypts a packet and gives the frames that can be taken now, in order. `isAgain`: its sender misses acknowledgements. */
  accept(number: bigint, header: Uint8Array, ciphertext: Uint8Array): { frames: readonly Frame[]; isAgain: boolean } {
    if (this.#erased || number > BigInt(Number.MAX_SAFE_INTEGER)) return { frames: [], isAgain: false };
    const at = Number(number);
    if (at < this.#nextToReceive || this.#early.has(at)) return { frames: [], isAgain: this.#isMissed(at, header, ciphertext) };
    return { frames: this.#take(at, header, ciphertext), isAgain: false };
  }

  #take(number: number, header: Uint8Array, ciphertext: Uint8Array): Frame[] {
    const isEarly = number !== this.#nextToReceive;
    if (this.#backlog > BACKLOG_LIMIT_BYTES || (isEarly && !this.#early.accepts(number, ciphertext.length, this.#nextToReceive))) return [];
    const plain = this.#receive.decryptAt(number, header, ciphertext);
    if (plain === undefined) {
      this.forged += 1;
      return [];
    }
    // An acknowledgement is valid whenever it comes.
    if (isWellFormed(plain)) this.#heard(plain);
    if (isEarly) {
      this.#early.keep(number, plain);
      if (plain[0] !== FRAME.ACK) this.#owesBits = true;
      return [];
    }
    const frames: Frame[] = [];
    for (let next: Uint8Array | undefined = plain; next !== undefined; next = this.#early.take(this.#nextToReceive)) {
      this.#nextToReceive += 1;
      const frame = this.#frameOf(next);
      if (frame !== undefined) frames.push(frame);
    }
    if (frames.some(({ kind }) => kind === FRAME.END)) this.flushAck();
    return frames;
  }

  #frameOf(plain: Uint8Array): Frame | undefined {
    if (!isWellFormed(plain)) return { kind: FRAME.ABORT, body: new Uint8Array(0) };
    const kind = plain[0] as FrameKind;
    if (kind === FRAME.ACK) return undefined;
    const body = plain.subarray(INNER_HEADER_BYTES);
    this.#owesAck = true;
    this.#owedBytes += body.length;
    this.#backlog += body.length + FRAME_COST_BYTES;
    return { kind, body };
  }

  /** Says that a frame from `accept`, with a body of `bytes`, has been processed. */
  consumed(bytes: number): void {
    this.#backlog -= bytes + FRAME_COST_BYTES;
    if (this.#owedBytes >= ACK_EVERY_BYTES) this.flushAck();
  }

  /** Acknowledges what came in, unless nothing did, or too much of it still waits to be taken. */
  flushAck(): void {
    if (this.#erased || !this.owesAck || this.#backlog > BACKLOG_BYTES) return;
    this.#encrypt(FRAME.ACK, this.#early.bits(this.#nextToReceive));
  }

  /** Repeats the acknowledgement, because the other side seems not to know it. */
  repeatAck(): void {
    if (this.owesAck) this.flushAck();
    else this.#outbox.repeatNewest();
  }

  /** Called periodically: reports missing frames. They may be mere acknowledgements, which nothing else reports. */
  reportGap(): void {
    if (this.#early.isEmpty || this.#saidGapOf === this.#nextToReceive) return;
    this.#saidGapOf = this.#nextToReceive;
    this.#owesBits = true;
    this.flushAck();
  }

  /** The missing frame that `reportGap` reported last. */
  #saidGapOf = -1;

  get owesAck(): boolean {
    return this.#owesAck || this.#owesBits;
  }

  /** Sends again everything that the other side has not acknowledged: the same ciphertexts. */
  resend(): void {
    this.#outbox.resendAll();
  }

  /** Sends again the frames that count as lost by now. */
  resendLost(): void {
    this.#outbox.resendLost();
  }

  /** The number of frames, mere acknowledgements aside, that the other side has acknowledged, ever. */
  get arrived(): number {
    return this.#outbox.arrived;
  }

  get isUnderWay(): boolean {
    return this.#outbox.isUnderWay;
  }

  /** The number of the oldest frame that matters and is not acknowledged. Undefined if there is none. */
  get oldestUnacknowledged(): number | undefined {
    return this.#outbox.oldestThatMatters;
  }

  /** Whether the other side has everything that was sent and can take it. Early frames, even acknowledgements, wait there for the frames before them. */
  get isDelivered(): boolean {
    return this.#waiting.length === 0 && !this.isUnderWay;
  }

  /** Overwrites the keys. The stream can neither send nor receive afterwards. */
  erase(): void {
    this.#erased = true;
    this.#send.erase();
    this.#receive.erase();
    this.#waiting.length = 0;
    this.#outbox.clear();
    this.#early.clear();
  }

  #encrypt(kind: FrameKind, body: Uint8Array): void {
    const number = this.#nextToSend++;
    const header = dataHeader(BigInt(number));
    if (this.#backlog <= BACKLOG_BYTES) {
      this.#acknowledged = this.#nextToReceive;
      this.#owesAck = false;
      this.#owedBytes = 0;
      if (kind === FRAME.ACK) this.#owesBits = false;
    }
    const inner = concat(Uint8Array.of(kind), u64be(this.#acknowledged), body);
    this.#outbox.send(number, concat(header, this.#send.encryptAt(number, header, inner)), this.#acknowledged, kind !== FRAME.ACK);
  }

  /**
   * Whether the sender of a frame that is already here may not know that it arrived. Only an authentic frame shows this. The acknowledgement of an
   * acknowledgement is never missed: otherwise two idle sides would answer each other for ever.
   */
  #isMissed(number: number, header: Uint8Array, ciphertext: Uint8Array): boolean {
    if (number < this.#outbox.heardAcknowledged || this.#backlog > BACKLOG_BYTES) return false;
    const plain = this.#receive.decryptAt(number, header, ciphertext);
    return plain !== undefined && plain[0] !== FRAME.ACK;
  }

  /** Processes the acknowledgement in a frame. */
  #heard(plain: Uint8Array): void {
    const upTo = readU64be(plain, 1);
    if (upTo > BigInt(this.#nextToSend)) return;
    this.#outbox.acknowledged(Number(upTo), plain[0] === FRAME.ACK ? plain.subarray(INNER_HEADER_BYTES) : new Uint8Array(0));
    while (this.#waiting.length > 0 && !this.#outbox.isFull) {
      const frame = this.#waiting.shift();
      if (frame !== undefined) this.#encrypt(frame.kind, frame.body);
    }
  }
}

function isWellFormed(plain: Uint8Array): boolean {
  return plain.length >= INNER_HEADER_BYTES && (plain[0] ?? FRAME.END + 1) <= FRAME.END;
}
