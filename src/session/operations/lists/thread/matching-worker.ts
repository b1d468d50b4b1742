// The thread of a session that compares large lists. It runs the protocol, while the main thread has the channels, the terminal and the signals.
import { parentPort, type MessagePort } from 'node:worker_threads';
import { SodiumGroup } from '../../../../crypto/batch/sodium-group.js';
import { bug } from '../../../../errors.js';
import { errorOf, plainError } from '../../../../plain-error.js';
import { Ahead, type Role } from './ahead.js';
import { garbageCollector } from './collect.js';
import { LocalMatcher, type Comparison } from './matcher.js';
import { transferable, type FromThread, type ToThread } from './messages.js';
import { PortNetwork } from './port-network.js';
import { rehearse } from './rehearsal.js';

const port = parentPort as MessagePort;
const group = new SodiumGroup({ threads: 0 });
const ahead = new Ahead();
const rehearsal = new AbortController();
/** The rest of the last exchange. */
let compare: Comparison | undefined;
const collector = garbageCollector();
let session: { readonly network: PortNetwork; readonly matcher: LocalMatcher } | undefined;

function post(message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

/** While the file is read and the others are on their way. It ends early as soon as there is work. */
async function getReady(role: Role): Promise<void> {
  await ahead.expect(role, group);
  await rehearse(rehearsal.signal).catch(() => undefined);
  post({ kind: 'ready' });
}

async function work(task: ToThread): Promise<void> {
  if (task.kind === 'expect') return getReady(task.role);
  if (task.kind === 'session') {
    const network = new PortNetwork(port, task);
    const onProgress = (step: string, done: number, total: number) => post({ kind: 'progress', step, done, total });
    session = { network, matcher: new LocalMatcher({ network, sid: task.sid, names: task.names }, group, { onProgress, tidy: () => collector.all() }, ahead) };
    return;
  }
  if (session === undefined) throw bug('a thread was given work before it had a session');
  const { network, matcher } = session;
  rehearsal.abort();
  switch (task.kind) {
    case 'received':
      network.settle(task.id, task.message);
      break;
    case 'lost':
      network.settle(task.id, errorOf(task.error));
      break;
    case 'prepare':
      await matcher.prepared(task.direction);
      break;
    case 'values': {
      const { tags, payloadKeys } = await matcher.values(task.direction, task.items, task);
      // Copies of these bytes alone.
      post({ kind: 'done', result: { tags: tags.slice(), payloadKeys: payloadKeys.slice() } });
      break;
    }
    case 'exchange': {
      compare = (await matcher.exchange(task.direction, task.items, { isLast: task.isLast, onOpening: () => post({ kind: 'opening' }) })) ?? compare;
      post({ kind: 'done', result: undefined });
      break;
    }
    case 'conclude': {
      const result = await compare?.();
      post({ kind: 'done', result }, result === undefined ? [] : transferable(result));
      break;
    }
  }
}

port.on('message', (task: ToThread) => {
  work(task).catch((error: unknown) => post({ kind: 'failed', error: plainError(error) }));
});
