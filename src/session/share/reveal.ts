import { concat, equalBytes, fromHex, toHex, u32be } from '../../crypto/bytes.js';
import { SIGNATURE_LENGTH } from '../../crypto/ed25519.js';
import { openFeldman } from '../../crypto/feldman.js';
import { bug, MpcError, type ErrorCode } from '../../errors.js';
import type { Identity } from '../channel/identity-proof.js';
import type { Opener } from '../operations/operation.js';
import { seatsOf } from '../operations/seats.js';
import { deviation } from '../protocol/deviation.js';
import type { Gathering, Visit } from '../protocol/gathering.js';
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

/** The errors when another party leaves, for whatever reason of its own. */
const GONE: readonly ErrorCode[] = ['PEER_LEFT', 'TIMEOUT'];

/**
 * Opens a sealed result to the recipients, as soon as enough holders are there.
 *
 * Every party first sends each other party a fresh nonce for this attempt, and the digest that it opens under. Then it states its role, and a holder states
 * what state its share belongs to, with its approval: a signature on digest, session, epoch, state and the nonces of the two. A holder that sees enough
 * approvals for the same state, including its own, records the recipients of its shares, and sends the shares to every recipient that is there. A recipient
 * checks each share against Feldman's commitments, opens with all of them, and says so. No joint decision can be left half done: an interrupted party runs it
 * again.
 *
 * Resolves when this party has done its part: a recipient has the result, and a holder has heard from every recipient that it released to.
 */
export async function reveal(gathering: Gathering, options: RevealOptions): Promise<Revealed> {
  const { agreement } = options.entry.kind === 'share' ? options.entry.share.receipt : options.entry.receipt;
  return new Attempt(gathering, options, await sealingOf(agreement).load()).run();
}

class Attempt {
  readonly #gathering: Gathering;
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
  /** The present parties, by seat. */
  readonly #visits = new Map<number, Visit>();
  /** Visits that are over. The gathering may still name them for a while. */
  readonly #over = new WeakSet<Visit>();
  readonly #released = new Set<number>();
  /** Recipients that are recorded as having been given this party's share. */
  readonly #recorded = new Set<number>();
  #isRecording = false;
  /** All recipients that were ever given this party's share. */
  readonly #releasedTo = new Set<number>();
  /** What recipients received, by state: shares of different states do not fit together. */
  readonly #groups = new Map<string, Group>();
  /** Deviations of others, reported if the opening fails. */
  readonly #faults: MpcError[] = [];
  readonly #opened = new Map<number, Signed>();
  #openedState: SharedState | undefined;
  #result: (() => object) | undefined;
  #finish: ((revealed: Revealed) => void) | undefined;

