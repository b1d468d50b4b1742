import { parseBoundedJson } from '../../../bounded-json.js';
import { utf8 } from '../../../crypto/bytes.js';
import type { RecordKeys } from '../reading.js';
import { NO_KEY } from './matched-rows.js';

/** Most bytes of one record's payload: a name, a telephone number, a few words. */
export const MAX_PAYLOAD_BYTES = 4096;

/** A record's payload cells as bytes: a JSON array of texts. */
export function payloadBytes(cells: readonly string[]): Uint8Array {
  return utf8(JSON.stringify(cells));
}

/**
 * The payload of each key. If rows share a key, the first row's payload counts. Call it when the list is read, because its time grows with the list. `textOf`
 * gives the payload of a row, counted from 1, as bytes.
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

/** Undefined if another party sent anything but `count` texts. */
export function parsePayload(bytes: Uint8Array, count: number): string[] | undefined {
  try {
    const cells = parseBoundedJson(bytes, { maxBytes: MAX_PAYLOAD_BYTES });
    const isThat = Array.isArray(cells) && cells.length === count && cells.every((cell) => typeof cell === 'string');
    return isThat ? cells : undefined;
  } catch {
    return undefined;
  }
}
