import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/crypto/bytes.js';
import { elementsOf, vectorOf } from '../../../src/crypto/field-vector.js';
import { FIELDS, fieldOf, type Field } from '../../../src/crypto/field.js';
import { secureSum } from '../../../src/session/protocol/secure-sum.js';
import { memoryNetwork, type Sent, type MemoryParty } from '../../../src/testing/memory-network.js';
import { bytesOf, signedMessage, Stopped, takeOwnPart, type Sending, type Step, type Tamper } from '../../support/own-party.js';
import { deviationOf, failureOf, outcomes } from './outcomes.js';

const FIELD = fieldOf('2^61-1', 2n ** 61n - 1n);
const CHEATER = 1;
const EVERYONE = [0, 1, 2];
const STEPS: readonly Step[] = ['sum/seed', 'sum/commit', 'sum/commit/echo', 'sum/open'];

type Ended = Error | bigint[] | undefined;

/** North and Harbour are honest, South cheats; it leaves once it is done, so that nobody waits for more. */
async function against(tamperOf: (cheater: MemoryParty, wire: readonly Sent[]) => Tamper, options: { field?: Field; recipients?: readonly number[]; session?: ReturnType<typeof memoryNetwork> } = {}): Promise<Ended[]> {
  const { field = FIELD, recipients = EVERYONE, session = memoryNetwork(3) } = options;
  const { parties, wire } = session;
  const cheater = parties[CHEATER] as MemoryParty;
  const honest = outcomes(
    parties
      .filter((party) => party !== cheater)
      .map(async (party) => {
        const { sum } = await secureSum(party, field, vectorOf(field, [11n, 12n]), { contributors: parties.map((_, i) => i), recipients });
        return sum === undefined ? undefined : elementsOf(field, sum);
      }),
  );
  const cheating = takeOwnPart(cheater, field, [5n, 6n], recipients, tamperOf(cheater, wire)).finally(() => cheater.network.leave());
  const [ended] = await Promise.all([honest, honest.then(() => parties.forEach((party) => party.network.leave())), outcomes([cheating])]);
  return ended;
}

function inStep(step: Step, change: (sending: Sending) => Sending[]): Tamper {
  return { send: (sending) => (sending.step === step ? change(sending) : [sending]) };
}

