import { parseBoundedJson } from '../../../bounded-json.js';
import { utf8 } from '../../../crypto/bytes.js';
import type { RecordKeys } from '../reading.js';
import { NO_KEY } from './matched-rows.js';

/** Payload of one record: a name, a number to call, a few words. */
export const MAX_PAYLOAD_BYTES = 4096;

/** A record's payload cells as bytes: a JSON array of texts. */
export function payloadBytes(cells: readonly string[]): Uint8Array {
  return utf8(JSON.stringify(cells));
}

/**
 * The payload that goes with each key: of rows that share one, the first's. To be made where the list is read: it takes as long as the list is long. Rows count
 * from 1 for `textOf`, which gives a row's payload as bytes.
 */
export function textsOf({ rows, slots, itemOf, count }: Pick<RecordKeys, 'rows' | 'slots' | 'itemOf' | 'count'>, textOf: (row: number) => Uint8Array): Uint8Array[] {
  const texts = new Array<Uint8Array>(count);
  for (let row = 1; row <= rows; row++) {
    const text = textOf(row);
    for (let slot = 0; slot < slots; slot++) {
      const item = itemOf[(row - 1) * slots + slot] ?? NO_KEY;
      if (item !== NO_KEY) texts[item] ??= text;
    }
  }
  return texts;
}

/** Undefined where another party sent something else than `count` texts. */
export function parsePayload(bytes: Uint8Array, count: number): string[] | undefined {
  try {
    const cells = parseBoundedJson(bytes, { maxBytes: MAX_PAYLOAD_BYTES });
    const isThat = Array.isArray(cells) && cells.length === count && cells.every((cell) => typeof cell === 'string');
    return isThat ? cells : undefined;
  } catch {
    return undefined;
  }
}
