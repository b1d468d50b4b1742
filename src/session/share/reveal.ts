import { concat, equalBytes, fromHex, toHex, u32be } from '../../crypto/bytes.js';
import { SIGNATURE_LENGTH } from '../../crypto/ed25519.js';
import { openFeldman } from '../../crypto/feldman.js';
import { encodePublicKey } from '../../crypto/public-key.js';
import { bug, MpcError, type ErrorCode } from '../../errors.js';
import type { Channel } from '../channel/channel.js';
import type { Identity } from '../channel/identity-proof.js';
import type { Mesh } from '../channel/mesh.js';
import type { MeshParty } from '../channel/mesh-party.js';
import type { Opener } from '../operations/operation.js';
import { placesOf } from '../operations/places.js';
import { deviation } from '../protocol/deviation.js';
import { pointOf } from '../protocol/dealing.js';
import type { Agreement } from '../agreement/types.js';
import type { Receipt } from '../receipt.js';
import { Attendance, HELLO_BYTES } from './attendance.js';
import { stateHash, type Share, type SharedState } from './file.js';
import { targetOf, type Target } from './opening.js';
import { READY_BYTES, readyOf } from './ready.js';
import type { Group, Ready, Revealed, RevealOptions, Signed } from './reveal-types.js';
import { encodeRelease, maxReleaseBytes, readRelease } from './released-shares.js';
import { releaseText } from './release.js';
import { sealingOf } from './sealing.js';
import { APPROVAL_LABEL, OPENED_LABEL, type RevealFacts } from './reveal-receipt.js';

/** How it looks when another party leaves, for whatever reason of its own. */
const GONE: readonly ErrorCode[] = ['PEER_LEFT', 'TIMEOUT'];

/**
 * Opens a sealed result to the recipients, as soon as enough holders are there.
 *
 * Every party first sends each other a nonce of its own for this attempt, and the digest that it opens under. Then it says what it is
 * here, and a holder what state its share is of, with its approval: a signature on digest, session, epoch, state and the nonces of the two. A
 * holder that sees enough approvals, its own among them, all for the same state, writes down to whom its shares leave, and hands them to every
 * recipient that is there. A recipient checks each share against Feldman's commitments, opens with all of them, and says so. Nothing is
 * decided jointly that could be left half done: whoever was interrupted runs it again.
 *
 * Resolves when this party has done its part: a recipient has the result, and a holder has heard from everyone it released to.
 */
export async function reveal(mesh: Mesh, options: RevealOptions): Promise<Revealed> {
  const { agreement } = options.entry.kind === 'share' ? options.entry.share.receipt : options.entry.receipt;
  try {
    const opening = new Attempt(mesh, options, await sealingOf(agreement).load());
    return await opening.run();
  } catch (error) {
    if (error instanceof MpcError) mesh.fail(error);
    throw error;
  }
}

class Attempt {
  readonly #mesh: Mesh;
  readonly #identity: Identity;
  readonly #receipt: Receipt;
  readonly #share: Share | undefined;
  readonly #names: readonly string[];
  readonly #self: number;
  readonly #with: readonly number[];
  readonly #options: RevealOptions;
  readonly #opener: Opener<Agreement, object>;
  readonly #target: Target;
  readonly #attendance: Attendance;
  readonly #isRecipient: boolean;
  readonly #ready = new Map<number, Ready>();
  readonly #channels = new Map<number, Channel>();
  /** Channels whose other end has left, which may stand in the mesh for a while. */
  readonly #dead = new WeakSet<Channel>();
  readonly #released = new Set<number>();
  /** Those who are written down as given this party's share. */
  readonly #recorded = new Set<number>();
  #isRecording = false;
  /** Everyone who was ever given this party's share. */
  readonly #releasedTo = new Set<number>();
  /** What recipients got, by the state that it is of: shares of different states do not fit together. */
  readonly #groups = new Map<string, Group>();
  /** What others did wrong: told where nothing comes of it. */
  readonly #faults: MpcError[] = [];
  readonly #opened = new Map<number, Signed>();
  #openedState: SharedState | undefined;
  #result: (() => object) | undefined;
  #finish: ((revealed: Revealed) => void) | undefined;

