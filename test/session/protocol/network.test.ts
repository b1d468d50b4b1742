import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePublicKey } from '../../../src/crypto/public-key.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { MpcError } from '../../../src/errors.js';
import { errorOf } from '../../../src/plain-error.js';
import { Mesh } from '../../../src/session/channel/mesh.js';
import { MeshNetwork } from '../../../src/session/mesh-network.js';
import type { FromThread, ToThread } from '../../../src/session/operations/lists/thread/messages.js';
import { PortNetwork, PortNetworkServer } from '../../../src/session/operations/lists/thread/port-network.js';
import type { Network } from '../../../src/session/protocol/network.js';
import { startRelay, type Relay } from '../../../src/session/relay/server.js';
import { memoryNetwork } from '../../../src/testing/index.js';
import { createIdentity } from '../../support/three-parties.js';

const NAMES = ['North', 'South', 'Harbour'];
const LANE = 'side/';

/** Three parties of one session, each with its end of the network. */
interface Session {
  readonly networks: readonly Network[];
  /** The party ends well: nothing more follows. */
  leave(party: number): Promise<void>;
  close(): Promise<void>;
}

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(async () => relay.close());

function inMemory(): Promise<Session> {
  const { parties } = memoryNetwork(NAMES.length, { lanes: [LANE] });
  return Promise.resolve({
    networks: parties.map(({ network }) => network),
    leave: (party: number) => Promise.resolve(parties[party]?.network.leave()),
    close: () => Promise.resolve(),
  });
}

/** Real channels through a real relay. */
async function overRelay(): Promise<Session> {
  const identities = NAMES.map(createIdentity);
  const parties = identities.map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) }));
  const [room, helloKey] = [randomBytes(32), randomBytes(32)];
  const meshes = identities.map((identity) => {
    const others = identities.filter((other) => other !== identity);
    return new Mesh({ relay: relay.url, meeting: { mode: 'keys', room, helloKey, others: others.map(({ publicKey }) => publicKey), names: others.map(({ name }) => name) }, identity, proposes: false, patienceMs: 30_000 });
  });
  await Promise.all(meshes.map(async (mesh) => mesh.until((here) => (here.length === NAMES.length - 1 ? true : undefined))));
  const networks = meshes.map((mesh, self) => {
    mesh.freeze(identities.filter((_, seat) => seat !== self).map(({ publicKey }) => publicKey));
    // A failure of one channel is looked at by itself here.
    mesh.release();
    return new MeshNetwork(mesh, { parties }, self, [LANE]);
  });
  return {
    networks,
    leave: async (party) => meshes[party]?.end(30_000),
    close: () => {
      for (const mesh of meshes) mesh.close();
      return Promise.resolve();
    },
  };
}

/** As a thread sees it: whatever it does goes by way of messages to who has the channels. */
async function throughPorts(): Promise<Session> {
  const session = await inMemory();
  const channels = session.networks.map(() => new MessageChannel());
  const networks = session.networks.map((network, i) => {
    const { port1, port2 } = channels[i] as MessageChannel;
    const server = new PortNetworkServer(network, (message, transfer) => port1.postMessage(message, transfer));
    port1.on('message', (message: FromThread) => {
      if (message.kind === 'send') server.send(message);
      else if (message.kind === 'receive') void server.receive(message);
    });
    const inThread = new PortNetwork(port2, network);
    port2.on('message', (message: ToThread) => {
      if (message.kind === 'received') inThread.settle(message.id, message.message);
      else if (message.kind === 'lost') inThread.settle(message.id, errorOf(message.error));
    });
    return inThread;
  });
  return {
    networks,
    // What was posted before is sent before: ports keep their order.
    leave: async (party) => {
      await new Promise((resolve) => setImmediate(resolve));
      await session.leave(party);
    },
    close: () => {
      for (const { port1 } of channels) port1.close();
      return Promise.resolve();
    },
  };
}

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'nothing was wrong',
    (error: unknown) => (error instanceof MpcError ? { code: error.code, party: error.party } : error),
  );
}

