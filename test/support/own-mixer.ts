import { createHash } from 'node:crypto';
import { ristretto255_hasher } from '@noble/curves/ed25519.js';
import { hashParts } from '../../src/crypto/hash.js';
import { PlainGroup } from '../../src/crypto/batch/plain-group.js';
import { concat, lengthPrefixed, u32be, utf8 } from '../../src/crypto/bytes.js';
import { commit } from '../../src/crypto/commitment.js';
import { decodePoint, encodePoint, GENERATOR, IDENTITY, type Point } from '../../src/crypto/group.js';
import { generateProof } from '../../src/crypto/oprf/dleq.js';
import { randomBytes } from '../../src/crypto/random.js';
import { encodeScalar, invertScalar, multiplyScalars, randomScalar } from '../../src/crypto/scalar.js';
import { proveLogarithm, proveLogarithms } from '../../src/crypto/schnorr.js';
import { broadcast } from '../../src/session/protocol/broadcast.js';
import type { MixRoles } from '../../src/session/protocol/matching/mix-roles.js';
import type { MemoryParty } from '../../src/testing/memory-network.js';

/**
 * A second implementation of the senders' and the receiver's side of a match against several lists, written from docs/protocols/match.md, for
 * lists and blocks that fit one message, and at most four blocks. Each step is a method, for those who cheat to override.
 */
const plain = new PlainGroup();
const DST = 'mpc-match-v1-with-ristretto255_XMD:SHA-512_R255MAP_RO_';
const sha256 = (...parts: Uint8Array[]) => Uint8Array.from(createHash('sha256').update(lengthPrefixed(...parts)).digest());

export type Entry = readonly [Point, Point];

export const digest = (item: string) => Uint8Array.from(createHash('sha256').update(item).digest());
export const pointsIn = (bytes: Uint8Array): Point[] => rowsOf(bytes, 32).map(pointIn);
export const packed = (points: readonly Point[]) => concat(...points.map(encodePoint));

export function rowsOf(bytes: Uint8Array, width: number): Uint8Array[] {
  return Array.from({ length: bytes.length / width }, (_, i) => bytes.slice(i * width, (i + 1) * width));
}

export function pointIn(bytes: Uint8Array): Point {
  const point = decodePoint(bytes);
  if (point === undefined) throw new Error('not a point');
  return point;
}

export function hashToPoint(sid: Uint8Array, item: string): Point {
  return ristretto255_hasher.hashToCurve(lengthPrefixed(utf8('mpc match mixed item v1'), sid, digest(item)), { DST });
}

export function tagOf(sid: Uint8Array, point: Point): Uint8Array {
  return sha256(utf8('mpc match mixed tag v1'), sid, encodePoint(point)).subarray(0, 16);
}

function shuffled<T>(all: readonly T[]): T[] {
  return all.map((each) => ({ each, key: randomBytes(8) })).sort((a, b) => Buffer.compare(a.key, b.key)).map(({ each }) => each);
}

abstract class OwnParty {
  readonly party: MemoryParty;
  readonly roles: MixRoles;
  /** S_j = s_j·G and X_j = x_j·G of all senders, once they are known. */
  exponents: readonly Uint8Array[] = [];
  decryptions: readonly Point[] = [];

  constructor(party: MemoryParty, roles: MixRoles) {
    this.party = party;
    this.roles = roles;
  }

  get self(): number {
    return this.party.network.self;
  }

  /** What goes to one party in one step; overridden by those who tamper on the way. */
  send(to: number, label: string, message: Uint8Array): void {
    this.party.network.send(to, label, message);
  }

  async broadcast(label: string, message: Uint8Array): Promise<Uint8Array[]> {
    return broadcast(this.party, label, message, 10_000);
  }

  async takeKeys(message: Uint8Array): Promise<void> {
    const keys = await this.broadcast('match/keys', message);
    const ofSenders = this.roles.senders.map(({ seat }) => keys[seat] as Uint8Array);
    this.exponents = ofSenders.map((key) => key.slice(-96, -64));
    this.decryptions = ofSenders.slice(1).map((key) => pointIn(key.slice(0, 32)));
  }

  /** Σ X_j from this mixing step on; the first has no x. */
  keyFrom(step: number): Point {
    return this.decryptions.slice(Math.max(0, step - 1)).reduce((sum, point) => sum.add(point), IDENTITY);
  }

  receive(from: number, label: string): Promise<Uint8Array> {
    return this.party.network.receive(from, label, 1_000_000);
  }
}

export class OwnSender extends OwnParty {
  readonly x = randomScalar();
  readonly s = randomScalar();
  readonly items: readonly string[];
  readonly step: number;
  submissions: readonly Uint8Array[] = [];

  constructor(party: MemoryParty, roles: MixRoles, items: readonly string[]) {
    super(party, roles);
    this.items = items;
    this.step = roles.senders.findIndex(({ seat }) => seat === party.network.self);
  }

  get cap(): number {
    return this.roles.senders[this.step]?.cap ?? 0;
  }

