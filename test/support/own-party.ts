import { createCipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Field } from '../../src/crypto/field.js';
import type { ProtocolContext } from '../../src/session/protocol/network.js';

/**
 * One party's side of the sum, written anew from `docs/protocols/sum.md` and `broadcast.md` with BigInt and node's primitives alone: honest
 * as it stands, which shows that the documents say what the program does, and a cheater through `tamper`.
 */

export type Step = 'sum/seed' | 'sum/commit' | 'sum/commit/echo' | 'sum/open';

export interface Sending {
  readonly step: Step;
  readonly to: number;
  readonly label: string;
  readonly message: Uint8Array;
}

export interface Tamper {
  /** Awaited before each step: for who wants to see the others' messages first. */
  readonly before?: (step: Step) => Promise<void>;
  /** What to send instead; an empty list sends nothing. May throw `Stopped`. */
  readonly send?: (sending: Sending) => Sending[];
  /** What to commit to and open instead of the partial sum: bytes of any length. */
  readonly partial?: (bytes: Uint8Array) => Uint8Array;
}

/** Thrown by a tamperer that takes no further part. */
export class Stopped extends Error {}

function prefixed(...parts: readonly (Uint8Array | string)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

function sha256(...parts: readonly (Uint8Array | string)[]): Buffer {
  return createHash('sha256').update(prefixed(...parts)).digest();
}

export function u32(n: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
}

/** hash(32) and signature(64) of a broadcast message: an entry of an echo. `as` is whose message it claims to be. */
export function signedEntry(context: ProtocolContext, label: string, message: Uint8Array, as = context.network.self): { hash: Buffer; signature: Uint8Array } {
  const hash = sha256('mpc broadcast message v1', message);
  return { hash, signature: context.sign('mpc broadcast v1', context.sid, label, u32(as), hash) };
}

/** A broadcast message as it goes over the wire. */
export function signedMessage(context: ProtocolContext, label: string, message: Uint8Array): Buffer {
  return Buffer.concat([signedEntry(context, label, message).signature, message]);
}

export function commitmentTo(context: ProtocolContext, bytes: Uint8Array, nonce: Uint8Array): Buffer {
  return sha256('mpc sum partial v1', context.sid, Buffer.concat([Buffer.of(0), u32(context.network.self)]), nonce, bytes);
}

function bigFromBytes(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

export function bytesOf(field: Field, element: bigint): Buffer {
  return Buffer.from(element.toString(16).padStart(8 * field.limbs, '0'), 'hex').reverse();
}

function elementsIn(field: Field, bytes: Uint8Array): bigint[] {
  const size = 4 * field.limbs;
  return Array.from({ length: bytes.length / size }, (_, i) => bigFromBytes(bytes.subarray(i * size, (i + 1) * size)));
}

function expand(context: ProtocolContext, field: Field, seed: Uint8Array, dealer: number, holder: number, length: number): bigint[] {
  const info = prefixed('mpc sum share v1', field.name, u32(dealer), u32(holder));
  const cipher = createCipheriv('aes-256-ctr', Buffer.from(hkdfSync('sha256', seed, context.sid, info, 32)), Buffer.alloc(16));
  const draw = () => BigInt.asUintN(field.bits, bigFromBytes(cipher.update(Buffer.alloc(4 * field.limbs))));
  return Array.from({ length }, draw).map((element) => {
    let drawn = element;
    while (drawn >= field.modulus) drawn = draw();
    return drawn;
  });
}

/** Takes part in a sum; returns the total for a recipient. What it receives it does not check: it is nobody's defender. */
export async function takeOwnPart(context: ProtocolContext, field: Field, value: readonly bigint[], recipients: readonly number[], tamper: Tamper = {}): Promise<bigint[] | undefined> {
  const { network } = context;
  const { self, count } = network;
  const others = Array.from({ length: count }, (_, i) => i).filter((i) => i !== self);
  const limit = 100_000_000;
  const post = (step: Step, to: number, message: Uint8Array) => {
    const sending: Sending = { step, to, label: step, message };
    for (const each of tamper.send?.(sending) ?? [sending]) network.send(each.to, each.label, each.message);
  };
  const mod = (n: bigint) => ((n % field.modulus) + field.modulus) % field.modulus;

  const given = new Map(others.map((to) => [to, Buffer.from(randomBytes(32))]));
  await tamper.before?.('sum/seed');
  for (const [to, seed] of given) post('sum/seed', to, seed);
  const partial = [...value].map(mod);
  for (const other of others) {
    const got = await network.receive(other, 'sum/seed', limit);
    const minus = expand(context, field, given.get(other) ?? Buffer.alloc(32), self, other, value.length);
    const plus = expand(context, field, got, other, self, value.length);
    partial.forEach((element, i) => (partial[i] = mod(element - (minus[i] ?? 0n) + (plus[i] ?? 0n))));
  }

  const honest = Buffer.concat(partial.map((element) => bytesOf(field, element)));
  const opened = tamper.partial?.(honest) ?? honest;
  const nonce = randomBytes(32);
  const commitment = commitmentTo(context, opened, nonce);
  await tamper.before?.('sum/commit');
  for (const to of others) post('sum/commit', to, signedMessage(context, 'sum/commit', commitment));
  const entries: Buffer[] = [];
  for (let sender = 0; sender < count; sender++) {
    if (sender === self) {
      const { hash, signature } = signedEntry(context, 'sum/commit', commitment);
      entries.push(Buffer.concat([hash, signature]));
      continue;
    }
    const got = await network.receive(sender, 'sum/commit', limit);
    const hash = sha256('mpc broadcast message v1', got.subarray(64));
    entries.push(Buffer.concat([hash, got.subarray(0, 64)]));
  }
  await tamper.before?.('sum/commit/echo');
  for (const to of others) post('sum/commit/echo', to, Buffer.concat(entries));
  for (const other of others) await network.receive(other, 'sum/commit/echo', limit);

  await tamper.before?.('sum/open');
  for (const to of recipients) if (to !== self) post('sum/open', to, Buffer.concat([nonce, opened]));
  if (!recipients.includes(self)) return undefined;
  const sum = [...partial];
  for (const other of others) {
    const elements = elementsIn(field, (await network.receive(other, 'sum/open', limit)).subarray(32));
    sum.forEach((element, i) => (sum[i] = mod(element + (elements[i] ?? 0n))));
  }
  return sum;
}
