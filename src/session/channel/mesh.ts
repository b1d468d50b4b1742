import { equalBytes, toHex } from '../../crypto/bytes.js';
import { KeyAhead } from '../../crypto/ml-kem/key-ahead.js';
import { loadMlKem } from '../../crypto/ml-kem/load.js';
import { encodePublicKey } from '../../crypto/public-key.js';
import { fromEd25519Seed, publicFromSecret, type KeyPair } from '../../crypto/x25519.js';
import { bug, ERRORS, type MpcError } from '../../errors.js';
import { RelayClient } from '../relay/client.js';
import { adviceOn, type RelayProblem } from '../relay/problem.js';
import type { Abort } from './abort.js';
import type { Claim } from './identity-proof.js';
import { anotherOfOwn, didNotComeBack, impostor, leftBefore, otherProtocol, suspicionOf } from './mesh-errors.js';
import { markOf, seatCount } from './meeting.js';
import type { MeshOptions, MeshParty } from './mesh-party.js';
import { decodePacket, encodeHello, PROTOCOL_VERSION } from './packet.js';
import { linkTo, pairingKeysOf } from './peer-link.js';
import { Peer, type PeerEvents } from './peer.js';
import { untilSettled, Waiting } from './waiting.js';
import { getReady } from './warm-up.js';
import { WhenThere } from './when-there.js';

const TICK_MS = 500;
/** Addresses remembered: twice as many as a session can have parties, who may come back. Further ones, which a relay may invent, are ignored. */
const MAX_ADDRESSES = 128;

/**
 * All the channels of one party in one session. Until `freeze`, parties come and go. From then on, the present parties are the session, and losing any of them
 * ends it.
 */
export class Mesh {
  readonly #options: MeshOptions;
  readonly #relay: RelayClient;
  readonly #staticKeys: KeyPair;
  readonly #peers = new Map<string, Peer>();
  /** Addresses that are here according to the relay and have not greeted yet. */
  readonly #silent = new Set<string>();
  readonly #graces = new Map<string, NodeJS.Timeout>();
  readonly #ticker: NodeJS.Timeout;
  readonly #waiting = new Waiting();
  /** Loaded while the connection is made. Its first key is made while the others answer. */
  readonly #kem: WhenThere<KeyAhead>;
  #frozen = false;
  #isReady = false;
  #bound = true;
  #closed = false;
  #failure: MpcError | undefined;
  #strangers = 0;
  #relayProblem: RelayProblem | undefined;
  #hasJoined = false;
  /** Names of the parties that the session waits for before it can begin, for a message about a time-out. */
  missing: readonly string[] = [];