  keys(): Uint8Array {
    const { sid } = this.party;
    const [X, S] = [encodePoint(GENERATOR.multiply(this.x)), encodePoint(GENERATOR.multiply(this.s))];
    const prove = (label: string, secret: bigint, point: Uint8Array) => proveLogarithm({ label, sid, party: this.self }, secret, point);
    const exponent = concat(S, prove('mpc match exponent v1', this.s, S));
    return this.step === 0 ? exponent : concat(X, prove('mpc match decryption key v1', this.x, X), exponent);
  }

  /** What is encrypted. */
  plaintexts(): Point[] {
    const dummies = Array.from({ length: this.cap - this.items.length }, () => GENERATOR.multiply(randomScalar()));
    return shuffled([...this.items.map((item) => hashToPoint(this.party.sid, item)), ...dummies]);
  }

  async list(): Promise<{ c1: Uint8Array; c2: Uint8Array; proof: Uint8Array }> {
    const randomness = this.plaintexts().map((point) => ({ point, r: randomScalar() }));
    const c1 = packed(randomness.map(({ r }) => GENERATOR.multiply(r)));
    const c2 = packed(randomness.map(({ point, r }) => point.add(this.keyFrom(0).multiply(r))));
    return { c1, c2, proof: await this.prove(concat(...randomness.map(({ r }) => encodeScalar(r))), c1, c2) };
  }

  prove(randomness: Uint8Array, c1: Uint8Array, c2: Uint8Array): Promise<Uint8Array> {
    return proveLogarithms(plain, { label: 'mpc match list proof v1', sid: this.party.sid, party: this.self }, randomness, c1, encodePoint(this.keyFrom(0)), c2);
  }

  /** One mixing step, as it should be. */
  mix(pool: readonly Entry[]): Entry[] {
    return shuffled(pool.map((entry) => this.mixOne(entry)));
  }

  mixOne([c1, c2]: Entry): Entry {
    const rho = randomScalar();
    const rest = this.keyFrom(this.step + 1);
    const opened = this.step === 0 ? c2 : c2.subtract(c1.multiply(this.x));
    return [c1.multiply(this.s).add(GENERATOR.multiply(rho)), opened.multiply(this.s).add(rest.multiply(rho))];
  }

  /** What leaves the last mixing step. */
  lastPoints(pool: readonly Entry[]): Point[] {
    return pool.map(([c1, c2]) => c2.multiply(this.s).subtract(c1.multiply(multiplyScalars(this.x, this.s))));
  }

  table(points: readonly Point[]): Uint8Array {
    const tags = new Map(points.map((point) => [Buffer.from(tagOf(this.party.sid, point)).toString('hex'), tagOf(this.party.sid, point)]));
    return concat(...shuffled([...tags.values(), ...Array.from({ length: points.length - tags.size }, () => randomBytes(16))]));
  }

  async answer(question: Uint8Array): Promise<{ answer: Uint8Array; proof: Uint8Array }> {
    const answer = packed(pointsIn(question).map((point) => point.multiply(this.s)));
    return { answer, proof: await generateProof(plain, { label: 'mpc match mixed answer proof v1', sid: this.party.sid, party: this.self }, encodeScalar(this.s), this.exponents[this.step] as Uint8Array, question, answer, new Uint8Array(4)) };
  }

  async play(): Promise<void> {
    const { senders, receiver } = this.roles;
    await this.takeKeys(this.keys());
    const list = await this.list();
    const hash = sha256(utf8('mpc match list hash v1'), list.c1, list.c2, list.proof);
    const submission = commit('mpc match list v1', this.party.sid, this.self, hash);
    const set = commit('mpc match set v2', this.party.sid, this.self, hashParts('mpc set v1', concat(...this.items.map(digest).sort((a, b) => Buffer.compare(a, b)))));
    await this.broadcast('match/commit', set.commitment);
    this.submissions = await this.broadcast('match/hand-in', submission.commitment);

    const [first, next, last] = [senders[0]?.seat ?? 0, senders[this.step + 1]?.seat, senders.length - 1];
    if (this.step > 0) {
      this.send(first, 'match/list', concat(submission.nonce, list.proof));
      // Of no entries nothing is sent.
      for (const column of [list.c1, list.c2]) if (column.length > 0) this.send(first, 'match/list', column);
    }
    // The first shuffles all entries before it cuts them into blocks.
    const all = this.step === 0 ? shuffled(this.mix(await this.lists(list))) : [];
    const came: Entry[] = [];
    for (let index = 0; index < this.roles.blocks; index++) {
      const [from, to] = [index, index + 1].map((each) => Math.floor((each * this.poolSize) / this.roles.blocks)) as [number, number];
      const block = this.step === 0 ? all.slice(from, to) : await this.takeBlock(index);
      if (next === undefined) came.push(...block);
      else this.sendBlock(next, index, this.step === 0 ? block : this.mix(block));
    }
    let table: { tags: Uint8Array; nonce: Uint8Array; commitment: Uint8Array } | undefined;
    if (next === undefined) {
      const tags = this.table(this.lastPoints(came));
      table = { tags, ...commit('mpc match table v1', this.party.sid, this.self, tags) };
    }

    await this.receive(receiver.seat, 'match/questions');
    let question = await this.receive(receiver.seat, 'match/questions');
    await this.broadcast('match/mixed', table?.commitment ?? new Uint8Array(0));
    for (let step = 0; step < this.step; step++) {
      question = await this.receive(senders[step]?.seat ?? 0, 'match/answer');
      await this.receive(senders[step]?.seat ?? 0, 'match/answer');
    }
    const { answer, proof } = await this.answer(question);
    for (const to of [receiver.seat, ...senders.slice(this.step + 1).map(({ seat }) => seat)]) {
      this.send(to, 'match/answer', answer);
      this.send(to, 'match/answer', proof);
    }
    if (table === undefined || this.step !== last) return;
    this.send(receiver.seat, 'match/table', table.nonce);
    this.send(receiver.seat, 'match/table', table.tags);
  }

