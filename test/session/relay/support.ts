import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';
import { addressOf, decodeFromRelay, encodeJoin, encodeSend, type RelayMessage } from '../../../src/session/relay/wire.js';

/** 32 bytes that stand for a name. */
export function secret(name: string): Uint8Array {
  return createHash('sha256').update(name).digest();
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function address(name: string): string {
  return hex(addressOf(secret(name)));
}

/** What a test wants to compare: addresses as hex, payloads as text. */
export function plain(message: RelayMessage): Record<string, unknown> {
  switch (message.kind) {
    case 'joined':
      return { kind: 'joined', present: message.present.map(hex).sort() };
    case 'present':
    case 'gone':
      return { kind: message.kind, address: hex(message.address) };
    case 'deliver':
      return { kind: 'deliver', from: hex(message.from), payload: Buffer.from(message.payload).toString() };
    case 'refused':
      return { kind: 'refused', reason: message.reason };
    case 'malformed':
      return { kind: 'malformed' };
  }
}

/** For what the relay does when nobody is told, such as noticing that a socket is closed. The test's own time limit ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A client that does as it is told, right or wrong, and keeps what comes until a test asks for it. */
export class TestClient {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  readonly #inbox: RelayMessage[] = [];
  readonly #readers: ((message: RelayMessage) => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const message = decodeFromRelay(data as Buffer);
      const reader = this.#readers.shift();
      if (reader === undefined) this.#inbox.push(message);
      else reader(message);
    });
  }

  static async open(url: string, options: ClientOptions = {}): Promise<TestClient> {
    const client = new TestClient(new WebSocket(url, { perMessageDeflate: false, ...options }));
    await once(client.socket, 'open');
    return client;
  }

  /** Opens, joins, and takes the JOINED. */
  static async join(url: string, room: string, name: string, seats = 3): Promise<TestClient> {
    const client = await TestClient.open(url);
    client.join(room, name, seats);
    const first = await client.next();
    if (first['kind'] !== 'joined') throw new Error(`expected to join, got ${JSON.stringify(first)}`);
    return client;
  }

  join(room: string, name: string, seats = 3): void {
    this.socket.send(encodeJoin({ room: secret(room), token: secret(name), seats }));
  }

  send(to: string, payload: string | Uint8Array): void {
    this.socket.send(encodeSend(addressOf(secret(to)), Buffer.from(payload)));
  }

  nextRaw(): Promise<RelayMessage> {
    const message = this.#inbox.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  async next(): Promise<Record<string, unknown>> {
    return plain(await this.nextRaw());
  }

  /** The close code, after the client asked for it. */
  async leave(): Promise<number> {
    this.socket.close();
    return this.closed;
  }
}
