import { concat, equalBytes, utf8 } from '../../crypto/bytes.js';
import type { MlKem } from '../../crypto/ml-kem/types.js';
import { createHandshake, HandshakeError, type Handshake } from '../../crypto/noise/handshake.js';
import { generateKeyPair, type KeyPair } from '../../crypto/x25519.js';
import { encodeHandshake, PROTOCOL_VERSION, type Mode } from './packet.js';
import { EncryptedStream } from './stream.js';

/** The context that both sides of a handshake must agree on before any key. A difference makes the handshake fail. */
export interface PairingContext {
  readonly room: Uint8Array;
  /** Hex addresses in the room. */
  readonly self: string;
  readonly other: string;
  readonly mode: Mode;
  readonly kem: MlKem;
}

/** The Noise pattern follows from how the parties know each other. One pattern never replaces the other. */
export type PairingKeys = { readonly mode: 'invite'; readonly psk: Uint8Array } | { readonly mode: 'keys'; readonly s: KeyPair; readonly rs: Uint8Array };

/** The number of times a handshake is begun anew after lost messages. More losses mean that somebody prevents it. */
const MAX_ATTEMPTS = 60;

export interface Paired {
  readonly stream: EncryptedStream;
  readonly handshakeHash: Uint8Array;
}

/**
 * The Noise handshake with one address: XXhfs+psk3 with the invite's key and fresh static keys, or KKhfs with both keys known. Both are hybrid, X25519 and
 * ML-KEM-768.
 *
 * The side with the lower address begins. A repeated message gets the same answer again, never a second one made with the same ephemeral key; if it had no
 * answer, it gets none. A failed handshake is discarded as a whole, and the initiator begins anew with fresh keys. Messages carry the number of their attempt,
 * so that a late one cannot spoil the next attempt.
 *
 * Both sides must end up on the same attempt. So nobody begins anew if the other side is known to be on this one: a KKhfs initiator that has finished read an
 * answer made for it, and an XXhfs+psk3 responder that has finished read a message that only the invite's holder can make.
 */
export class Pairing {
  readonly isInitiator: boolean;
  readonly #context: PairingContext;
  readonly #keys: PairingKeys;
  readonly #emit: (packet: Uint8Array) => void;
  readonly #now: () => number;
  #handshake: Handshake | undefined;
  #attempt = 0;
  #lastRead: Uint8Array | undefined;
  #lastSent: Uint8Array | undefined;
  /** Whether `#lastSent` answers `#lastRead`. Two sides that each answered the other's last message would never stop. */
  #answered = false;
  /** The step of the next message. */
  #due = 0;
  #settled = false;
  /** Handshakes that failed: another invite or key was used, or somebody altered them on the way. */
  failures = 0;

  constructor(context: PairingContext, keys: PairingKeys, emit: (packet: Uint8Array) => void, now: () => number = () => performance.now()) {
    this.#context = context;
    this.#keys = keys;
    this.#emit = emit;
    this.#now = now;
    this.isInitiator = context.self < context.other;
  }

  /** Begins, or begins anew, with fresh keys. Does nothing on the responder's side. */
  begin(): void {
    if (!this.isInitiator || this.#settled || this.#attempt >= MAX_ATTEMPTS) return;
    if (this.#keys.mode === 'keys' && this.#handshake?.finished === true) return;
    this.#attempt += 1;
    this.#handshake = this.#create(this.#attempt);
    this.#lastRead = undefined;
    this.#due = 1;
    this.#write(0);
  }

  /** Sends the last message again, unchanged. */
  resend(): void {
    if (this.#lastSent !== undefined) this.#emit(this.#lastSent);
  }

  /** From now on this handshake is final: nobody can begin another at this address. */
  settle(): void {
    this.#settled = true;
  }

  /** Processes a handshake packet. Returns the stream if this packet completes the handshake. */
  accept(index: number, message: Uint8Array): Paired | undefined {
    const attempt = index >> 2;
    const step = index & 3;
    if (this.#lastRead !== undefined && attempt === this.#attempt && equalBytes(this.#lastRead, message)) {
      if (this.#answered) this.resend();
      return undefined;
    }
    if (this.#settled) return undefined;
    const isNew = step === 0 && attempt > this.#attempt && attempt <= MAX_ATTEMPTS && this.#mayBeBegunAnew;
    const handshake = isNew ? this.#create(attempt) : this.#handshake;
    if (handshake === undefined || handshake.finished) return undefined;
    if (!isNew && (attempt !== this.#attempt || step !== this.#due)) return undefined;
    try {
      handshake.readMessage(message);
    } catch (error) {
      if (!(error instanceof HandshakeError)) throw error;
      this.failures += 1;
      // A forged first message is no reason to give up the handshake under way.
      if (isNew) return undefined;
      this.#handshake = undefined;
      this.begin();
      return undefined;
    }
    this.#attempt = attempt;
    this.#handshake = handshake;
    this.#lastRead = Uint8Array.from(message);
    this.#answered = handshake.writesNext;
    this.#due = step + 2;
    if (this.#answered) this.#write(step + 1);
    return this.#completed(handshake);
  }

  get #mayBeBegunAnew(): boolean {
    return !this.isInitiator && !(this.#keys.mode === 'invite' && this.#handshake?.finished === true);
  }

  #completed(handshake: Handshake): Paired | undefined {
    if (!handshake.finished) return undefined;
    return { stream: new EncryptedStream(handshake.split(), this.#emit, this.#now), handshakeHash: handshake.handshakeHash };
  }

  #write(step: number): void {
    const message = this.#handshake?.writeMessage(new Uint8Array(0));
    if (message === undefined) return;
    this.#lastSent = encodeHandshake((this.#attempt << 2) | step, message);
    this.#emit(this.#lastSent);
  }

  #create(attempt: number): Handshake {
    const common = { initiator: this.isInitiator, prologue: this.#prologue(attempt), kem: this.#context.kem };
    return this.#keys.mode === 'invite'
      ? createHandshake({ pattern: 'XXhfs+psk3', ...common, s: generateKeyPair(), psk: this.#keys.psk })
      : createHandshake({ pattern: 'KKhfs', ...common, s: this.#keys.s, rs: this.#keys.rs });
  }

  #prologue(attempt: number): Uint8Array {
    const { self, other, room, mode } = this.#context;
    const [initiator, responder] = this.isInitiator ? [self, other] : [other, self];
    return concat(utf8(`mpc channel v${PROTOCOL_VERSION} ${mode} ${initiator} ${responder} ${attempt} `), room);
  }
}