  get poolSize(): number {
    return this.roles.senders.reduce((sum, { cap }) => sum + cap, 0);
  }

  head(party: number, index: number): Uint8Array {
    return sha256(utf8('mpc match block v1'), this.party.sid, u32be(party), u32be(index), u32be(this.roles.blocks));
  }

  sendBlock(next: number, index: number, block: readonly Entry[]): void {
    this.send(next, 'match/mix', this.head(this.self, index));
    this.send(next, 'match/mix', packed(block.map(([c1]) => c1)));
    this.send(next, 'match/mix', packed(block.map(([, c2]) => c2)));
  }

  async takeBlock(index: number): Promise<Entry[]> {
    const before = this.roles.senders[this.step - 1]?.seat ?? 0;
    await this.receive(before, 'match/mix');
    const columns = [await this.receive(before, 'match/mix'), await this.receive(before, 'match/mix')] as const;
    if (index + 4 < this.roles.blocks) this.send(before, 'match/mix/taken', new Uint8Array(0));
    return entriesIn(...columns);
  }

  async lists(own: { c1: Uint8Array; c2: Uint8Array }): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (const { seat, cap } of this.roles.senders) {
      if (seat !== this.self) await this.receive(seat, 'match/list');
      const take = async (column: Uint8Array) => (seat === this.self ? column : cap === 0 ? new Uint8Array(0) : this.receive(seat, 'match/list'));
      entries.push(...entriesIn(await take(own.c1), await take(own.c2)));
    }
    return entries;
  }
}

function entriesIn(c1: Uint8Array, c2: Uint8Array): Entry[] {
  return pointsIn(c1).map((point, i): Entry => [point, pointIn(c2.slice(32 * i, 32 * i + 32))]);
}

export class OwnReceiver extends OwnParty {
  readonly items: readonly string[];
  readonly blinds: readonly bigint[];
  /** s·H(q) of each item, and the table. */
  points: Point[] = [];
  tags: Uint8Array[] = [];

  constructor(party: MemoryParty, roles: MixRoles, items: readonly string[]) {
    super(party, roles);
    this.items = items;
    this.blinds = Array.from({ length: roles.receiver.cap }, randomScalar);
  }

  questions(): Uint8Array {
    return packed(this.blinds.map((blind, i) => (this.items[i] === undefined ? GENERATOR : hashToPoint(this.party.sid, this.items[i])).multiply(blind)));
  }

  /** What goes to each sender: the same to all. */
  questionsTo(_to: number, questions: Uint8Array): Uint8Array {
    return questions;
  }

  /** Which items match. */
  async play(): Promise<string[]> {
    const { senders } = this.roles;
    await this.takeKeys(new Uint8Array(0));
    const questions = this.questions();
    const submission = commit('mpc match questions v1', this.party.sid, this.self, questions);
    await this.broadcast('match/commit', commit('mpc match set v2', this.party.sid, this.self, questions).commitment);
    await this.broadcast('match/hand-in', submission.commitment);
    for (const { seat } of senders) {
      this.send(seat, 'match/questions', submission.nonce);
      this.send(seat, 'match/questions', this.questionsTo(seat, questions));
    }
    await this.broadcast('match/mixed', new Uint8Array(0));
    let answer: Uint8Array = questions;
    for (const { seat } of senders) {
      answer = await this.receive(seat, 'match/answer');
      await this.receive(seat, 'match/answer');
    }
    this.points = pointsIn(answer).map((point, i) => point.multiply(invertScalar(this.blinds[i] ?? 1n)));
    const last = senders[senders.length - 1]?.seat ?? 0;
    await this.receive(last, 'match/table');
    this.tags = rowsOf(await this.receive(last, 'match/table'), 16);
    return this.items.filter((_, i) => this.has(this.points[i] ?? GENERATOR));
  }

  /** Whether a point's tag is in the table. */
  has(point: Point): boolean {
    const tag = Buffer.from(tagOf(this.party.sid, point));
    return this.tags.some((each) => tag.equals(each));
  }
}
