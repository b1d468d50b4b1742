import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { concat } from '../../../src/crypto/bytes.js';
import { commit } from '../../../src/crypto/commitment.js';
import { elementsOf, toBytes, vectorOf, zeroVector } from '../../../src/crypto/field-vector.js';
import { FIELDS, fieldOf, toElement, type Field } from '../../../src/crypto/field.js';
import type { MpcError } from '../../../src/errors.js';
import { broadcast } from '../../../src/session/protocol/broadcast.js';
import type { ProtocolContext } from '../../../src/session/protocol/network.js';
import { maskedValue, secureSum, secureSums } from '../../../src/session/protocol/secure-sum.js';
import { memoryNetwork } from '../../../src/testing/memory-network.js';
import { takeOwnPart } from '../../support/own-party.js';
import { ALL_FIELDS } from '../../crypto/toy-fields.js';

const MERSENNE_127 = fieldOf('2^127-1', 2n ** 127n - 1n);

function sumsOf(field: Field, values: readonly (readonly bigint[])[]): bigint[] {
  return (values[0] ?? []).map((_, i) => toElement(field, values.reduce((sum, value) => sum + (value[i] ?? 0n), 0n)));
}

async function sumOf(field: Field, values: readonly (readonly bigint[])[], recipients: readonly number[]): Promise<(bigint[] | undefined)[]> {
  const { parties } = memoryNetwork(values.length);
  const ended = await Promise.all(parties.map((party, i) => secureSum(party, field, vectorOf(field, values[i] ?? []), { contributors: parties.map((_, seat) => seat), recipients })));
  const hashes = parties.map((party) => Buffer.from(party.transcript.hash).toString('hex'));
  expect(new Set(hashes).size).toBe(1);
  for (const { commitments } of ended) expect(commitments).toEqual(ended[0]?.commitments);
  return ended.map(({ sum }) => (sum === undefined ? undefined : elementsOf(field, sum)));
}

