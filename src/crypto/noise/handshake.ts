import { generateKeyPair, isSmallOrder, KEY_LENGTH, publicFromSecret, sharedSecret, type KeyPair } from '../x25519.js';
import { concat, equalBytes } from '../bytes.js';
import { KEM_CIPHERTEXT_LENGTH, KEM_PUBLIC_KEY_LENGTH, type KemKeyPair, type MlKem } from '../ml-kem/types.js';
import { TAG_LENGTH, type CipherState } from './cipher-state.js';
import { PATTERNS, type Pattern, type PatternName, type Token } from './patterns.js';
import { SymmetricState, type HashName } from './symmetric-state.js';

export type { CipherState } from './cipher-state.js';

/** The longest Noise message (revision 34, section 3), handshake or transport, in bytes. */
export const MAX_MESSAGE_LENGTH = 65535;
const PSK_LENGTH = 32;

/** The message from the other side, or from an attacker in between, is not a valid handshake message. The handshake is over. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
}

export interface HandshakeOptions {
  pattern: PatternName;
  /** Default SHA256. */
  hash?: HashName;
  initiator: boolean;
  /** Everything that both sides must agree on. It enters the hash, and any difference makes the handshake fail. */
  prologue: Uint8Array;
  /** This side's static key. */
  s: KeyPair;
  /** The other side's static public key: only for KK and KKhfs, which require it. */
  rs?: Uint8Array;
  /** The pre-shared key, 32 bytes: only for XXpsk3 and XXhfs+psk3, which require it. */
  psk?: Uint8Array;
  /** Only for patterns with hfs, which require it. */
  kem?: MlKem;
  /** A fixed ephemeral key, for test vectors only: two handshakes with one ephemeral key are insecure. */
  ephemeral?: KeyPair;
}

/** Starts a handshake. Throws a RangeError on options that do not fit the pattern, HandshakeError on a weak `rs`. */
export function createHandshake(options: HandshakeOptions): Handshake {
  return new Handshake(options);
}

/**
 * One side of a handshake (Noise revision 34, section 5.3). `writeMessage` and `readMessage` alternate, and the initiator writes first. When `finished` is
 * true, `split` gives the transport keys. Any failure ends the handshake for good: there is no second try with the same ephemeral key.
 */
export class Handshake {
  readonly #pattern: Pattern;
  readonly #initiator: boolean;
  readonly #symmetric: SymmetricState;
  readonly #s: KeyPair;
  readonly #psk: Uint8Array | undefined;
  readonly #fixedEphemeral: KeyPair | undefined;
  readonly #kem: MlKem | undefined;
  #e: KeyPair | undefined;
  #e1: KemKeyPair | undefined;
  /** Made for the other side's e1 as soon as it is read, so that a bad key fails there. */
  #encapsulated: { readonly ciphertext: Uint8Array; readonly secret: Uint8Array } | undefined;
  #re: Uint8Array | undefined;
  #rs: Uint8Array | undefined;
  /** Number of messages written and read. */
  #done = 0;
  #dead = false;

