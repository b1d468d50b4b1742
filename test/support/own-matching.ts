import { createHash, createHmac } from 'node:crypto';
import { SodiumGroup } from '../../src/crypto/batch/sodium-group.js';
import { invertScalars, randomScalars } from '../../src/crypto/batch/scalars.js';
import { generateProof } from '../../src/crypto/oprf/dleq.js';
import { randomBytes } from '../../src/crypto/random.js';
import type { Direction } from '../../src/session/protocol/matching/direction.js';
import type { MemoryParty } from '../../src/testing/memory-network.js';

/**
 * A second implementation of both sides of private matching, written from docs/protocols/psi.md, over the group alone. With `tamper` it
 * cheats: whatever it is about to send can be replaced by other messages, or none.
 */
export interface Sending {
  readonly step: 'key' | 'points' | 'answers' | 'tags';
  readonly label: string;
  readonly message: Uint8Array;
}

export type Tamper = (sending: Sending) => Sending[] | Promise<Sending[]>;
export const honestly: Tamper = (sending) => [sending];

export const group = new SodiumGroup({ threads: 0 });

function lp(...parts: (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(part));
      return [length, Buffer.from(part as Uint8Array)];
    }),
  );
}

function u32(n: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
}

export function bound(purpose: string, sid: Uint8Array, direction: Direction): Buffer {
  return lp(purpose, sid, u32(direction.sender), u32(direction.receiver));
}

export function rows(bytes: Uint8Array, width: number): Uint8Array[] {
  return Array.from({ length: bytes.length / width }, (_, i) => bytes.subarray(i * width, (i + 1) * width));
}

const VOPRF_DST = Buffer.from('HashToGroup-OPRFV1-\x01-ristretto255-SHA512', 'latin1');
const COUNT_DST = Buffer.from('mpc match count v1 ristretto255_XMD:SHA-512_R255MAP_RO_');

function hashed(purpose: string, dst: Uint8Array, sid: Uint8Array, direction: Direction, items: Uint8Array): { inputs: Buffer; length: number; points: Promise<Uint8Array> } {
  const each = rows(items, 32).map((item) => Buffer.concat([bound(purpose, sid, direction), lp(item)]));
  const length = each[0]?.length ?? 1;
  const inputs = Buffer.concat(each);
  return { inputs, length, points: group.hashToGroup(inputs, length, dst) };
}

export function voprfPoints(sid: Uint8Array, direction: Direction, items: Uint8Array): ReturnType<typeof hashed> {
  return hashed('mpc match item v1', VOPRF_DST, sid, direction, items);
}

export function countPoints(sid: Uint8Array, direction: Direction, items: Uint8Array): Promise<Uint8Array> {
  return hashed('mpc match count item v1', COUNT_DST, sid, direction, items).points;
}

export function countTag(sid: Uint8Array, direction: Direction, point: Uint8Array): Buffer {
  const purpose = 'mpc match count tag v1';
  return createHash('sha256').update(lp(purpose, bound(purpose, sid, direction), point)).digest().subarray(0, 16);
}

/** Tags and payload keys of items whose points were multiplied by the key. */
function valuesOf(sid: Uint8Array, direction: Direction, inputs: Uint8Array, length: number, points: Uint8Array): { tag: Buffer; key: Buffer }[] {
  const two = (n: number) => Buffer.from([n >> 8, n & 255]);
  return rows(points, 32).map((point, i) => {
    const output = createHash('sha512').update(Buffer.concat([two(length), inputs.subarray(i * length, (i + 1) * length), two(32), point, Buffer.from('Finalize')])).digest();
    const derived = (purpose: string) => createHmac('sha256', output).update(lp('mpc match value v1', bound(purpose, sid, direction))).digest();
    return { tag: derived('mpc match tag v1').subarray(0, 16), key: derived('mpc match payload key v1') };
  });
}

