import { lengthPrefixed, utf8 } from '../../../crypto/bytes.js';
import type { BatchGroup } from '../../../crypto/batch/group.js';
import { inPieces } from './elements.js';
import { ITEM_LENGTH } from './direction.js';

/** RFC 9380 section 3.1: names application, version and suite. */
const DST = utf8('mpc-match-v1-with-ristretto255_XMD:SHA-512_R255MAP_RO_');
const PURPOSE = utf8('mpc match mixed item v1');

/**
 * H(y) of each digest: hash_to_ristretto255 (RFC 9380 appendix B) of purpose, sid and digest, the same for all parties. Nobody knows a logarithm of a result,
 * or a relation between two results, and a result for one session is useless in another.
 */
export async function hashItems(group: BatchGroup, sid: Uint8Array, digests: Uint8Array): Promise<Uint8Array> {
  const template = lengthPrefixed(PURPOSE, sid, new Uint8Array(ITEM_LENGTH));
  return inPieces(digests.length / ITEM_LENGTH, async (from, to) => {
    const inputs = new Uint8Array((to - from) * template.length);
    for (let i = 0; i < to - from; i++) {
      inputs.set(template, i * template.length);
      inputs.set(digests.subarray((from + i) * ITEM_LENGTH, (from + i + 1) * ITEM_LENGTH), (i + 1) * template.length - ITEM_LENGTH);
    }
    return group.hashToGroup(inputs, template.length, DST);
  });
}