  constructor(options: HandshakeOptions) {
    const { pattern, hash = 'SHA256', initiator, prologue, s, rs, psk, kem } = options;
    this.#pattern = PATTERNS[pattern];
    const isKnown = this.#pattern.known.length > 0;
    if (isKnown !== (rs !== undefined)) throw new RangeError(`${pattern} ${isKnown ? 'needs' : 'takes no'} remote static key`);
    if (this.#pattern.psk !== (psk !== undefined)) throw new RangeError(`${pattern} ${this.#pattern.psk ? 'needs' : 'takes no'} pre-shared key`);
    if (this.#pattern.kem !== (kem !== undefined)) throw new RangeError(`${pattern} ${this.#pattern.kem ? 'needs' : 'takes no'} KEM`);
    if (psk !== undefined && psk.length !== PSK_LENGTH) throw new RangeError('a pre-shared key has 32 bytes');
    if (s.secretKey.length !== KEY_LENGTH || s.publicKey.length !== KEY_LENGTH) throw new RangeError('a static key has 32 bytes');
    this.#initiator = initiator;
    this.#s = s;
    this.#rs = rs === undefined ? undefined : checkedKey(rs);
    this.#psk = psk;
    this.#kem = kem;
    this.#fixedEphemeral = options.ephemeral;
    this.#symmetric = new SymmetricState(`Noise_${pattern}_25519${this.#pattern.kem ? '+MLKEM768' : ''}_ChaChaPoly_${hash}`, hash);
    this.#symmetric.mixHash(prologue);
    for (const whose of this.#pattern.known) {
      this.#symmetric.mixHash((whose === 'initiator') === initiator ? s.publicKey : present(this.#rs));
    }
  }

  get finished(): boolean {
    return !this.#dead && this.#done === this.#pattern.messages.length;
  }

  /** Whether this side writes the next message. */
  get writesNext(): boolean {
    return !this.#dead && !this.finished && (this.#done % 2 === 0) === this.#initiator;
  }

  /** The other side's static public key, as soon as it is known. It is authenticated only when `finished` is true. */
  get remoteStatic(): Uint8Array | undefined {
    return this.#rs === undefined ? undefined : Uint8Array.from(this.#rs);
  }

  /** 32 bytes that both sides share and that no other handshake has. Throws an Error before the end. */
  get handshakeHash(): Uint8Array {
    if (!this.finished) throw new Error('the handshake is not finished');
    return this.#symmetric.handshakeHash;
  }

  /** The next message of this side. Throws HandshakeError out of turn, or if the message would be too long. */
  writeMessage(payload: Uint8Array): Uint8Array {
    return this.#step(true, (tokens) => {
      const parts = tokens.map((token) => this.#writeToken(token));
      const message = concat(...parts, this.#symmetric.encryptAndHash(payload));
      if (message.length > MAX_MESSAGE_LENGTH) throw new HandshakeError('the message is too long');
      return message;
    });
  }

  /** Reads the other side's next message and returns its payload. Throws HandshakeError on any failure. */
  readMessage(message: Uint8Array): Uint8Array {
    return this.#step(false, (tokens) => {
      if (message.length > MAX_MESSAGE_LENGTH) throw new HandshakeError('the message is too long');
      let rest = message;
      for (const token of tokens) rest = rest.subarray(this.#readToken(token, rest));
      return this.#decrypt(rest);
    });
  }

  /** The transport keys of this side, once. Throws an Error before the end, and on a second call. */
  split(): { send: CipherState; receive: CipherState } {
    if (!this.finished || this.#e === undefined) throw new Error('the handshake is not finished, or split already');
    const [fromInitiator, fromResponder] = this.#symmetric.split();
    this.#eraseEphemeral();
    return this.#initiator ? { send: fromInitiator, receive: fromResponder } : { send: fromResponder, receive: fromInitiator };
  }

  #step(writing: boolean, work: (tokens: readonly Token[]) => Uint8Array): Uint8Array {
    const tokens = this.#pattern.messages[this.#done];
    try {
      if (this.#dead || tokens === undefined) throw new HandshakeError('the handshake is over');
      if (this.writesNext !== writing) throw new HandshakeError('a handshake message out of turn');
      const result = work(tokens);
      this.#done += 1;
      return result;
    } catch (error) {
      // After the end, a stray message is refused but does not undo the agreed keys.
      if (tokens !== undefined) this.#die();
      throw error instanceof HandshakeError ? error : new HandshakeError('the handshake failed', { cause: error });
    }
  }

  #die(): void {
    this.#dead = true;
    this.#symmetric.erase();
    this.#eraseEphemeral();
  }

  #eraseEphemeral(): void {
    this.#e?.secretKey.fill(0);
    this.#e = undefined;
    this.#e1?.erase();
    this.#e1 = undefined;
    this.#encapsulated?.secret.fill(0);
    this.#encapsulated = undefined;
  }