  constructor(mesh: Mesh, options: RevealOptions, opener: Opener<Agreement, object>) {
    const { identity, entry, opening, withNames } = options;
    this.#mesh = mesh;
    this.#options = options;
    this.#opener = opener;
    this.#identity = identity;
    this.#receipt = entry.kind === 'share' ? entry.share.receipt : entry.receipt;
    this.#target = targetOf(this.#receipt, opening);
    this.#share = entry.kind === 'share' ? entry.share : undefined;
    if (this.#share !== undefined) this.#groups.set(toHex(stateHash(this.#share)), { state: this.#share, shares: new Map() });
    const { agreement } = this.#receipt;
    this.#names = agreement.parties.map((party) => party.name);
    this.#self = agreement.parties.findIndex((party) => party.publicKey === encodePublicKey(identity.publicKey));
    this.#with = placesOf(agreement, withNames);
    this.#isRecipient = this.#isRecipientPlace(this.#self);
    this.#attendance = new Attendance(this.#receipt, this.#target, identity, this.#self);
  }

  async run(): Promise<Revealed> {
    if (this.#share !== undefined) this.#ready.set(this.#self, this.#ownReady(this.#share));
    // Holders come and go: that one was interrupted ends nothing for the others.
    this.#mesh.release();
    return new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#mesh
        .until<never>((parties) => {
          this.#forgetAllBut(parties);
          for (const party of parties) this.#greet(party, reject);
          this.#advance(reject);
          return undefined;
        })
        .catch((error: unknown) => reject(error instanceof MpcError ? this.#explained(error) : bug(String(error))));
    });
  }

  /** A time-out says what others did wrong before it, and who has this party's share now. */
  #explained(error: MpcError): MpcError {
    if (error.code !== 'TIMEOUT') return error;
    const [fault = error] = this.#faults;
    const given = [...this.#releasedTo].map((place) => this.#names[place] ?? '').join(', ');
    const next = given === '' ? fault.next : `This party’s share was given to ${given}, who may have the result. ${fault.next}`;
    return new MpcError(fault.code, fault.message, next, { cause: error, ...(fault.party === undefined ? {} : { party: fault.party }) });
  }

  /** A party that has left counts no more, unless it has given what it had to give. */
  #forgetAllBut(parties: readonly MeshParty[]): void {
    for (const [place, channel] of this.#channels) {
      if (parties.some((party) => party.channel === channel)) continue;
      this.#channels.delete(place);
      if (!this.#opened.has(place) && !this.#hasGiven(place)) this.#ready.delete(place);
    }
  }

  #hasGiven(place: number): boolean {
    return [...this.#groups.values()].some(({ shares }) => shares.has(place));
  }

  /** What this party signs for itself: it stands in its own receipt beside what others told it. */
  #ownReady(share: Share): Ready {
    return { isHolder: true, epoch: share.epoch, state: stateHash(share), nonce: this.#attendance.nonce, signature: this.#attendance.say(APPROVAL_LABEL, share, this.#self) };
  }

  #greet(party: MeshParty, reject: (error: unknown) => void): void {
    const place = this.#receipt.agreement.parties.findIndex((each) => each.publicKey === encodePublicKey(party.publicKey));
    if (place === -1 || this.#channels.get(place) === party.channel || this.#dead.has(party.channel)) return;
    party.channel.name = this.#names[place] ?? party.name;
    // A party that came back begins anew, and is told everything again.
    this.#channels.set(place, party.channel);
    this.#released.delete(place);
    if (place !== this.#self) this.#ready.delete(place);
    this.#hear(place, party.channel).catch((error: unknown) => {
      this.#dead.add(party.channel);
      if (!(error instanceof MpcError)) {
        reject(error);
        return;
      }
      if (this.#channels.get(place) !== party.channel) return;
      const wasCounted = this.#holdersReady.includes(place);
      this.#channels.delete(place);
      if (!this.#opened.has(place) && !this.#hasGiven(place)) this.#ready.delete(place);
      // One party less, or one that does not play by the rules, is no reason to stop where others are enough, or may come.
      if (!GONE.includes(error.code)) this.#faults.push(error);
      if (error.code === 'DEVIATION' && wasCounted && this.#result === undefined && this.#isRecipient && !this.#mayStillOpen()) reject(error);
      else this.#mesh.recheck();
    });
  }

  /** Whether as many holders as are needed are here, without those that were left out. */
  #mayStillOpen(): boolean {
    const needed = this.#share?.needed ?? this.#receipt.agreement.threshold?.needed ?? 2;
    return this.#holdersReady.length >= needed;
  }

  async #hear(place: number, channel: Channel): Promise<void> {
    channel.send('reveal/hello', this.#attendance.hello);
    this.#attendance.greet(place, await channel.receive('reveal/hello', HELLO_BYTES));
    const own = this.#share;
    channel.send('reveal/ready', own === undefined ? new Uint8Array(0) : concat(u32be(own.epoch), stateHash(own), this.#attendance.say(APPROVAL_LABEL, own, place)));
    this.#readReady(place, await channel.receive('reveal/ready', READY_BYTES));
    const theirs = this.#ready.get(place);
    this.#mesh.recheck();
    if (this.#isRecipient && theirs?.isHolder === true) {
      this.#readShares(place, theirs, await channel.receive('reveal/share', maxReleaseBytes(this.#receipt)));
      this.#mesh.recheck();
    }
    if (this.#share !== undefined && this.#isRecipientPlace(place)) {
      const signature = await channel.receive('reveal/opened', SIGNATURE_LENGTH);
      if (!this.#attendance.isSaid(OPENED_LABEL, this.#share.epoch, stateHash(this.#share), place, signature)) throw deviation({ names: this.#names }, place, 'sent a confirmation whose signature does not verify');
      this.#opened.set(place, { nonce: this.#attendance.nonceOf(place), signature });
      this.#mesh.recheck();
    }
  }

  #isRecipientPlace(place: number): boolean {
    return this.#target.recipients.includes(this.#names[place] ?? '');
  }

  #readReady(place: number, message: Uint8Array): void {
    this.#ready.set(place, readyOf(message, { place, names: this.#names, attendance: this.#attendance, own: this.#share }));
  }

  /** The holders that are here and approve: of this party's own state where it holds a share, else of any. */
  get #holdersReady(): number[] {
    const holders = this.#share?.holders;
    const present = [...this.#ready]
      .filter(([place, { isHolder }]) => isHolder && (holders === undefined || holders.includes(this.#names[place] ?? '')))
      .map(([place]) => place)
      .sort((a, b) => a - b);
    // Whoever named enough of those who are ready opens with them alone: one that comes and then says nothing can so be left out.
    const named = present.filter((place) => place === this.#self || this.#with.includes(place));
    return this.#with.length > 0 && this.#share !== undefined && named.length >= this.#share.needed ? named : present;
  }

  #isEnough(present: readonly number[], needed: number): boolean {
    const areThere = this.#with.every((place) => place === this.#self || this.#ready.has(place));
    return areThere && present.length >= needed;
  }

  /** Does whatever has become possible. */
  #advance(reject: (error: unknown) => void): void {
    try {
      this.#options.onReady(this.#holdersReady.map((place) => this.#names[place] ?? ''));
      if (this.#share !== undefined && this.#isEnough(this.#holdersReady, this.#share.needed)) this.#release(this.#share, reject);
      if (this.#isRecipient && this.#result === undefined && this.#hasGivenToAll()) this.#tryToOpen();
      this.#tryToFinish();
    } catch (error) {
      reject(error);
    }
  }

  /** A recipient that is a holder, too, gives before it says that it has opened: whoever has the result leaves, and is not there to give. */
  #hasGivenToAll(): boolean {
    return this.#share === undefined || [...this.#channels.keys()].every((place) => !this.#isRecipientPlace(place) || !this.#ready.has(place) || this.#released.has(place));
  }

  /** Hands this holder's shares to every recipient that is there and of whom that is written down. */
  #release(share: Share, reject: (error: unknown) => void): void {
    this.#record(share, reject);
    for (const [place, channel] of this.#channels) {
      if (!this.#isRecipientPlace(place) || !this.#ready.has(place) || this.#released.has(place) || !this.#recorded.has(place)) continue;
      this.#released.add(place);
      this.#releasedTo.add(place);
      channel.send('reveal/share', encodeRelease(share, this.#self, this.#identity.secretKey));
    }
    if (this.#isRecipient) this.#groups.get(toHex(stateHash(share)))?.shares.set(this.#self, share.shares);
  }

  /** Writes down to whom the share is about to leave; what waits for that goes on once it is on disk. */
  #record(share: Share, reject: (error: unknown) => void): void {
    const places = [...this.#channels.keys()].filter((place) => this.#isRecipientPlace(place) && this.#ready.has(place) && !this.#recorded.has(place)).sort((a, b) => a - b);
    if (places.length === 0 || this.#isRecording) return;
    this.#isRecording = true;
    const { opening } = this.#target;
    const to = places.map((place) => this.#names[place] ?? '');
    this.#options.beforeRelease(releaseText(this.#receipt, opening, this.#facts(share), to, this.#identity.secretKey, Date.now())).then(() => {
      this.#isRecording = false;
      for (const place of places) this.#recorded.add(place);
      this.#mesh.recheck();
    }, reject);
  }

  /** What was told to this party of this state. */
  #facts(state: SharedState): Omit<RevealFacts, 'opened'> {
    const hash = stateHash(state);
    const approves = (place: number, { isHolder, state: theirs }: Ready) => isHolder && state.holders.includes(this.#names[place] ?? '') && equalBytes(theirs, hash);
    return { by: { name: this.#names[this.#self] ?? '', nonce: this.#attendance.nonce }, epoch: state.epoch, state: hash, approvals: this.#named([...this.#ready].filter(([place, ready]) => approves(place, ready))) };
  }

  #named(places: Iterable<[number, Signed]>): RevealFacts['approvals'] {
    return [...places].sort(([a], [b]) => a - b).map(([place, { nonce, signature }]) => ({ name: this.#names[place] ?? '', nonce, signature }));
  }

  #readShares(place: number, { epoch, state: hash }: Ready, message: Uint8Array): void {
    const known = this.#groups.get(toHex(hash));
    const by = { name: this.#names[place] ?? '', place, publicKey: this.#attendance.keyOf(place), epoch, state: hash };
    const { state, shares } = readRelease(message, by, this.#receipt, known?.state, (what) => deviation({ names: this.#names }, place, what));
    const group = known ?? { state, shares: new Map<number, readonly bigint[]>() };
    group.shares.set(place, shares);
    this.#groups.set(toHex(hash), group);
  }

  /** Opens with the shares of all holders of one state that are there: each was checked by itself, and together they must give one key. */
  #tryToOpen(): void {
    for (const { state, shares } of this.#groups.values()) {
      const hash = stateHash(state);
      const isOf = (place: number) => state.holders.includes(this.#names[place] ?? '') && equalBytes(this.#ready.get(place)?.state ?? new Uint8Array(0), hash);
      const present = this.#holdersReady.filter(isOf);
      if (!this.#isEnough(present, state.needed) || !present.every((place) => shares.has(place))) continue;
      this.#open(state, present, shares);
      return;
    }
  }

  #open(state: SharedState, present: readonly number[], shares: ReadonlyMap<number, readonly bigint[]>): void {
    const keys = state.dealings.map(({ current }, i) => {
      const held = present.map((place) => ({ x: pointOf(place), share: shares.get(place)?.[i] ?? 0n }));
      const { secret, falseHolders } = openFeldman(current, held);
      if (secret === undefined || falseHolders.length > 0) throw bug('shares that were checked do not open');
      return secret;
    });
    const { agreement, session } = this.#receipt;
    this.#result = this.#opener.open(agreement, fromHex(session), state.dealings, keys, this.#options.kept);
    this.#openedState = state;
    this.#opened.set(this.#self, { nonce: this.#attendance.nonce, signature: this.#attendance.say(OPENED_LABEL, state, this.#self) });
    for (const place of present) this.#channels.get(place)?.send('reveal/opened', this.#attendance.say(OPENED_LABEL, state, place));
  }

  #tryToFinish(): void {
    const result = this.#result;
    if (this.#isRecipient && result === undefined) return;
    const isReleased = this.#share === undefined || (this.#isRecipient ? this.#opened.has(this.#self) : this.#released.size > 0);
    const isHeard = [...this.#released].every((place) => this.#opened.has(place));
    if (!isReleased || !isHeard) return;
    const state = this.#openedState ?? this.#share;
    if (state === undefined) return;
    this.#finish?.({
      readResult: result,
      ...this.#facts(state),
      opened: this.#named(this.#opened),
    });
  }
}