  constructor(options: MeshOptions) {
    this.#options = options;
    const secretKey = fromEd25519Seed(options.identity.secretKey);
    this.#staticKeys = { secretKey, publicKey: publicFromSecret(secretKey) };
    this.#kem = new WhenThere(loadMlKem().then((kem) => new KeyAhead(kem)), () => this.fail(bug('ML-KEM could not be loaded')));
    this.#relay = new RelayClient(
      { url: options.relay, room: options.meeting.room, seats: seatCount(options.meeting), patienceMs: options.relayPatienceMs ?? options.patienceMs, admissionToken: options.admissionToken, way: options.way },
      {
        joined: (present) => this.#kem.do((kem) => this.#joined(present, kem)),
        present: (address) => this.#kem.do(() => this.#present(address)),
        gone: (address) => this.#kem.do(() => this.#gone(address)),
        delivered: (from, payload) => this.#kem.do((kem) => this.#delivered(from, payload, kem)),
        lost: (problem, retryMs, leftMs) => this.#relayLost(problem, retryMs, leftMs),
        failed: (error) => this.fail(error),
      },
    );
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
  }

  /** The parties that came and did not leave, in no particular order. */
  get parties(): MeshParty[] {
    return [...this.#peers.values()].flatMap(({ claim, channel, isPresent: isHere }) => (claim !== undefined && channel !== undefined ? [{ ...claim, channel, isHere }] : []));
  }

  /** Names of the parties from which a message is awaited. */
  get awaited(): readonly string[] {
    return this.parties.filter(({ channel }) => channel.isAwaited).map(({ name }) => name);
  }

  /** Whether everybody in the room, according to the relay, has proved an identity. */
  get knowsAll(): boolean {
    return this.#hasJoined && this.#silent.size === 0 && [...this.#peers.values()].every((peer) => peer.isProved || !peer.isPresent);
  }

  /** Text about what may keep the parties from meeting, for a message about a time-out. Empty if there is nothing to say. */
  get suspicion(): string {
    const forged = [...this.#peers.values()].reduce((sum, peer) => sum + peer.forged, 0);
    return suspicionOf(forged, this.#strangers);
  }

  /** The number of others in the room, according to the relay. Undefined before the relay has said so. */
  get addressesHere(): number | undefined {
    return this.#hasJoined ? this.#silent.size + this.#peers.size : undefined;
  }

  /** Why there is no connection to the relay, and what to do about it; undefined while there is one. */
  get relayProblem(): { readonly text: string; readonly next: string } | undefined {
    return this.#relayProblem && { text: `the relay ${this.#options.relay} is out of reach (${this.#relayProblem.text.replace(/\.$/, '')})`, next: adviceOn(this.#relayProblem) };
  }

  #relayLost(problem: RelayProblem, retryMs: number, leftMs?: number): void {
    if (this.#relayProblem?.text === problem.text) return;
    this.#relayProblem = problem;
    this.#options.onRelay?.(problem, retryMs, leftMs);
  }

  /** Resolves as soon as `done` gives a value. `done` is called whenever a party comes or goes. Rejects when the mesh fails. */
  async until<T>(done: (parties: readonly MeshParty[]) => T | undefined): Promise<T> {
    return this.#waiting.until(() => {
      if (this.#failure !== undefined) throw this.#failure;
      return done(this.parties);
    });
  }

  /** Calls `done` of all pending `until` calls again, because something else that they depend on has changed. */
  recheck(): void {
    this.#waiting.recheck();
  }

  /** From now on the session consists of these parties: nobody else can join, and losing one of them ends the session. */
  freeze(publicKeys: readonly Uint8Array[]): MeshParty[] {
    this.#frozen = true;
    const chosen = publicKeys.map((key) => this.parties.find((party) => equalBytes(party.publicKey, key)));
    for (const peer of [...this.#peers.values()]) {
      if (peer.claim === undefined || !publicKeys.some((key) => equalBytes(key, peer.claim?.publicKey ?? key))) this.#forget(peer.address);
    }
    return chosen.map((party) => {
      if (party === undefined) throw new Error('froze a party that is not here');
      party.channel.onFailure((error) => {
        if (this.#bound) this.fail(error);
      });
      return party;
    });
  }

  /** From now on, the loss of one party does not end the channels to the others. */
  release(): void {
    this.#bound = false;
  }

  /** Ends all pending calls with this error. */
  fail(error: MpcError): void {
    if (this.#failure !== undefined || this.#closed) return;
    this.#failure = error;
    for (const party of this.parties) party.channel.fail(error);
    this.#waiting.recheck();
  }

  get failure(): MpcError | undefined {
    return this.#failure;
  }

  /** Tells every party why this one stops, and gives the message a moment to leave. */
  async abort(abort: Abort): Promise<void> {
    for (const party of this.parties) party.channel.abort(abort);
    // The socket's close frame waits behind what was written, and the relay passes it on in order.
    await new Promise((resolve) => setImmediate(resolve));
    this.close();
  }

  /** Ends every channel cleanly: waits until each party has everything that was sent to it, or has ended itself, or `waitMs` have passed. */
  async end(waitMs: number): Promise<void> {
    for (const party of this.parties) party.channel.end();
    await untilSettled(this.parties, waitMs, false);
    this.close();
  }

  /** Resolves when each party has everything that was sent to it, or has ended, or when none has acknowledged anything new for `patienceMs`. */
  async delivered(patienceMs: number): Promise<void> {
    await untilSettled(this.parties, patienceMs, true);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ticker);
    this.#kem.do((kem) => kem.erase());
    this.#kem.drop();
    for (const timer of this.#graces.values()) clearTimeout(timer);
    for (const peer of this.#peers.values()) peer.close();
    this.#relay.close();
  }

  #joined(present: readonly string[], kem: KeyAhead): void {
    if (this.#relayProblem !== undefined) this.#options.onRelay?.(undefined, 0);
    this.#relayProblem = undefined;
    this.#hasJoined = true;
    if (!this.#isReady) setImmediate(() => getReady(kem, present.length < seatCount(this.#options.meeting) - 1));
    this.#isReady = true;
    for (const address of present) this.#present(address);
    for (const address of this.#peers.keys()) if (!present.includes(address)) this.#gone(address);
    this.#waiting.recheck();
  }

  #present(address: string): void {
    clearTimeout(this.#graces.get(address));
    this.#graces.delete(address);
    const peer = this.#peers.get(address);
    // The ticker greets again whoever was greeted, so a relay that repeats itself does not set the pace.
    const isNews = peer === undefined ? !this.#frozen && !this.#silent.has(address) : !peer.isPresent;
    if (peer?.isPresent === false && peer.channel !== undefined) this.#options.onParty?.(peer.channel.name, undefined);
    peer?.reconnected();
    if (!isNews) return;
    if (peer !== undefined) this.#waiting.recheck();
    else if (this.#silent.size < MAX_ADDRESSES) this.#silent.add(address);
    this.#hello(address);
  }

  #gone(address: string): void {
    this.#silent.delete(address);
    const peer = this.#peers.get(address);
    if (peer === undefined || !peer.isPresent) return;
    peer.isPresent = false;
    if (this.#frozen && peer.channel !== undefined && !peer.channel.isSettled) this.#options.onParty?.(peer.channel.name, this.#options.patienceMs);
    // This also holds for an unproved address: the other side may be further ahead, and comes back to the same handshake.
    const grace = setTimeout(() => this.#lost(peer), this.#options.patienceMs);
    this.#graces.set(address, grace);
    this.#waiting.recheck();
  }

  #lost(peer: Peer): void {
    if (peer.channel?.hasEnded === false) peer.channel.fail(didNotComeBack(peer.channel.name, this.#options.patienceMs));
    if (!this.#frozen) this.#forget(peer.address);
    this.#waiting.recheck();
  }

  #forget(address: string): void {
    const peer = this.#peers.get(address);
    this.#peers.delete(address);
    peer?.channel?.fail(leftBefore(peer.channel.name));
    peer?.close();
    clearTimeout(this.#graces.get(address));
    this.#graces.delete(address);
  }

  #hello(address: string): void {
    const { meeting, identity } = this.#options;
    this.#relay.send(address, encodeHello(meeting.mode, markOf(meeting, this.#relay.address, identity.publicKey)));
  }

  #delivered(from: string, payload: Uint8Array, kem: KeyAhead): void {
    const packet = decodePacket(payload);
    if (packet === undefined || this.#failure !== undefined || from === this.#relay.address) return;
    if (packet.kind !== 'hello') {
      this.#peers.get(from)?.accept(packet);
      return;
    }
    if (packet.version === PROTOCOL_VERSION || this.#frozen) this.#greeted(from, packet.mark, kem);
    else this.fail(otherProtocol(packet.version));
  }

  #greeted(from: string, mark: Uint8Array, kem: KeyAhead): void {
    if (this.#peers.has(from) || this.#frozen || !this.#hasRoom()) return;
    const { meeting, identity, proposes } = this.#options;
    const pinned = meeting.mode === 'keys' ? meeting.others.find((other) => equalBytes(markOf(meeting, from, other), mark)) : undefined;
    const keys = pairingKeysOf(meeting, this.#staticKeys, pinned);
    if (keys === undefined) {
      this.#strangers += 1;
      return;
    }
    const context = { room: meeting.room, self: this.#relay.address, other: from, mode: meeting.mode, kem };
    this.#silent.delete(from);
    // This side's own greeting may have gone to an empty seat.
    this.#hello(from);
    this.#peers.set(from, new Peer(context, keys, identity, proposes, linkTo(this.#relay, from), this.#eventsFor(pinned)));
  }

  /** Whether there is room for one more. If needed, an unproved address that has left is dropped. */
  #hasRoom(): boolean {
    if (this.#peers.size < MAX_ADDRESSES) return true;
    const away = [...this.#peers.values()].find((peer) => !peer.isPresent && !peer.isProved);
    if (away === undefined) return false;
    this.#forget(away.address);
    return true;
  }

  /** By keys, the channel belongs to one party of the roster, and nobody else may use it: A and −A lead to the same channel. */
  #eventsFor(pinned: Uint8Array | undefined): PeerEvents {
    return {
      proved: (peer, claim) => {
        if (pinned === undefined || equalBytes(claim.publicKey, pinned)) return this.#proved(peer, claim);
        this.#impostor(peer, pinned, 'claims another identity than the agreement gives it');
        return false;
      },
      unproved: (peer) => this.#impostor(peer, pinned, 'did not prove that it is who it should be'),
    };
  }

  /** Whoever has the key or the invite can stop the session anyway. Silence would only cost time. */
  #impostor(peer: Peer, pinned: Uint8Array | undefined, what: string): void {
    if (this.#frozen || !this.#bound) this.#forget(peer.address);
    else this.fail(impostor(this.#options.meeting, pinned, what));
  }

  #proved(peer: Peer, claim: Claim): boolean {
    const { identity } = this.#options;
    if (equalBytes(claim.publicKey, identity.publicKey)) {
      this.fail(anotherOfOwn());
      return false;
    }
    if (this.#frozen) {
      this.#forget(peer.address);
      return false;
    }
    for (const other of [...this.#peers.values()]) {
      if (other === peer || other.claim === undefined || toHex(other.claim.publicKey) !== toHex(claim.publicKey)) continue;
      other.channel?.abort({ reason: 'other', text: `another process with the key ${encodePublicKey(claim.publicKey)} took this seat`, isPassedOn: false });
      this.#forget(other.address);
    }
    const { channel } = peer;
    channel?.onFailure((error) => {
      // If this side fails, it still tells the others. Until all are here parties come and go, but one that had begun, or lost trust, does not return.
      if (this.#failure !== undefined || !this.#bound || this.#peers.get(peer.address) !== peer) return;
      if (channel.hasBegun || (channel.isRefused && this.#options.meeting.mode === 'keys') || error.exit === ERRORS.SIGNATURE_INVALID.exit) this.fail(error);
      else if (!this.#frozen) this.#forget(peer.address);
      this.#waiting.recheck();
    });
    setImmediate(() => this.#waiting.recheck());
    return true;
  }

  #tick(): void {
    if (!this.#frozen) for (const address of this.#silent) this.#hello(address);
    for (const peer of this.#peers.values()) {
      if (peer.isPresent && !peer.isProved) this.#hello(peer.address);
      peer.tick();
    }
  }
}
