import { describe, expect, it } from 'vitest';
import { opens } from '../../../../src/crypto/commitment.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { hashOfSet } from '../../../../src/crypto/set-hash.js';
import { atOnce } from '../../../../src/crypto/steps.js';
import { commitToSet, commitToSets } from '../../../../src/session/protocol/matching/set-commitment.js';
import { memoryNetwork, type MemoryParty } from '../../../../src/testing/memory-network.js';
import { rows } from '../../../support/own-matching.js';
import { deviationOf, outcomes } from '../outcomes.js';
import { digests } from './support.js';

const LISTS = [digests(['b', 'a']), undefined, digests(['c'])];

async function committing(party: MemoryParty, contributors: readonly number[], list: Uint8Array | undefined) {
  return commitToSets(party, 'psi/commit', contributors, list && commitToSet(party, atOnce(hashOfSet(list))));
}

describe('commitments to lists', () => {
  it('are the same for all, one from each contributor, in the transcript', async () => {
    const { parties } = memoryNetwork(3);
    const committed = await Promise.all(parties.map(async (party, i) => committing(party, [0, 2], LISTS[i])));
    expect(committed.map(({ commitments }) => commitments.map((each) => each.length))).toEqual(committed.map(() => [32, 0, 32]));
    expect(new Set(committed.map(({ commitments }) => Buffer.concat(commitments).toString('hex'))).size).toBe(1);
    expect(committed.map(({ nonce }) => nonce?.length)).toEqual([32, undefined, 32]);
    expect(new Set(parties.map(({ transcript }) => Buffer.from(transcript.hash).toString('hex'))).size).toBe(1);
  });

  it('open to the set, in whatever order it was, under a nonce that its party alone has', async () => {
    const { parties } = memoryNetwork(3);
    const [first] = await Promise.all(parties.map(async (party, i) => committing(party, [0, 2], LISTS[i])));
    const sorted = Buffer.concat(rows(digests(['a', 'b']), 32).sort((x, y) => Buffer.compare(x, y)));
    const opensTo = (set: Uint8Array, party: number, sid = parties[0]?.sid as Uint8Array) => opens(first?.commitments[0] as Uint8Array, 'mpc match set v2', sid, party, hashParts('mpc set v1', set), first?.nonce as Uint8Array);
    expect(opensTo(sorted, 0)).toBe(true);
    expect(opensTo(sorted, 2)).toBe(false);
    expect(opensTo(sorted.subarray(32), 0)).toBe(false);
    expect(opensTo(sorted, 0, randomBytes(32))).toBe(false);
  });

  it('are refused from a witness, and where a contributor has none', async () => {
    const { parties } = memoryNetwork(3);
    const ended = await outcomes(parties.map(async (party, i) => committing(party, [0, 1], LISTS[i])));
    expect(ended.map((end) => deviationOf(end).party)).toEqual(['South', 'South', 'South']);
    const { parties: others } = memoryNetwork(3);
    const witness = await outcomes(others.map(async (party) => committing(party, [0, 1], LISTS[0])));
    expect(witness.map((end) => deviationOf(end).party)).toEqual(['Harbour', 'Harbour', 'Harbour']);
  });
});