  #writeToken(token: Token): Uint8Array {
    if (token === 'e') {
      const fixed = this.#fixedEphemeral;
      this.#e = fixed === undefined ? generateKeyPair() : { secretKey: Uint8Array.from(fixed.secretKey), publicKey: publicFromSecret(fixed.secretKey) };
      this.#mixEphemeral(this.#e.publicKey);
      return this.#e.publicKey;
    }
    if (token === 's') return this.#symmetric.encryptAndHash(this.#s.publicKey);
    if (token === 'e1') {
      this.#e1 = present(this.#kem).generate();
      return this.#symmetric.encryptAndHash(this.#e1.publicKey);
    }
    if (token === 'ekem1') {
      const { ciphertext, secret } = present(this.#encapsulated);
      const encrypted = this.#symmetric.encryptAndHash(ciphertext);
      this.#symmetric.mixKey(secret);
      return encrypted;
    }
    this.#mixSecret(token);
    return new Uint8Array(0);
  }

  /** Returns how many bytes of the message the token took. */
  #readToken(token: Token, message: Uint8Array): number {
    if (token === 'e') {
      if (message.length < KEY_LENGTH) throw new HandshakeError('the message is too short');
      this.#re = checkedKey(message.subarray(0, KEY_LENGTH));
      // With a reflected message, a side would agree on keys with itself.
      if (this.#e !== undefined && equalBytes(this.#re, this.#e.publicKey)) throw new HandshakeError('the message is our own');
      this.#mixEphemeral(this.#re);
      return KEY_LENGTH;
    }
    if (token === 's') {
      const { plaintext, length } = this.#decryptFirst(KEY_LENGTH, message);
      this.#rs = checkedKey(plaintext);
      return length;
    }
    if (token === 'e1') {
      const { plaintext, length } = this.#decryptFirst(KEM_PUBLIC_KEY_LENGTH, message);
      this.#encapsulated = present(this.#kem).encapsulate(plaintext);
      return length;
    }
    if (token === 'ekem1') {
      const { plaintext, length } = this.#decryptFirst(KEM_CIPHERTEXT_LENGTH, message);
      const secret = present(this.#e1).decapsulate(plaintext);
      this.#symmetric.mixKey(secret);
      secret.fill(0);
      return length;
    }
    this.#mixSecret(token);
    return 0;
  }

  #mixEphemeral(publicKey: Uint8Array): void {
    this.#symmetric.mixHash(publicKey);
    if (this.#pattern.psk) this.#symmetric.mixKey(publicKey);
  }

  #mixSecret(token: Exclude<Token, 'e' | 's' | 'e1' | 'ekem1'>): void {
    if (token === 'psk') {
      this.#symmetric.mixKeyAndHash(present(this.#psk));
      return;
    }
    // The first letter is the initiator's key, the second the responder's.
    const [mine, theirs] = this.#initiator ? [token[0], token[1]] : [token[1], token[0]];
    const own = mine === 'e' ? present(this.#e) : this.#s;
    const shared = sharedSecret(own.secretKey, present(theirs === 'e' ? this.#re : this.#rs));
    this.#symmetric.mixKey(shared);
    shared.fill(0);
  }

  /** Decrypts the first bytes of a message, which hold `plainLength` bytes of plaintext. Returns the plaintext and the ciphertext's length. */
  #decryptFirst(plainLength: number, message: Uint8Array): { plaintext: Uint8Array; length: number } {
    const length = plainLength + (this.#symmetric.hasKey ? TAG_LENGTH : 0);
    if (message.length < length) throw new HandshakeError('the message is too short');
    return { plaintext: this.#decrypt(message.subarray(0, length)), length };
  }

  #decrypt(ciphertext: Uint8Array): Uint8Array {
    const plaintext = this.#symmetric.decryptAndHash(ciphertext);
    if (plaintext === undefined) throw new HandshakeError('a handshake message does not authenticate');
    return plaintext;
  }
}

function checkedKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_LENGTH || isSmallOrder(key)) throw new HandshakeError('a public key is weak or has the wrong length');
  return Uint8Array.from(key);
}

/** A pattern uses a key only after it was received. Otherwise the table of patterns is wrong. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a handshake pattern uses a key it does not have');
  return value;
}