function insteadIn(step: Step, message: (sending: Sending) => Uint8Array): Tamper {
  return inStep(step, (sending) => [{ ...sending, message: message(sending) }]);
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

function expectSouthNamed(ended: readonly Ended[], words: string): void {
  expect(ended.map(deviationOf)).toEqual([0, 1].map(() => ({ party: 'South', message: expect.stringContaining(words) as string })));
}

describe('against honest parties in a sum', () => {
  it('a party with a program of its own that does not tamper gets everyone the result', async () => {
    expect(await against(() => ({}))).toEqual([[27n, 30n], [27n, 30n]]);
  });

  it('who opens another value than it committed to is named', async () => {
    for (const at of [32, 40, 47]) expectSouthNamed(await against(() => insteadIn('sum/open', ({ message }) => flipped(message, at))), 'opened another value than it had committed to');
  });

  it('who opens with another nonce is named', async () => {
    expectSouthNamed(await against(() => insteadIn('sum/open', ({ message }) => flipped(message, 0))), 'opened another value than it had committed to');
  });

  it('who opens a wrong value to one recipient alone is named by that one, and the other has the right result', async () => {
    const [north, harbour] = await against(() => inStep('sum/open', (sending) => [sending.to === 0 ? { ...sending, message: flipped(sending.message, 32) } : sending]));
    expect(deviationOf(north).party).toBe('South');
    expect(harbour).toEqual([27n, 30n]);
  });

  it('who commits to something else before different parties is named, by the echo, before anyone opens', async () => {
    const { parties, wire } = memoryNetwork(3);
    const ended = await against((cheater) => inStep('sum/commit', (sending) => [sending.to === 0 ? { ...sending, message: signedMessage(cheater, 'sum/commit', randomBytes(32)) } : sending]), { session: { parties, wire } });
    expectSouthNamed(ended, 'different messages to different parties in the step "sum/commit"');
    expect(wire.some(({ label, from }) => label === 'sum/open' && from !== CHEATER)).toBe(false);
  });

  it('who copies another’s commitment cannot open it, even knowing all that it opens', async () => {
    const copying = (cheater: MemoryParty, wire: readonly Sent[]): Tamper => {
      const theirs = (label: string) => wire.find((each) => each.from === 0 && each.to === CHEATER && each.label === label)?.message;
      const copied = (sending: Sending) => {
        const message = theirs(sending.label) ?? new Uint8Array(0);
        return sending.step === 'sum/commit' ? signedMessage(cheater, 'sum/commit', message.subarray(64)) : message;
      };
      return {
        before: async (step) => {
          while (theirs(step) === undefined) await new Promise((resolve) => setImmediate(resolve));
        },
        // Its echo is the truth about what it sent, as North saw it.
        send: (sending) => [sending.step === 'sum/seed' ? sending : { ...sending, message: copied(sending) }],
      };
    };
    expectSouthNamed(await against(copying), 'opened another value than it had committed to');
  });

  it('who sends its messages of another session is named', async () => {
    const earlier = memoryNetwork(3);
    expect(await against(() => ({}), { session: earlier })).toEqual([[27n, 30n], [27n, 30n]]);
    const secretKeys = earlier.parties.map(({ secretKey }) => secretKey);
    for (const step of STEPS.filter((each) => each !== 'sum/seed')) {
      const replay = () => insteadIn(step, ({ to }) => earlier.wire.find((each) => each.from === CHEATER && each.to === to && each.label === step)?.message ?? new Uint8Array(0));
      const ended = await against(replay, { session: memoryNetwork(3, { secretKeys }) });
      expect(ended.map((end) => deviationOf(end).party)).toEqual(['South', 'South']);
    }
  });

  it.each([0, 16, 31])('who sends a seed of %i bytes is named', async (length) => {
    expectSouthNamed(await against(() => insteadIn('sum/seed', () => randomBytes(length))), 'sent a seed of the wrong length');
  });

  it('who sends a seed of 33 bytes is named', async () => {
    expectSouthNamed(await against(() => insteadIn('sum/seed', () => randomBytes(33))), 'at most 32 are allowed');
  });

  it('who commits to a value of another length is named', async () => {
    expectSouthNamed(await against(() => ({ partial: (bytes) => bytes.subarray(0, 8) })), 'opened a value of the wrong length');
    expectSouthNamed(await against(() => ({ partial: () => new Uint8Array(0) })), 'opened a value of the wrong length');
    expectSouthNamed(await against(() => ({ partial: (bytes) => Buffer.concat([bytes, Buffer.alloc(1)]) })), 'at most 48 are allowed');
  });

  it.each([31, 0, 33])('who sends a commitment of %i bytes is named', async (length) => {
    const ended = await against((cheater) => {
      const commitment = randomBytes(length);
      return insteadIn('sum/commit', () => signedMessage(cheater, 'sum/commit', commitment));
    });
    expect(ended.map((end) => deviationOf(end).party)).toEqual(['South', 'South']);
  });

  it.each([...FIELDS, fieldOf('251', 251n)])('who commits to and opens an element at or above the prime $name is named', async (field) => {
    const largest = 2n ** BigInt(32 * field.limbs) - 1n;
    for (const element of [field.modulus, field.modulus + 1n, largest]) {
      const ended = await against(() => ({ partial: (bytes) => Buffer.concat([bytes.subarray(0, 4 * field.limbs), bytesOf(field, element)]) }), { field });
      expectSouthNamed(ended, 'opened a value outside the field');
    }
    // p − 1 is a value like any other.
    const ended = await against(() => ({ partial: (bytes) => Buffer.concat([bytes.subarray(0, 4 * field.limbs), bytesOf(field, field.modulus - 1n)]) }), { field });
    expect(ended.every((end) => Array.isArray(end))).toBe(true);
  });

  it.each(STEPS)('who sends the wrong label instead of %s is named', async (step) => {
    expectSouthNamed(await against(() => inStep(step, (sending) => [{ ...sending, label: `${step}x` }])), `it sent "${step}x" where "${step}" was due`);
  });

  it.each(STEPS)('who leaves out %s and goes on is named', async (step) => {
    const ended = await against(() => inStep(step, () => []));
    if (step === 'sum/open') expect(ended.map((end) => failureOf(end, 'PEER_LEFT').party)).toEqual(['South', 'South']);
    else expect(ended.map((end) => deviationOf(end).party)).toEqual(['South', 'South']);
  });

  it.each(STEPS)('who sends far too much in %s is named', async (step) => {
    expectSouthNamed(await against(() => insteadIn(step, () => new Uint8Array(1_000_000))), 'bytes, and at most');
  });

  it.each(STEPS)('who leaves instead of sending %s is named, and nobody has a result', async (step) => {
    const ended = await against(() => inStep(step, () => { throw new Stopped(); }));
    expect(ended.map((end) => failureOf(end, 'PEER_LEFT').party)).toEqual(['South', 'South']);
  });

  it('who sends a commitment with a bad signature is named', async () => {
    expectSouthNamed(await against(() => insteadIn('sum/commit', ({ message }) => flipped(message, 63))), 'whose signature does not verify');
  });

  it('who forges an echo to frame another is named, and never the framed one', async () => {
    expectSouthNamed(await against(() => insteadIn('sum/commit/echo', ({ message }) => flipped(message, 0))), 'claimed to have received from North what that party did not sign');
    expectSouthNamed(await against(() => insteadIn('sum/commit/echo', ({ message }) => flipped(message, 2 * 96))), 'claimed to have received from Harbour what that party did not sign');
  });

  it('who learns nothing notices no opening, and takes no harm from one that was sent wrongly', async () => {
    const [north, harbour] = await against(() => insteadIn('sum/open', () => utf8('rubbish')), { recipients: [0] });
    expect(deviationOf(north).party).toBe('South');
    expect(harbour).toBeUndefined();
  });

  it('who adds an error before it commits has done no more than choose another input', async () => {
    const add = (bytes: Uint8Array) => {
      const first = (BigInt(`0x${Buffer.from(bytes.subarray(0, 8)).reverse().toString('hex')}`) + 100n) % FIELD.modulus;
      return Buffer.concat([bytesOf(FIELD, first), bytes.subarray(8)]);
    };
    expect(await against(() => ({ partial: add }))).toEqual([[127n, 30n], [127n, 30n]]);
  });
});
