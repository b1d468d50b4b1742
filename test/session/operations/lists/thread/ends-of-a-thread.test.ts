import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { voleParameters } from '../../../../../src/crypto/vole/parameters.js';
import { MpcError } from '../../../../../src/errors.js';
import { LocalMatcher } from '../../../../../src/session/operations/lists/thread/matcher.js';
import type { MatchingThread } from '../../../../../src/session/operations/lists/thread/matching-thread.js';
import { sendBlindly } from '../../../../support/blind-vole-sender.js';
import { flipping, tampering, type Tamper } from '../../../../support/tampering.js';
import { programOf } from '../../../../support/thread-program.js';
import { batch as group } from '../../../protocol/matching/support.js';
import { deviationOf, failureOf, outcomes } from '../../../protocol/outcomes.js';
import { BACK, LENGTH, listOf, program, DIRECTION, roleOf, threadOf, twoParties, watchedThread } from './support.js';

const shorter: Tamper = (message) => message.slice(1);
const interrupted = () => new MpcError('INTERRUPTED', 'Interrupted.', '');

/** How it failed; undefined where it has not, although all that could tell has been told. */
async function failureSoFar({ failure }: MatchingThread): Promise<unknown> {
  return Promise.race([failure.catch((error: unknown) => error), new Promise((resolve) => setImmediate(resolve))]);
}

describe('another party that deviates from what a thread expects', () => {
  it('with trees that do not fit is named, before anything is asked of the thread, and by all that is asked later', async () => {
    const { parties: [north, south] } = twoParties();
    const { trees, depth } = voleParameters(LENGTH);
    const thread = threadOf();
    thread.expect('receiver');
    thread.join(south);
    thread.prepare(DIRECTION);
    const cheating = sendBlindly(north, group, 1, LENGTH, 'psi/0>1/1', { forest: (message) => flipping((2 * depth * trees + 5) * 16)(message, new Map()) });
    const named = { party: 'North', message: expect.stringContaining('other trees') as string };
    for (const ending of [async () => thread.failure, async () => thread.exchange(DIRECTION, listOf(0, 5)), async () => thread.values(DIRECTION, listOf(0, 5), { withPayloadKeys: true })]) {
      expect(deviationOf((await outcomes<unknown>([ending()]))[0])).toEqual(named);
    }
    await cheating;
  });

  it.each([
    ['match/0>1/seed-open', 1],
    ['match/0>1/tags', 1],
    ['match/0>1/store', 0],
  ])('with a "%s" of another length is named by what is under way, and by the failure', async (label, honest) => {
    const { parties } = twoParties();
    const [own, other] = [parties[honest], parties[1 - honest]];
    if (own === undefined || other === undefined) throw new Error('two parties');
    const thread = threadOf();
    thread.expect(roleOf(own));
    thread.join(own);
    thread.prepare(DIRECTION);
    const exchange = outcomes([thread.exchange(DIRECTION, listOf(0, 5))]);
    const cheating = outcomes([new LocalMatcher(tampering(other, { [label]: shorter }), group).exchange(DIRECTION, listOf(3, 9))]);
    expect(deviationOf((await exchange)[0]).party).toBe(other.names[1 - honest]);
    expect(deviationOf((await outcomes([thread.failure]))[0])).toEqual(deviationOf((await exchange)[0]));
    own.network.leave();
    await cheating;
  });

  it('and leaves is named, too', async () => {
    const { parties: [north, south] } = twoParties();
    const thread = threadOf();
    thread.join(south);
    const exchange = outcomes([thread.exchange(DIRECTION, listOf(0, 5))]);
    north.network.leave();
    expect(failureOf((await exchange)[0], 'PEER_LEFT')).toEqual({ party: 'North', message: 'North left before the session was done.' });
    expect(failureOf((await outcomes([thread.failure]))[0], 'PEER_LEFT').party).toBe('North');
  });
});

