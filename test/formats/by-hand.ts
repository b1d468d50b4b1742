/** What the pages in docs/formats say, done with Node's cryptography alone and none of the program: as somebody would who has the pages and no source. */
import { createHash, createHmac, createPublicKey, hkdfSync, verify } from 'node:crypto';

export const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
export const unhex = (text: string): Buffer => Buffer.from(text, 'hex');
type Part = Uint8Array | string;
const part = (each: Part): Buffer => (typeof each === 'string' ? bytes(each) : Buffer.from(each));
export const u32 = (value: number): Buffer => unhex(value.toString(16).padStart(8, '0'));

/** lp(a, b, …): each part behind its length in four bytes. */
export const lp = (...parts: readonly Part[]): Buffer => Buffer.concat(parts.flatMap((each) => [u32(part(each).length), part(each)]));
export const sha256 = (each: Part): Buffer => createHash('sha256').update(part(each)).digest();
/** H(label, a, b, …) */
export const H = (...parts: readonly Part[]): Buffer => sha256(lp(...parts));
export const hmac = (key: Uint8Array, ...parts: readonly Part[]): Buffer => createHmac('sha256', key).update(lp(...parts)).digest();
export const hkdf = (secret: Uint8Array, salt: Part, info: Part, length: number): Buffer => Buffer.from(hkdfSync('sha256', secret, part(salt), part(info), length));

/** Canonical JSON of documents without fractions and without names beyond ASCII: members sorted, nothing between them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}

/** The document without some of its members. */
export function without(value: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** The 32 bytes of a key's text, its checksum not looked at. */
export function keyOf(text: string): Buffer {
  const bits = Array.from(text.slice(4, -6)).map((each) => 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'.indexOf(each).toString(2).padStart(5, '0')).join('');
  return Buffer.from(Array.from({ length: 32 }, (_, i) => Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2)));
}

/** Ed25519 of a key's text over lp(parts). */
export function isSigned(key: string, signature: string, ...parts: readonly Part[]): boolean {
  const publicKey = createPublicKey({ key: Buffer.concat([unhex('302a300506032b6570032100'), keyOf(key)]), format: 'der', type: 'spki' });
  return verify(null, lp(...parts), publicKey, unhex(signature));
}
