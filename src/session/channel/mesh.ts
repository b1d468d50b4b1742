import { equalBytes, fromHex, toHex } from '../../crypto/bytes.js';
import { hmac } from '../../crypto/hash.js';
import { loadMlKem } from '../../crypto/ml-kem/load.js';
import type { MlKem } from '../../crypto/ml-kem/types.js';
import { encodePublicKey } from '../../crypto/public-key.js';
import { fromEd25519PublicKey, fromEd25519Seed, publicFromSecret, type KeyPair } from '../../crypto/x25519.js';
import { bug, ERRORS, MpcError } from '../../errors.js';
import { RelayClient } from '../relay/client.js';
import type { RelayProblem } from '../relay/problem.js';
import type { Abort } from './abort.js';
import type { Channel } from './channel.js';
import type { Claim, Identity } from './identity-proof.js';
import { decodePacket, encodeHello, MARK_BYTES, PROTOCOL_VERSION } from './packet.js';
import type { PairingKeys } from './pairing.js';
import type { RelayAccess } from './relay-access.js';
import { Peer, type PeerEvents, type PeerLink } from './peer.js';
import { warmUp } from './warm-up.js';
import { WhenThere } from './when-there.js';

const TICK_MS = 500;
/** Addresses remembered: twice as many as a session can have parties, who may come back. A relay that invents more is not followed. */
const MAX_ADDRESSES = 128;

/** How the parties find each other: keys of the room's own, never the invite or agreement themselves. */
export type Meeting =
  | { readonly mode: 'invite'; readonly room: Uint8Array; readonly psk: Uint8Array; readonly seats: number }
  | {
      readonly mode: 'keys';
      readonly room: Uint8Array;
      /** Known to the parties and not to the relay: marks made with it tell the parties, and only them, who is at an address. */
      readonly helloKey: Uint8Array;
      /** Ed25519 keys of the other parties. */
      readonly others: readonly Uint8Array[];
      /** What messages call them, in the same order. */
      readonly names?: readonly string[];
    };

export interface MeshOptions extends RelayAccess {
  readonly meeting: Meeting;
  readonly identity: Identity;
  readonly proposes: boolean;
}

/** A party that is here, with a channel whose other end proved its key. */
export interface MeshParty extends Claim {
  readonly channel: Channel;
}

/**
 * All the channels of one party in one session. Until `freeze`, parties come and go; from then on, the ones
 * that are here are the session, and losing any of them ends it.
 */
export class Mesh {
  readonly #options: MeshOptions;
  readonly #relay: RelayClient;
  readonly #staticKeys: KeyPair;
  readonly #peers = new Map<string, Peer>();
  /** Addresses that the relay says are here and that have not greeted yet. */
  readonly #silent = new Set<string>();
  readonly #graces = new Map<string, NodeJS.Timeout>();
  readonly #ticker: NodeJS.Timeout;
  readonly #watchers = new Set<() => void>();
  /** Loaded while the connection is made. */
  readonly #kem: WhenThere<MlKem>;
  #frozen = false;
  #isWarm = false;
  #bound = true;
  #closed = false;
  #failure: MpcError | undefined;
  #strangers = 0;
  #relayProblem: RelayProblem | undefined;
  #hasJoined = false;
  /** Who is being waited for before the session can begin: names, for a message about a time-out. */
  missing: readonly string[] = [];

