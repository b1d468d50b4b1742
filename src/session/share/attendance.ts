import { concat, equalBytes, fromHex } from '../../crypto/bytes.js';
import { sign, verify } from '../../crypto/ed25519.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { randomBytes } from '../../crypto/random.js';
import { MpcError } from '../../errors.js';
import type { Identity } from '../channel/identity-proof.js';
import { deviation } from '../protocol/deviation.js';
import type { Receipt } from '../receipt.js';
import { stateHash, type SharedState } from './file.js';
import type { Target } from './opening.js';
import { NONCE_BYTES, saidParts } from './reveal-receipt.js';

const DIGEST_BYTES = 32;
/** Bytes of a greeting: the digest that its sender opens under, and its nonce. */
export const HELLO_BYTES = DIGEST_BYTES + NONCE_BYTES;

/** The parties in one attempt to open a result, by the nonces that they drew for it, and the statements that they sign under these nonces. */
export class Attendance {
  /** This party's. */
  readonly nonce = randomBytes(NONCE_BYTES);
  readonly #nonces = new Map<number, Uint8Array>();
  readonly #receipt: Receipt;
  readonly #target: Target;
  readonly #identity: Identity;
  readonly #self: number;

  constructor(receipt: Receipt, target: Target, identity: Identity, self: number) {
    this.#receipt = receipt;
    this.#target = target;
    this.#identity = identity;
    this.#self = self;
  }

  get hello(): Uint8Array {
    return concat(fromHex(this.#target.digest), this.nonce);
  }

  /** Reads another party's greeting. Throws AGREEMENT_MISMATCH if it opens under another digest, otherwise DEVIATION if it is invalid; both with its name. */
  greet(seat: number, message: Uint8Array): void {
    const names = this.#receipt.agreement.parties.map((party) => party.name);
    if (message.length !== HELLO_BYTES) throw deviation({ names }, seat, 'sent a greeting of the wrong length');
    if (!equalBytes(message.subarray(0, DIGEST_BYTES), fromHex(this.#target.digest))) {
      const name = names[seat] ?? 'A party';
      throw new MpcError('AGREEMENT_MISMATCH', `${name} opens under another agreement than this party.`, 'Compare the digests: all open under the agreement of the session, or all under the same opening agreement (--opening FILE).', { party: name });
    }
    this.#nonces.set(seat, message.slice(DIGEST_BYTES));
  }

  /** The nonce of this party, or of one that has greeted. */
  nonceOf(seat: number): Uint8Array {
    return seat === this.#self ? this.nonce : (this.#nonces.get(seat) ?? new Uint8Array(0));
  }

  keyOf(seat: number): Uint8Array {
    return decodePublicKey(this.#receipt.agreement.parties[seat]?.publicKey ?? '');
  }

  /** This party's signature on the state, for one other party in this attempt, or for itself. */
  say(label: string, state: SharedState, to: number): Uint8Array {
    return sign(this.#identity.secretKey, label, ...this.#partsOf(state.epoch, stateHash(state), this.#self, to));
  }

  /** Whether that party signed this for this party, in this attempt. */
  isSaid(label: string, epoch: number, state: Uint8Array, by: number, signature: Uint8Array): boolean {
    return verify(this.keyOf(by), signature, label, ...this.#partsOf(epoch, state, by, this.#self));
  }

  #partsOf(epoch: number, state: Uint8Array, by: number, to: number): Uint8Array[] {
    const attendant = (seat: number) => ({ seat, nonce: this.nonceOf(seat) });
    return saidParts({ target: this.#target, session: this.#receipt.session, epoch, state }, attendant(by), attendant(to));
  }
}