describe.each([
  ['in memory', inMemory],
  ['over a relay', overRelay],
  ['through the ports of a thread', throughPorts],
])('a network %s', (_, open) => {
  async function within(check: (networks: readonly [Network, Network, Network], session: Session) => Promise<void>): Promise<void> {
    const session = await open();
    try {
      const [a, b, c] = session.networks;
      if (a === undefined || b === undefined || c === undefined) throw new Error('three parties');
      await check([a, b, c], session);
    } finally {
      await session.close();
    }
  }

  it('says who is who', async () =>
    within(async (networks) => {
      expect(networks.map(({ self, count }) => [self, count])).toEqual([[0, 3], [1, 3], [2, 3]]);
      return Promise.resolve();
    }));

  it('brings messages whole and in order, the empty and the long one too, whether they are awaited before or after they come', async () =>
    within(async ([a, b]) => {
      const long = Uint8Array.from({ length: 200_000 }, (_each, i) => i);
      const early = b.receive(0, 'first', 0);
      for (const [label, message] of [['first', new Uint8Array(0)], ['second', long], ['third', Uint8Array.of(3)]] as const) a.send(1, label, message);
      expect(await early).toHaveLength(0);
      expect(Buffer.compare(await b.receive(0, 'second', long.length), long)).toBe(0);
      expect(await b.receive(0, 'third', 1)).toEqual(Uint8Array.of(3));
    }));

  it('keeps the order of each sender, and none between them', async () =>
    within(async ([a, b, c]) => {
      c.send(1, 'x', Uint8Array.of(2));
      a.send(1, 'x', Uint8Array.of(1));
      expect(await Promise.all([b.receive(0, 'x', 1), b.receive(2, 'x', 1)])).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
    }));

  it('lets messages of a lane pass those that nobody has taken', async () =>
    within(async ([a, b]) => {
      a.send(1, 'main', Uint8Array.of(1));
      a.send(1, `${LANE}one`, Uint8Array.of(2));
      expect(await b.receive(0, `${LANE}one`, 1)).toEqual(Uint8Array.of(2));
      expect(await b.receive(0, 'main', 1)).toEqual(Uint8Array.of(1));
    }));

  it('names who sends something else than is due, and takes nothing of that party any more', async () =>
    within(async ([a, b, c]) => {
      a.send(1, 'other', Uint8Array.of(1));
      a.send(1, 'due', Uint8Array.of(1));
      const broken = { code: 'DEVIATION', party: expect.any(String) as string };
      expect(await codeOf(b.receive(0, 'due', 1))).toEqual(broken);
      expect(await codeOf(b.receive(0, 'due', 1))).toEqual(broken);
      expect(await codeOf(b.receive(0, `${LANE}one`, 1))).toEqual(broken);
      c.send(1, 'due', Uint8Array.of(7));
      expect(await b.receive(2, 'due', 1)).toEqual(Uint8Array.of(7));
    }));

  it('names who sends more than is allowed', async () =>
    within(async ([a, b]) => {
      a.send(1, 'due', new Uint8Array(11));
      expect(await codeOf(b.receive(0, 'due', 10))).toMatchObject({ code: 'DEVIATION' });
    }));

  it('names who left, once what it had sent is taken', async () =>
    within(async ([a, b], session) => {
      a.send(1, 'last', Uint8Array.of(9));
      // A relay passes on what comes before an end first; both wait for what the other has.
      const [message] = await Promise.all([b.receive(0, 'last', 1), session.leave(0)]);
      expect(message).toEqual(Uint8Array.of(9));
      expect(await codeOf(b.receive(0, 'more', 1))).toMatchObject({ code: 'PEER_LEFT' });
    }));

  it('refuses what is wrong in the protocol itself: two who wait for one message, a message to oneself or to nobody, and a label that is too long', async () =>
    within(async ([a, b]) => {
      const waits = b.receive(0, 'x', 1);
      expect(await codeOf(b.receive(0, 'x', 1))).not.toBe('nothing was wrong');
      expect(() => a.send(0, 'x', new Uint8Array(1))).toThrow();
      expect(() => a.send(3, 'x', new Uint8Array(1))).toThrow();
      expect(() => a.send(1, 'x'.repeat(65), new Uint8Array(1))).toThrow();
      a.send(1, 'x', Uint8Array.of(5));
      expect(await waits).toEqual(Uint8Array.of(5));
    }));
});