  constructor(options: MeshOptions) {
    this.#options = options;
    const secretKey = fromEd25519Seed(options.identity.secretKey);
    this.#staticKeys = { secretKey, publicKey: publicFromSecret(secretKey) };
    const { meeting } = options;
    this.#kem = new WhenThere(loadMlKem(), () => this.fail(bug('ML-KEM could not be loaded')));
    this.#relay = new RelayClient(
      { url: options.relay, room: meeting.room, seats: meeting.mode === 'invite' ? meeting.seats : meeting.others.length + 1, patienceMs: options.relayPatienceMs ?? options.patienceMs, admissionToken: options.admissionToken },
      {
        joined: (present) => this.#kem.do((kem) => this.#joined(present, kem)),
        present: (address) => this.#kem.do(() => this.#present(address)),
        gone: (address) => this.#kem.do(() => this.#gone(address)),
        delivered: (from, payload) => this.#kem.do((kem) => this.#delivered(from, payload, kem)),
        lost: (problem, retryMs) => this.#relayLost(problem, retryMs),
        failed: (error) => this.fail(error),
      },
    );
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
  }

  /** The parties that are here, in no particular order. */
  get parties(): MeshParty[] {
    return [...this.#peers.values()].flatMap(({ claim, channel }) => (claim !== undefined && channel !== undefined ? [{ ...claim, channel }] : []));
  }

  /** Names of the parties from which a message is awaited. */
  get awaited(): readonly string[] {
    return this.parties.filter(({ channel }) => channel.isAwaited).map(({ name }) => name);
  }

  /** Whether the relay says that nobody is in the room who has not said who it is. */
  get knowsAll(): boolean {
    return this.#hasJoined && this.#silent.size === 0 && [...this.#peers.values()].every((peer) => peer.isProved || !peer.isPresent);
  }

  /** Words about what may keep the parties from meeting, for a message about a time-out; empty where there is nothing to say. */
  get suspicion(): string {
    const forged = [...this.#peers.values()].reduce((sum, peer) => sum + peer.forged, 0);
    const parts: string[] = [];
    if (forged > 0) parts.push(`${forged} messages did not authenticate, so the relay or somebody on the way alters them, or a party holds another invite or key`);
    if (this.#strangers > 0) parts.push('somebody who is no party to this session is in its room');
    return parts.join('; ');
  }

  /** How many others the relay says are in the room; undefined before it said so. */
  get addressesHere(): number | undefined {
    return this.#hasJoined ? this.#silent.size + this.#peers.size : undefined;
  }

  /** Why there is no connection to the relay; undefined while there is one. */
  get relayProblem(): string | undefined {
    return this.#relayProblem === undefined ? undefined : `the relay ${this.#options.relay} is out of reach (${this.#relayProblem.text.replace(/\.$/, '')})`;
  }

  #relayLost(problem: RelayProblem, retryMs: number): void {
    if (this.#relayProblem?.text === problem.text) return;
    this.#relayProblem = problem;
    this.#options.onRelay?.(problem, retryMs);
  }

  /** Resolves as soon as `done` gives a value; asked whenever a party comes or goes. Rejects when the mesh fails. */
  async until<T>(done: (parties: readonly MeshParty[]) => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (this.#failure !== undefined) {
          this.#watchers.delete(check);
          reject(this.#failure);
          return;
        }
        try {
          const value = done(this.parties);
          if (value === undefined) return;
          this.#watchers.delete(check);
          resolve(value);
        } catch (error) {
          this.#watchers.delete(check);
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#watchers.add(check);
      check();
    });
  }

  /** Asks all who wait in `until` again: something else that they look at has changed. */
  recheck(): void {
    this.#changed();
  }

  /** From now on the session is these parties: nobody else gets in, and if one of them is lost, so is the session. */
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

  /** From now on losing one party is no reason to stop hearing the others. */
  release(): void {
    this.#bound = false;
  }

  /** Ends everything that waits, with this error. */
  fail(error: MpcError): void {
    if (this.#failure !== undefined || this.#closed) return;
    this.#failure = error;
    for (const party of this.parties) party.channel.fail(error);
    this.#changed();
  }

  get #seats(): number {
    const { meeting } = this.#options;
    return meeting.mode === 'invite' ? meeting.seats : meeting.others.length + 1;
  }

  get failure(): MpcError | undefined {
    return this.#failure;
  }

  /** Tells every party why this one stops, and gives the message a moment to leave. */
  async abort(abort: Abort): Promise<void> {
    for (const party of this.parties) party.channel.abort(abort);
    // The socket's close frame waits behind what was written; the relay passes it on in order.
    await new Promise((resolve) => setImmediate(resolve));
    this.close();
  }

  /** Ends every channel well: waits until each party has everything that was sent to it, or has itself ended, or `waitMs` passed. */
  async end(waitMs: number): Promise<void> {
    for (const party of this.parties) party.channel.end();
    await this.#untilSettled(waitMs, () => undefined);
    this.close();
  }

  /** Resolves when each party has everything that was sent to it, or has ended, or when for `patienceMs` none of them has said that it got more. */
  async delivered(patienceMs: number): Promise<void> {
    await this.#untilSettled(patienceMs, (timer) => timer.refresh());
  }

  async #untilSettled(waitMs: number, onProgress: (timer: NodeJS.Timeout) => void): Promise<void> {
    const channels = this.parties.map((party) => party.channel);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      const check = () => {
        onProgress(timer);
        if (!channels.every((channel) => channel.isSettled)) return;
        clearTimeout(timer);
        resolve();
      };
      for (const channel of channels) channel.onProgress(check);
      check();
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ticker);
    this.#kem.drop();
    for (const timer of this.#graces.values()) clearTimeout(timer);
    for (const peer of this.#peers.values()) peer.close();
    this.#relay.close();
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #joined(present: readonly string[], kem: MlKem): void {
    if (this.#relayProblem !== undefined) this.#options.onRelay?.(undefined, 0);
    this.#relayProblem = undefined;
    this.#hasJoined = true;
    if (!this.#isWarm && present.length < this.#seats - 1) {
      this.#isWarm = true;
      setImmediate(() => warmUp(kem));
    }
    for (const address of present) this.#present(address);
    for (const address of this.#peers.keys()) if (!present.includes(address)) this.#gone(address);
    this.#changed();
  }

  #present(address: string): void {
    clearTimeout(this.#graces.get(address));
    this.#graces.delete(address);
    const peer = this.#peers.get(address);
    // Whoever was greeted is greeted again by the ticker: a relay that repeats itself sets the pace of nothing.
    const isNews = peer === undefined ? !this.#frozen && !this.#silent.has(address) : !peer.isPresent;
    if (peer?.isPresent === false && peer.channel !== undefined) this.#options.onParty?.(peer.channel.name, undefined);
    peer?.reconnected();
    if (!isNews) return;
    if (peer === undefined && this.#silent.size < MAX_ADDRESSES) this.#silent.add(address);
    this.#hello(address);
  }

  #gone(address: string): void {
    this.#silent.delete(address);
    const peer = this.#peers.get(address);
    if (peer === undefined || !peer.isPresent) return;
    peer.isPresent = false;
    if (this.#frozen && peer.channel !== undefined && !peer.channel.isSettled) this.#options.onParty?.(peer.channel.name, this.#options.patienceMs);
    // Also where it has not proved who it is: the other side may be further, and comes back to the handshake it left.
    const grace = setTimeout(() => this.#lost(peer), this.#options.patienceMs);
    this.#graces.set(address, grace);
  }

  #lost(peer: Peer): void {
    const { channel } = peer;
    if (channel?.hasEnded !== true) {
      const name = channel?.name ?? 'A party';
      channel?.fail(new MpcError('PEER_LEFT', `${name} left and did not come back within ${Math.round(this.#options.patienceMs / 1000)} s.`, 'Ask that party what happened, then start again.', { party: name }));
    }
    if (!this.#frozen) this.#forget(peer.address);
    this.#changed();
  }

  #forget(address: string): void {
    const peer = this.#peers.get(address);
    this.#peers.delete(address);
    peer?.channel?.fail(new MpcError('PEER_LEFT', `${peer.channel.name} left before the session began.`, 'Ask that party what happened, then start again.', { party: peer.channel.name }));
    peer?.close();
    clearTimeout(this.#graces.get(address));
    this.#graces.delete(address);
  }

  #hello(address: string): void {
    const { meeting, identity } = this.#options;
    const mark = meeting.mode === 'keys' ? this.#mark(meeting.helloKey, this.#relay.address, identity.publicKey) : new Uint8Array(MARK_BYTES);
    this.#relay.send(address, encodeHello(meeting.mode, mark));
  }

  #mark(helloKey: Uint8Array, address: string, publicKey: Uint8Array): Uint8Array {
    return hmac(helloKey, 'mpc hello v1', this.#options.meeting.room, fromHex(address), publicKey).subarray(0, MARK_BYTES);
  }

  #delivered(from: string, payload: Uint8Array, kem: MlKem): void {
    const packet = decodePacket(payload);
    if (packet === undefined || this.#failure !== undefined || from === this.#relay.address) return;
    if (packet.kind !== 'hello') {
      this.#peers.get(from)?.accept(packet);
      return;
    }
    if (packet.version !== PROTOCOL_VERSION && !this.#frozen) {
      this.fail(new MpcError('VERSION_MISMATCH', `A party in this room speaks version ${packet.version} of the protocol, and this program version ${PROTOCOL_VERSION}.`, 'Let all parties use the same version of mpc (`mpc --version`). If they do, the relay makes it up: use another.'));
      return;
    }
    this.#greeted(from, packet.mark, kem);
  }

  #greeted(from: string, mark: Uint8Array, kem: MlKem): void {
    if (this.#peers.has(from) || this.#frozen || !this.#hasRoom()) return;
    const { meeting, identity, proposes } = this.#options;
    const pinned = meeting.mode === 'keys' ? meeting.others.find((other) => equalBytes(this.#mark(meeting.helloKey, from, other), mark)) : undefined;
    const keys = this.#keysFor(pinned);
    if (keys === undefined) {
      this.#strangers += 1;
      return;
    }
    const context = { room: meeting.room, self: this.#relay.address, other: from, mode: meeting.mode, kem };
    this.#silent.delete(from);
    // Our own greeting may have gone to an empty seat.
    this.#hello(from);
    this.#peers.set(from, new Peer(context, keys, identity, proposes, this.#linkTo(from), this.#eventsFor(pinned)));
  }

  /** Room for one more; whoever left without having said who it was makes it, if need be. */
  #hasRoom(): boolean {
    if (this.#peers.size < MAX_ADDRESSES) return true;
    const away = [...this.#peers.values()].find((peer) => !peer.isPresent && !peer.isProved);
    if (away === undefined) return false;
    this.#forget(away.address);
    return true;
  }

  #linkTo(address: string): PeerLink {
    const relay = this.#relay;
    return {
      send: (packet) => relay.send(address, packet),
      get isClogged() {
        return relay.isClogged;
      },
    };
  }

  #keysFor(pinned: Uint8Array | undefined): PairingKeys | undefined {
    const { meeting } = this.#options;
    if (meeting.mode === 'invite') return { mode: 'invite', psk: meeting.psk };
    return pinned === undefined ? undefined : { mode: 'keys', s: this.#staticKeys, rs: fromEd25519PublicKey(pinned) };
  }

  /** By keys, the channel is that of one party of the roster, and nobody else may speak in it: A and −A lead to the same channel. */
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

  /** No relay can bring this about, which lacks the key or the invite. Whoever has it can stop the session anyway; silence would only cost time. */
  #impostor(peer: Peer, pinned: Uint8Array | undefined, what: string): void {
    if (this.#frozen || !this.#bound) {
      this.#forget(peer.address);
      return;
    }
    const { meeting } = this.#options;
    const place = pinned === undefined || meeting.mode !== 'keys' ? -1 : meeting.others.indexOf(pinned);
    const name = meeting.mode === 'keys' ? meeting.names?.[place] : undefined;
    const who = pinned === undefined ? 'Somebody who has the invite' : (name ?? `The party with the key ${encodePublicKey(pinned)}`);
    const next = 'Nothing was sent that depends on data. Ask that party, by telephone, which program and key it uses; if it knows of nothing, its key was copied: see "After a theft" in docs/identities.md.';
    const nextByInvite = 'Nothing was sent that depends on data. Make a new invite, and send it to the parties alone.';
    this.fail(new MpcError('SIGNATURE_INVALID', `${who} ${what}.`, pinned === undefined ? nextByInvite : next, name === undefined ? {} : { party: name }));
  }

  #proved(peer: Peer, claim: Claim): boolean {
    const { identity } = this.#options;
    if (equalBytes(claim.publicKey, identity.publicKey)) {
      this.fail(new MpcError('IDENTITY_INVALID', 'Another process with the key of this identity is in the session.', 'Close it, if it is yours. If it is not, your key was copied: see "After a theft" in docs/identities.md.'));
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
      // Parties come and go until they all are here. One for which the session had begun, or that trusts somebody no more, does not come back into it.
      if (this.#bound && (channel.hasBegun || (channel.isRefused && this.#options.meeting.mode === 'keys') || error.exit === ERRORS.SIGNATURE_INVALID.exit) && this.#peers.get(peer.address) === peer) this.fail(error);
    });
    setImmediate(() => this.#changed());
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
