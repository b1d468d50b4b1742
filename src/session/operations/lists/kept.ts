import * as v from 'valibot';
import { parseJsonAs } from '../../../json-as.js';
import { fromHex, toHex, utf8 } from '../../../crypto/bytes.js';
import { TAG_LENGTH } from '../../protocol/matching/oprf-values.js';
import type { SealedList } from './sealed.js';

const MAX_KEPT_BYTES = 256 * 1024 * 1024;

const hex = v.pipe(v.string(), v.maxLength(128), v.regex(/^[0-9a-f]*$/));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const schema = v.strictObject({
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

/** Encodes what a recipient keeps of a sealed comparison: the other's sealed table, and its own tags and rows. */
export function encodeKept({ between, ciphertext, tableCommitment, values, records }: SealedList): Uint8Array {
  const document: v.InferOutput<typeof schema> = {
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
  return utf8(JSON.stringify(document));
}

/** Throws if the bytes are not from `encodeKept`. */
export function decodeKept(bytes: Uint8Array): SealedList {
  const { dealer, recipient, ciphertext, tableCommitment, payloadKeys, rows, slots, cells, ...document } = parseJsonAs(schema, bytes, { maxBytes: MAX_KEPT_BYTES });
  const itemOf = new Uint32Array(bytesOf(document.itemOf).buffer);
  const tags = bytesOf(document.tags);
  if (itemOf.length !== rows * slots || cells.length !== rows) throw new RangeError('rows are missing');
  return {
    between: { dealer, recipient },
    ciphertext: bytesOf(ciphertext),
    tableCommitment: tableCommitment === undefined ? undefined : fromHex(tableCommitment),
    values: { tags, payloadKeys: bytesOf(payloadKeys) },
    records: { rows, slots, itemOf, digests: new Uint8Array(0), setHash: new Uint8Array(0), count: tags.length / TAG_LENGTH, cells: (row) => cells[row - 1] ?? [], texts: [] },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

/** A copy in memory of its own, so that it can be read as words. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}
