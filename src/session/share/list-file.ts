import * as v from 'valibot';
import { parseBoundedJson } from '../../bounded-json.js';
import { fromHex, toHex, utf8 } from '../../crypto/bytes.js';
import { hkdf } from '../../crypto/hash.js';
import { randomBytes } from '../../crypto/random.js';
import { MpcError } from '../../errors.js';
import type { SealedList } from '../operations/lists/sealed.js';
import { TAG_LENGTH } from '../protocol/matching/oprf-values.js';
import type { SecretKeyOfIdentity } from './file.js';

export const LIST_FORMAT = 'mpc-sealed-list/1';
/** A comparison of a million keys takes a quarter of this. */
export const MAX_LIST_BYTES = 256 * 1024 * 1024;

const hex = v.pipe(v.string(), v.maxLength(128), v.regex(/^[0-9a-f]*$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const outerSchema = v.strictObject({ format: v.literal(LIST_FORMAT), session: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), nonce: hex, ciphertext: v.string() });
const innerSchema = v.strictObject({
  dealer: count,
  recipient: count,
  ciphertext: v.string(),
  tableCommitment: v.optional(hex),
  tags: v.string(),
  payloadKeys: v.string(),
  rows: count,
  slots: count,
  itemOf: v.string(),
  cells: v.array(v.array(v.string())),
});

/**
 * What a recipient keeps of a sealed comparison of lists: the other's sealed table, and its own tags and rows. Always encrypted
 * and authenticated under a key that only this identity gives, with the session bound in: it is as secret as the list itself. Throws INPUT_TOO_MANY
 * where it would be longer than `MAX_LIST_BYTES`.
 */
export async function encodeList(list: SealedList, session: string, identity: SecretKeyOfIdentity): Promise<Uint8Array> {
  const { between, ciphertext, tableCommitment, values, records } = list;
  const inner: v.InferOutput<typeof innerSchema> = {
    dealer: between.dealer,
    recipient: between.recipient,
    ciphertext: base64(ciphertext),
    ...(tableCommitment === undefined ? {} : { tableCommitment: toHex(tableCommitment) }),
    tags: base64(values.tags),
    payloadKeys: base64(values.payloadKeys),
    rows: records.rows,
    slots: records.slots,
    itemOf: base64(new Uint8Array(records.itemOf.buffer, records.itemOf.byteOffset, records.itemOf.byteLength)),
    cells: Array.from({ length: records.rows }, (_, i) => [...records.cells(i + 1)]),
  };
  const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
  const nonce = randomBytes(24);
  const sealed = xchacha20poly1305(keyOf(identity), nonce, utf8(session)).encrypt(utf8(JSON.stringify(inner)));
  const file = utf8(JSON.stringify({ format: LIST_FORMAT, session, nonce: toHex(nonce), ciphertext: base64(sealed) }));
  // Before anyone signs that all is well: nobody could open what this party cannot read again.
  if (file.length > MAX_LIST_BYTES) throw new MpcError('INPUT_TOO_MANY', 'What this recipient would have to keep of the comparison is larger than 256 MiB.', 'Agree on smaller caps, or leave long cells out of the key columns.');
  return file;
}

/** Throws SHARE_INVALID where the file is of another session, another identity, or was altered. */
export async function decodeList(bytes: Uint8Array, session: string, identity: SecretKeyOfIdentity): Promise<SealedList> {
  try {
    const outer = v.parse(outerSchema, parseBoundedJson(bytes, { maxBytes: MAX_LIST_BYTES }));
    if (outer.session !== session) throw invalid();
    const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
    const plain = xchacha20poly1305(keyOf(identity), fromHex(outer.nonce), utf8(session)).decrypt(bytesOf(outer.ciphertext));
    return listOf(v.parse(innerSchema, parseBoundedJson(plain, { maxBytes: MAX_LIST_BYTES })));
  } catch {
    throw invalid();
  }
}

function listOf(inner: v.InferOutput<typeof innerSchema>): SealedList {
  const { rows, slots, cells } = inner;
  const places = bytesOf(inner.itemOf);
  const itemOf = new Uint32Array(places.buffer);
  const tags = bytesOf(inner.tags);
  if (itemOf.length !== rows * slots || cells.length !== rows) throw invalid();
  return {
    between: { dealer: inner.dealer, recipient: inner.recipient },
    ciphertext: bytesOf(inner.ciphertext),
    tableCommitment: inner.tableCommitment === undefined ? undefined : fromHex(inner.tableCommitment),
    values: { tags, payloadKeys: bytesOf(inner.payloadKeys) },
    records: { rows, slots, itemOf, digests: new Uint8Array(0), setHash: new Uint8Array(0), count: tags.length / TAG_LENGTH, cells: (row) => cells[row - 1] ?? [], texts: [] },
  };
}

function keyOf({ secretKey }: SecretKeyOfIdentity): Uint8Array {
  return hkdf(secretKey, utf8(LIST_FORMAT), 'encryption key', 32);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

/** In memory of its own, so that it can be looked at as words. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

function invalid(): MpcError {
  return new MpcError('SHARE_INVALID', 'What this party kept of the sealed comparison is damaged, of another session, or of another identity.', 'Restore shares/SESSION.list.json of MPC_HOME from your back-up; after a rotation use the old identity, which is kept as identity-OLDKEY.json.');
}