describe('a session that ends', () => {
  it('ends its thread at once, with its reason for all that is asked of it', async () => {
    const { parties: [north] } = twoParties();
    const { thread, ended } = await watchedThread();
    const session = new AbortController();
    const reason = interrupted();
    thread.join(north, { signal: session.signal });
    const exchange = outcomes([thread.exchange(DIRECTION, listOf(0, 5))]);
    session.abort(reason);
    expect((await exchange)[0]).toBe(reason);
    await ended;
    expect((await outcomes([thread.failure, thread.exchange(DIRECTION, listOf(0, 5))])).every((end) => end === reason)).toBe(true);
  });

  it('before its thread joins it ends it all the same', async () => {
    const { parties: [north] } = twoParties();
    const { thread, ended } = await watchedThread();
    const reason = interrupted();
    thread.join(north, { signal: AbortSignal.abort(reason) });
    expect((await outcomes([thread.failure]))[0]).toBe(reason);
    await ended;
  });

  it('ends its thread in the middle of a computation that never waits', async () => {
    const { parties: [north] } = twoParties();
    const computing = programOf(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ kind }) => {
        if (kind !== 'exchange') return;
        parentPort.postMessage({ kind: 'progress', step: 'computing', done: 0, total: 1 });
        for (;;);
      });`);
    const { thread, ended } = await watchedThread(computing);
    const session = new AbortController();
    const reason = interrupted();
    thread.join(north, { signal: session.signal, onProgress: () => session.abort(reason) });
    expect((await outcomes([thread.exchange(DIRECTION, listOf(0, 5))]))[0]).toBe(reason);
    await ended;
  });

  it.each([true, false])('does not keep what is left to compare from being done once it was left: %s', async (leaves) => {
    const { parties: [north, south] } = twoParties();
    const thread = threadOf();
    const session = new AbortController();
    thread.join(south, { signal: session.signal });
    const [compare] = await Promise.all([thread.exchange(DIRECTION, listOf(0, 5)), new LocalMatcher(north, group).exchange(DIRECTION, listOf(3, 9))]);
    if (leaves) thread.leave();
    session.abort(interrupted());
    if (leaves) expect([...((await compare?.()) ?? [])]).toEqual([0, 0, 0, 1, 1]);
    else await expect(compare?.()).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

describe('a thread that is closed', () => {
  it('ends, and has not failed, whatever it was at and whatever comes of its session later', async () => {
    const { parties: [north, south] } = twoParties();
    const { thread, ended } = await watchedThread();
    const session = new AbortController();
    thread.join(south, { signal: session.signal });
    const exchange = outcomes([thread.exchange(DIRECTION, listOf(0, 5))]);
    await thread.close();
    await ended;
    north.network.leave();
    session.abort(interrupted());
    expect(failureOf((await exchange)[0], 'BUG').message).toContain('closed');
    await expect(thread.exchange(DIRECTION, listOf(0, 5))).rejects.toMatchObject({ code: 'BUG' });
    expect(await failureSoFar(thread)).toBeUndefined();
    await thread.close();
  });
});

describe('a thread with a broken program', () => {
  const SECRET = 'a cell of a file';
  const breaking = (what: string) => programOf(`import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ kind }) => { if (kind === 'exchange') ${what} });`);

  it.each([
    ['cannot be found', join(program, '..', 'nothing.mjs')],
    ['does not begin', programOf('throw new Error("broke");')],
    ['ends by itself', programOf('process.exit(0);')],
    ['ends by itself when it is asked something', breaking('process.exit(0);')],
    ['throws when it is asked something', breaking('throw new Error("broke");')],
    ['rejects when it is asked something', breaking('void Promise.reject(new Error("broke"));')],
  ])('that %s is a bug, also for what is asked of it later', async (_, path) => {
    const { parties: [north] } = twoParties();
    const { thread, ended } = await watchedThread(path);
    thread.join(north);
    const [exchange] = await outcomes([thread.exchange(DIRECTION, listOf(0, 5))]);
    expect(failureOf(exchange, 'BUG').message).toContain('the thread of a matching');
    expect((await outcomes([thread.failure]))[0]).toBe(exchange);
    await expect(thread.exchange(BACK, listOf(0, 5))).rejects.toBe(exchange);
    await ended;
  });

  it('does not say what it was given', async () => {
    const { parties: [north] } = twoParties();
    const items = new TextEncoder().encode(SECRET.padEnd(32, '.').repeat(DIRECTION.senderCap + 1));
    const thread = threadOf();
    thread.join(north);
    const [exchange] = await outcomes([thread.exchange(DIRECTION, items)]);
    const { message } = failureOf(exchange, 'BUG');
    expect(message).toContain('longer than agreed');
    const shown = JSON.stringify(exchange) + message + String((exchange as Error).stack);
    for (const secret of [SECRET, ...['hex', 'base64'].map((code) => Buffer.from(SECRET).toString(code as 'hex').slice(0, 16)), Buffer.from(north.sid).toString('hex')]) expect(shown).not.toContain(secret);
  });
});