  constructor(gathering: Gathering, options: RevealOptions, opener: Opener<Agreement, object>) {
    const { identity, entry, opening, withNames } = options;
    this.#gathering = gathering;
    this.#options = options;
    this.#opener = opener;
    this.#identity = identity;
    this.#receipt = entry.kind === 'share' ? entry.share.receipt : entry.receipt;
    this.#target = targetOf(this.#receipt, opening);
    this.#share = entry.kind === 'share' ? entry.share : undefined;
    if (this.#share !== undefined) this.#groups.set(toHex(stateHash(this.#share)), { state: this.#share, shares: new Map() });
    const { agreement } = this.#receipt;
    this.#names = agreement.parties.map((party) => party.name);
    this.#self = gathering.self;
    this.#with = seatsOf(agreement, withNames);
    this.#isRecipient = this.#isRecipientSeat(this.#self);
    this.#attendance = new Attendance(this.#receipt, this.#target, identity, this.#self);
  }

  async run(): Promise<Revealed> {
    if (this.#share !== undefined) this.#ready.set(this.#self, this.#ownReady(this.#share));
    return new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#gathering
        .until<never>((visits) => {
          this.#forgetAllBut(visits);
          for (const visit of visits) this.#greet(visit, reject);
          this.#advance(reject);
          return undefined;
        })
        .catch((error: unknown) => reject(error instanceof MpcError ? this.#explained(error) : bug(String(error))));
    });
  }

  /** Adds to a time-out what others did wrong before it, and who has this party's share now. */
  #explained(error: MpcError): MpcError {
    if (error.code !== 'TIMEOUT') return error;
    const [fault = error] = this.#faults;
    const given = [...this.#releasedTo].map((seat) => this.#names[seat] ?? '').join(', ');
    const next = given === '' ? fault.next : `This party’s share was given to ${given}, who may have the result. ${fault.next}`;
    return new MpcError(fault.code, fault.message, next, { cause: error, ...(fault.party === undefined ? {} : { party: fault.party }) });
  }

  /** Forgets a party that has left, unless it has given what it had to give. */
  #forgetAllBut(visits: readonly Visit[]): void {
    for (const [seat, visit] of this.#visits) {
      if (visits.includes(visit)) continue;
      this.#visits.delete(seat);
      if (!this.#opened.has(seat) && !this.#hasGiven(seat)) this.#ready.delete(seat);
    }
  }

  #hasGiven(seat: number): boolean {
    return [...this.#groups.values()].some(({ shares }) => shares.has(seat));
  }

  /** What this party signs for itself. Its own receipt contains it beside the statements of others. */
  #ownReady(share: Share): Ready {
    return { isHolder: true, epoch: share.epoch, state: stateHash(share), nonce: this.#attendance.nonce, signature: this.#attendance.say(APPROVAL_LABEL, share, this.#self) };
  }

  #greet(visit: Visit, reject: (error: unknown) => void): void {
    const { seat } = visit;
    if (this.#visits.get(seat) === visit || this.#over.has(visit)) return;
    // A party that came back begins anew, and is told everything again.
    this.#visits.set(seat, visit);
    this.#released.delete(seat);
    if (seat !== this.#self) this.#ready.delete(seat);
    this.#hear(visit).catch((error: unknown) => {
      this.#over.add(visit);
      if (!(error instanceof MpcError)) {
        reject(error);
        return;
      }
      if (this.#visits.get(seat) !== visit) return;
      const wasCounted = this.#holdersReady.includes(seat);
      this.#visits.delete(seat);
      if (!this.#opened.has(seat) && !this.#hasGiven(seat)) this.#ready.delete(seat);
      // A party that leaves or deviates is no reason to stop if the others suffice, or more may come.
      if (!GONE.includes(error.code)) this.#faults.push(error);
      if (error.code === 'DEVIATION' && wasCounted && this.#result === undefined && this.#isRecipient && !this.#mayStillOpen()) reject(error);
      else this.#gathering.recheck();
    });
  }

  /** Whether enough holders are here, without those that were excluded. */
  #mayStillOpen(): boolean {
    const needed = this.#share?.needed ?? this.#receipt.agreement.threshold?.needed ?? 2;
    return this.#holdersReady.length >= needed;
  }

  async #hear({ seat, network }: Visit): Promise<void> {
    network.send(seat, 'reveal/hello', this.#attendance.hello);
    this.#attendance.greet(seat, await network.receive(seat, 'reveal/hello', HELLO_BYTES));
    const own = this.#share;
    network.send(seat, 'reveal/ready', own === undefined ? new Uint8Array(0) : concat(u32be(own.epoch), stateHash(own), this.#attendance.say(APPROVAL_LABEL, own, seat)));
    this.#readReady(seat, await network.receive(seat, 'reveal/ready', READY_BYTES));
    const theirs = this.#ready.get(seat);
    this.#gathering.recheck();
    if (this.#isRecipient && theirs?.isHolder === true) {
      this.#readShares(seat, theirs, await network.receive(seat, 'reveal/share', maxReleaseBytes(this.#receipt)));
      this.#gathering.recheck();
    }
    if (this.#share !== undefined && this.#isRecipientSeat(seat)) {
      const signature = await network.receive(seat, 'reveal/opened', SIGNATURE_LENGTH);
      if (!this.#attendance.isSaid(OPENED_LABEL, this.#share.epoch, stateHash(this.#share), seat, signature)) throw deviation({ names: this.#names }, seat, 'sent a confirmation whose signature does not verify');
      this.#opened.set(seat, { nonce: this.#attendance.nonceOf(seat), signature });
      this.#gathering.recheck();
    }
  }

  #isRecipientSeat(seat: number): boolean {
    return this.#target.recipients.includes(this.#names[seat] ?? '');
  }

  #readReady(seat: number, message: Uint8Array): void {
    this.#ready.set(seat, readyOf(message, { seat, names: this.#names, attendance: this.#attendance, own: this.#share }));
  }

  /** The present holders that approve: of this party's own state if it holds a share, otherwise of any state. */
  get #holdersReady(): number[] {
    const holders = this.#share?.holders;
    const present = [...this.#ready]
      .filter(([seat, { isHolder }]) => isHolder && (holders === undefined || holders.includes(this.#names[seat] ?? '')))
      .map(([seat]) => seat)
      .sort((a, b) => a - b);
    // If this party named enough of the ready holders, it opens with them alone. A holder that comes and then says nothing can thus be left out.
    const named = present.filter((seat) => seat === this.#self || this.#with.includes(seat));
    return this.#with.length > 0 && this.#share !== undefined && named.length >= this.#share.needed ? named : present;
  }

  #isEnough(present: readonly number[], needed: number): boolean {
    const areThere = this.#with.every((seat) => seat === this.#self || this.#ready.has(seat));
    return areThere && present.length >= needed;
  }

  /** Takes every step that has become possible. */
  #advance(reject: (error: unknown) => void): void {
    try {
      this.#options.onReady(this.#holdersReady.map((seat) => this.#names[seat] ?? ''));
      if (this.#share !== undefined && this.#isEnough(this.#holdersReady, this.#share.needed)) this.#release(this.#share, reject);
      if (this.#isRecipient && this.#result === undefined && this.#hasGivenToAll()) this.#tryToOpen();
      this.#tryToFinish();
    } catch (error) {
      reject(error);
    }
  }

  /** A recipient that is also a holder gives its shares before it says that it has opened: a party with the result leaves, and can give nothing afterwards. */
  #hasGivenToAll(): boolean {
    return this.#share === undefined || [...this.#visits.keys()].every((seat) => !this.#isRecipientSeat(seat) || !this.#ready.has(seat) || this.#released.has(seat));
  }

  /** Sends this holder's shares to every present recipient that has been recorded. */
  #release(share: Share, reject: (error: unknown) => void): void {
    this.#record(share, reject);
    for (const [seat, { network }] of this.#visits) {
      if (!this.#isRecipientSeat(seat) || !this.#ready.has(seat) || this.#released.has(seat) || !this.#recorded.has(seat)) continue;
      this.#released.add(seat);
      this.#releasedTo.add(seat);
      network.send(seat, 'reveal/share', encodeRelease(share, this.#self, this.#identity.secretKey));
    }
    if (this.#isRecipient) this.#groups.get(toHex(stateHash(share)))?.shares.set(this.#self, share.shares);
  }

  /** Records to whom the share is about to be sent. What waits for this continues once the record is on disk. */
  #record(share: Share, reject: (error: unknown) => void): void {
    const seats = [...this.#visits.keys()].filter((seat) => this.#isRecipientSeat(seat) && this.#ready.has(seat) && !this.#recorded.has(seat)).sort((a, b) => a - b);
    if (seats.length === 0 || this.#isRecording) return;
    this.#isRecording = true;
    const { opening } = this.#target;
    const to = seats.map((seat) => this.#names[seat] ?? '');
    this.#options.beforeRelease(releaseText(this.#receipt, opening, this.#facts(share), to, this.#identity.secretKey, Date.now())).then(() => {
      this.#isRecording = false;
      for (const seat of seats) this.#recorded.add(seat);
      this.#gathering.recheck();
    }, reject);
  }

  /** The statements of others to this party about this state. */
  #facts(state: SharedState): Omit<RevealFacts, 'opened'> {
    const hash = stateHash(state);
    const approves = (seat: number, { isHolder, state: theirs }: Ready) => isHolder && state.holders.includes(this.#names[seat] ?? '') && equalBytes(theirs, hash);
    return { by: { name: this.#names[this.#self] ?? '', nonce: this.#attendance.nonce }, epoch: state.epoch, state: hash, approvals: this.#named([...this.#ready].filter(([seat, ready]) => approves(seat, ready))) };
  }

  #named(seats: Iterable<[number, Signed]>): RevealFacts['approvals'] {
    return [...seats].sort(([a], [b]) => a - b).map(([seat, { nonce, signature }]) => ({ name: this.#names[seat] ?? '', nonce, signature }));
  }

  #readShares(seat: number, { epoch, state: hash }: Ready, message: Uint8Array): void {
    const known = this.#groups.get(toHex(hash));
    const by = { name: this.#names[seat] ?? '', seat, publicKey: this.#attendance.keyOf(seat), epoch, state: hash };
    const { state, shares } = readRelease(message, by, this.#receipt, known?.state, (what) => deviation({ names: this.#names }, seat, what));
    const group = known ?? { state, shares: new Map<number, readonly bigint[]>() };
    group.shares.set(seat, shares);
    this.#groups.set(toHex(hash), group);
  }

  /** Opens with the shares of all present holders of one state. Each share was checked by itself, and together they must give one key. */
  #tryToOpen(): void {
    for (const { state, shares } of this.#groups.values()) {
      const hash = stateHash(state);
      const isOf = (seat: number) => state.holders.includes(this.#names[seat] ?? '') && equalBytes(this.#ready.get(seat)?.state ?? new Uint8Array(0), hash);
      const present = this.#holdersReady.filter(isOf);
      if (!this.#isEnough(present, state.needed) || !present.every((seat) => shares.has(seat))) continue;
      this.#open(state, present, shares);
      return;
    }
  }

  #open(state: SharedState, present: readonly number[], shares: ReadonlyMap<number, readonly bigint[]>): void {
    const keys = state.dealings.map(({ current }, i) => {
      const held = present.map((seat) => ({ x: pointOf(seat), share: shares.get(seat)?.[i] ?? 0n }));
      const { secret, falseHolders } = openFeldman(current, held);
      if (secret === undefined || falseHolders.length > 0) throw bug('shares that were checked do not open');
      return secret;
    });
    const { agreement, session } = this.#receipt;
    this.#result = this.#opener.open(agreement, fromHex(session), state.dealings, keys, this.#options.kept);
    this.#openedState = state;
    this.#opened.set(this.#self, { nonce: this.#attendance.nonce, signature: this.#attendance.say(OPENED_LABEL, state, this.#self) });
    for (const seat of present) this.#visits.get(seat)?.network.send(seat, 'reveal/opened', this.#attendance.say(OPENED_LABEL, state, seat));
  }

  #tryToFinish(): void {
    const result = this.#result;
    if (this.#isRecipient && result === undefined) return;
    const isReleased = this.#share === undefined || (this.#isRecipient ? this.#opened.has(this.#self) : this.#released.size > 0);
    const isHeard = [...this.#released].every((seat) => this.#opened.has(seat));
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