/** For answers in one message, the first. */
export function proofOf(sid: Uint8Array, direction: Direction, secretKey: Uint8Array, publicKey: Uint8Array, points: Uint8Array, answers: Uint8Array): Promise<Uint8Array> {
  return generateProof(group, { label: 'mpc match answer proof v1', sid, party: direction.sender }, secretKey, publicKey, points, answers, u32(direction.receiver), u32(0));
}

export class OwnParty {
  readonly #party: MemoryParty;
  readonly #direction: Direction;
  readonly #tamper: Tamper;

  constructor(party: MemoryParty, direction: Direction, tamper: Tamper = honestly) {
    this.#party = party;
    this.#direction = direction;
    this.#tamper = tamper;
  }

  /** A list of up to 1024 items, all to one message. */
  async send(items: Uint8Array, secretKey = randomScalars(1)): Promise<void> {
    const { sid, network } = this.#party;
    const publicKey = await group.scaleBase(secretKey);
    await this.#emit('key', publicKey);
    const points = await network.receive(this.#direction.receiver, this.#label('points'), 2 ** 20);
    const evaluated = await group.scale(secretKey, points);
    await this.#emit('answers', Buffer.concat([evaluated, await proofOf(sid, this.#direction, secretKey, publicKey, points, evaluated)]));
    const own = voprfPoints(sid, this.#direction, items);
    const tags = valuesOf(sid, this.#direction, own.inputs, own.length, await group.scale(secretKey, await own.points)).map(({ tag }) => tag);
    await this.#emit('tags', Buffer.concat([...tags, randomBytes(16 * (this.#direction.senderCap - tags.length))]));
  }

  /** Asks for the items, and returns which of them are among the tags. */
  async receive(items: Uint8Array): Promise<boolean[]> {
    const { sid, network } = this.#party;
    const { receiverCap, senderCap, sender } = this.#direction;
    await network.receive(sender, this.#label('key'), 32);
    const all = Buffer.concat([items, randomBytes(32 * receiverCap - items.length)]);
    const own = voprfPoints(sid, this.#direction, all);
    const blinds = randomScalars(receiverCap);
    await this.#emit('points', await group.scaleEach(blinds, await own.points));
    const answer = await network.receive(sender, this.#label('answers'), 2 ** 20);
    const unblinded = await group.scaleEach(invertScalars(blinds), answer.subarray(0, 32 * receiverCap));
    const tags = new Set(rows(await network.receive(sender, this.#label('tags'), 16 * senderCap), 16).map((tag) => Buffer.from(tag).toString('hex')));
    return valuesOf(sid, this.#direction, own.inputs, own.length, unblinded)
      .slice(0, items.length / 32)
      .map(({ tag }) => tags.has(tag.toString('hex')));
  }

  /** The sender of a count; without shuffling. */
  async sendCount(items: Uint8Array, k = randomScalars(1)): Promise<void> {
    const { sid, network } = this.#party;
    const points = await network.receive(this.#direction.receiver, this.#label('points'), 2 ** 20);
    await this.#emit('answers', await group.scale(k, points));
    const tags = rows(await group.scale(k, await countPoints(sid, this.#direction, items)), 32).map((point) => countTag(sid, this.#direction, point));
    await this.#emit('tags', Buffer.concat([...tags, randomBytes(16 * (this.#direction.senderCap - tags.length))]));
  }

  /** Asks a sender of counts for these very points, and returns what came. */
  async askCount(points: Uint8Array): Promise<{ answers: Uint8Array; tags: Uint8Array }> {
    const { network } = this.#party;
    await this.#emit('points', points);
    const answers = await network.receive(this.#direction.sender, this.#label('answers'), 2 ** 20);
    return { answers, tags: await network.receive(this.#direction.sender, this.#label('tags'), 2 ** 20) };
  }

  #label(step: string): string {
    return `match/${this.#direction.sender}>${this.#direction.receiver}/${step}`;
  }

  async #emit(step: Sending['step'], message: Uint8Array): Promise<void> {
    const to = step === 'points' ? this.#direction.sender : this.#direction.receiver;
    for (const sending of await this.#tamper({ step, label: this.#label(step), message })) this.#party.network.send(to, sending.label, sending.message);
  }
}
