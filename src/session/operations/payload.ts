import { utf8 } from '../../crypto/bytes.js';

/** A record's payload cells as bytes: a JSON array of texts. */
export function payloadBytes(cells: readonly string[]): Uint8Array {
  return utf8(JSON.stringify(cells));
}

/** Undefined where another party sent something else than `count` texts. */
export function parsePayload(bytes: Uint8Array, count: number): string[] | undefined {
  try {
    const cells = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
    const isThat = Array.isArray(cells) && cells.length === count && cells.every((cell) => typeof cell === 'string');
    return isThat ? cells : undefined;
  } catch {
    return undefined;
  }
}