describe('a secure sum', () => {
  it.each([2, 3, 5])('of %i parties is exactly the sum, for the recipients and nobody else, whatever values, length and field', async (count) => {
    const session = fc
      .constantFrom(...ALL_FIELDS)
      .chain((field) =>
        fc.integer({ min: 0, max: 12 }).chain((length) =>
          fc.tuple(
            fc.constant(field),
            fc.array(fc.array(fc.bigInt({ min: 0n, max: field.modulus - 1n }), { minLength: length, maxLength: length }), { minLength: count, maxLength: count }),
            fc.subarray(Array.from({ length: count }, (_, i) => i), { minLength: 1 }),
          ),
        ),
      );
    await fc.assert(
      fc.asyncProperty(session, async ([field, values, recipients]) => {
        const results = await sumOf(field, values, recipients);
        expect(results).toEqual(values.map((_, party) => (recipients.includes(party) ? sumsOf(field, values) : undefined)));
      }),
      { numRuns: 40 },
    );
  });

  it('of 100 numbers of 128 bits from three parties is exact', async () => {
    const field = FIELDS.find(({ modulus }) => modulus > 3n * 2n ** 128n) ?? MERSENNE_127;
    const largest = 2n ** 128n - 1n;
    const values = [0n, 1n, 2n].map((party) => Array.from({ length: 100 }, (_, i) => largest - party - 1_000_003n ** BigInt(i % 6)));
    const exact = Array.from({ length: 100 }, (_, i) => 3n * largest - 3n - 3n * 1_000_003n ** BigInt(i % 6));
    expect(await sumOf(field, values, [0, 1, 2])).toEqual([exact, exact, exact]);
  });

  it('leaves each party’s own vector as it was', async () => {
    const { parties } = memoryNetwork(2);
    const value = vectorOf(MERSENNE_127, [17n]);
    await Promise.all(parties.map((party) => secureSum(party, MERSENNE_127, value, { contributors: parties.map((_, seat) => seat), recipients: [0] })));
    expect(elementsOf(MERSENNE_127, value)).toEqual([17n]);
  });

  it('is of the contributors alone, with the others as witnesses who hold and open nothing', async () => {
    const { parties, wire } = memoryNetwork(4);
    const roles = { contributors: [0, 2], recipients: [1, 2] };
    const ended = await Promise.all(parties.map((party, i) => secureSum(party, MERSENNE_127, vectorOf(MERSENNE_127, [BigInt(10 ** i)]), roles)));
    expect(ended.map(({ sum }) => (sum === undefined ? undefined : elementsOf(MERSENNE_127, sum)))).toEqual([undefined, [101n], [101n], undefined]);
    expect(ended[0]?.commitments.map((commitment) => commitment.length)).toEqual([32, 0, 32, 0]);
    expect(new Set(wire.filter(({ from }) => from === 1 || from === 3).map(({ label }) => label))).toEqual(new Set(['sum/commit', 'sum/commit/echo']));
  });

  it('does not take a commitment of a party that puts nothing in', async () => {
    const { parties } = memoryNetwork(3);
    const honest = { contributors: [0, 1], recipients: [0, 1, 2] };
    const ended = await Promise.allSettled([
      ...parties.slice(0, 2).map((party) => secureSum(party, MERSENNE_127, vectorOf(MERSENNE_127, [1n]), honest)),
      broadcast(parties[2] as ProtocolContext, 'sum/commit', new Uint8Array(32), 32),
    ]);
    expect(ended.slice(0, 2).map((each) => (each.status === 'rejected' ? (each.reason as MpcError).party : undefined))).toEqual(['Harbour', 'Harbour']);
  });

  it.each([
    ['opens a part by a commitment that was made to it', 'mpc sum partial v1 part 2 of 2', 'fulfilled'],
    ['opens no part by a commitment that was made to another', 'mpc sum partial v1 part 1 of 2', 'rejected'],
  ])('%s', async (_, label, status) => {
    const { parties } = memoryNetwork(3);
    const contributors = [0, 1, 2];
    const agreed = { contributors, parts: [{ length: 1, recipients: contributors }, { length: 1, recipients: contributors }] };
    const own = parties[2] as (typeof parties)[number];
    const opensOneTwice = async () => {
      const partial = toBytes((await maskedValue(own, MERSENNE_127, vectorOf(MERSENNE_127, [5n, 5n]), contributors)).subarray(0, MERSENNE_127.limbs));
      const made = ['mpc sum partial v1 part 1 of 2', label].map((each) => commit(each, own.sid, 2, partial));
      await broadcast(own, 'sum/commit', concat(...made.map(({ commitment }) => commitment)), 64);
      for (const to of [0, 1]) own.network.send(to, 'sum/open', concat(...made.flatMap(({ nonce }) => [nonce, partial])));
    };
    const ended = await Promise.allSettled([...parties.slice(0, 2).map((party) => secureSums(party, MERSENNE_127, vectorOf(MERSENNE_127, [1n, 1n]), agreed)), opensOneTwice()]);
    expect(ended.map((each) => each.status)).toEqual([status, status, 'fulfilled']);
    for (const each of ended) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'DEVIATION', party: 'Harbour' });
  });

  it('sends nothing that depends on data before the run is recorded', async () => {
    const { parties, wire } = memoryNetwork(3);
    const labelsAtRecording: string[][] = [];
    const refusal = new Error('spent');
    const ended = await Promise.allSettled(
      parties.map((party) =>
        secureSum(party, MERSENNE_127, zeroVector(MERSENNE_127, 1), { contributors: [0, 1, 2], recipients: [0, 1, 2] }, {
          beforeCommitting: () => {
            labelsAtRecording.push(wire.filter(({ from }) => from === party.network.self).map(({ label }) => label));
            return Promise.reject(refusal);
          },
        }),
      ),
    );
    expect(ended.map((each) => (each.status === 'rejected' ? (each.reason as unknown) : undefined))).toEqual([refusal, refusal, refusal]);
    expect(labelsAtRecording).toEqual([0, 1, 2].map(() => ['sum/seed', 'sum/seed']));
    expect(new Set(wire.map(({ label }) => label))).toEqual(new Set(['sum/seed']));
  });

  it.each(ALL_FIELDS)('over $name comes out with a party whose program was written from the documents alone', async (field) => {
    const values = [[1n, field.modulus - 1n], [2n, 3n], [field.modulus - 2n, 4n]].map((value) => value.map((each) => each % field.modulus));
    const { parties } = memoryNetwork(3);
    const [first, own, last] = parties;
    if (first === undefined || own === undefined || last === undefined) throw new Error('three parties');
    const [a, b, c] = await Promise.all([
      secureSum(first, field, vectorOf(field, values[0] ?? []), { contributors: [0, 1, 2], recipients: [0, 1] }),
      takeOwnPart(own, field, values[1] ?? [], [0, 1]),
      secureSum(last, field, vectorOf(field, values[2] ?? []), { contributors: [0, 1, 2], recipients: [0, 1] }),
    ]);
    expect(a.sum === undefined ? undefined : elementsOf(field, a.sum)).toEqual(sumsOf(field, values));
    expect(b).toEqual(sumsOf(field, values));
    expect(c.sum).toBeUndefined();
  });
});

describe('on the wire', () => {
  async function wireOf(values: readonly (readonly bigint[])[]) {
    const { parties, wire } = memoryNetwork(3);
    await Promise.all(parties.map((party, i) => secureSum(party, MERSENNE_127, vectorOf(MERSENNE_127, values[i] ?? []), { contributors: parties.map((_, seat) => seat), recipients: [0, 2] })));
    return wire;
  }

  it('order, labels and lengths are the same whatever the inputs, and no message holds an input', async () => {
    const small = [[0n, 0n], [0n, 0n], [0n, 0n]];
    const large = [[MERSENNE_127.modulus - 1n, 2n ** 100n], [5n, 6n], [2n ** 126n, 7n]];
    const [first, second] = [await wireOf(small), await wireOf(large)];
    const shape = (wire: typeof first) => wire.map(({ from, to, label, message }) => ({ from, to, label, length: message.length }));
    expect(shape(second)).toEqual(shape(first));
    expect(shape(first).length).toBe(3 * (2 + 2 + 2) + 4);
    for (const value of large) {
      const input = Buffer.from(vectorOf(MERSENNE_127, value).buffer);
      expect(second.some(({ message }) => Buffer.from(message).includes(input))).toBe(false);
    }
  });

  it('nothing is the same twice when the same inputs are summed again', async () => {
    const values = [[1n], [2n], [3n]];
    const [first, second] = [await wireOf(values), await wireOf(values)];
    const before = new Set(first.map(({ message }) => Buffer.from(message).toString('hex')));
    expect(second.some(({ message }) => before.has(Buffer.from(message).toString('hex')))).toBe(false);
  });
});
