import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach } from 'vitest';
import { voleLength } from '../../../../../src/session/protocol/matching/psi-vole.js';
import { VOLE_LANE } from '../../../../../src/session/protocol/vole/binding.js';
import { LocalMatcher, type ListMatcher } from '../../../../../src/session/operations/lists/thread/matcher.js';
import { MatchingThread } from '../../../../../src/session/operations/lists/thread/matching-thread.js';
import type { Direction } from '../../../../../src/session/protocol/matching/direction.js';
import { memoryNetwork, type MemoryParty } from '../../../../../src/testing/memory-network.js';
import { programFromSource } from '../../../../support/thread-program.js';
import { digests, batch as group } from '../../../protocol/matching/support.js';

/** North sends, South receives; caps under which noise and trees are used. */
export const DIRECTION: Direction = { sender: 0, receiver: 1, senderCap: 600, receiverCap: 600 };
/** The same the other way. */
export const BACK: Direction = { ...DIRECTION, sender: 1, receiver: 0 };
export const LENGTH = voleLength(DIRECTION);

export const program = programFromSource('session/operations/lists/thread/matching-worker.ts');

const threads: MatchingThread[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map(async (thread) => thread.close()));
});

/** A thread that ends with the test. */
export function threadOf(path: string | URL = program): MatchingThread {
  const thread = new MatchingThread(path);
  threads.push(thread);
  return thread;
}

/** The same, and node's own handle of it, which tells of its end. */
export async function watchedThread(path: string | URL = program): Promise<{ thread: MatchingThread; ended: Promise<unknown> }> {
  const born = once(process, 'worker') as Promise<[Worker]>;
  const thread = threadOf(path);
  const [worker] = await born;
  return { thread, ended: new Promise((resolve) => void worker.once('exit', resolve)) };
}

/** Its role in the first direction. */
export function roleOf({ network }: MemoryParty): 'sender' | 'receiver' {
  return network.self === DIRECTION.sender ? 'sender' : 'receiver';
}

export type Kind = 'thread' | 'local';

export function matcherOf(kind: Kind, party: MemoryParty): ListMatcher {
  if (kind === 'local') return new LocalMatcher(party, group);
  const thread = threadOf();
  thread.expect(roleOf(party));
  thread.join(party);
  return thread;
}

export function twoParties(): { parties: readonly [MemoryParty, MemoryParty]; wire: ReturnType<typeof memoryNetwork>['wire'] } {
  const { parties, wire } = memoryNetwork(2, { lanes: [VOLE_LANE] });
  return { parties: parties as [MemoryParty, MemoryParty], wire };
}

/** Digests of numbers, with room behind them for 700 in all. */
export function listOf(from: number, to: number, isShared = false): Uint8Array {
  const list = digests(Array.from({ length: to - from }, (_, i) => from + i));
  const room = new Uint8Array(isShared ? new SharedArrayBuffer(32 * 700) : new ArrayBuffer(32 * 700), 0, list.length);
  room.set(list);
  return room;
}

/** What a comparison must give: for each of from … to − 1, whether it is in the other range. */
export function marks([from, to]: readonly [number, number], [otherFrom, otherTo]: readonly [number, number]): number[] {
  return Array.from({ length: to - from }, (_, i) => (from + i >= otherFrom && from + i < otherTo ? 1 : 0));
}
