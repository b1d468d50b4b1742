import { publicKeyOf, sign } from '../crypto/ed25519.js';
import { randomBytes } from '../crypto/random.js';
import { MpcError } from '../errors.js';
import { checkSending, type Network, type ProtocolContext } from '../session/protocol/network.js';
import { HashedTranscript } from '../session/protocol/transcript.js';

/** One message on the wire, in the order in which all were sent. */
export interface Sent {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly message: Uint8Array;
}

interface Waiter {
  readonly label: string;
  readonly maxBytes: number;
  resolve(message: Uint8Array): void;
  reject(error: MpcError): void;
}

/** Messages that are in order among themselves, and who waits for the next. */
class Lane {
  readonly prefix: string;
  readonly messages: { label: string; message: Uint8Array }[] = [];
  waiter: Waiter | undefined;

  constructor(prefix: string) {
    this.prefix = prefix;
  }
}

/** From one party to one other: in each lane ordered, whole, once; what breaks it stays broken, as in a real channel. */
class Link {
  readonly #from: string;
  /** The main lane first. */
  readonly #lanes: [Lane, ...Lane[]] = [new Lane('')];
  #failure: MpcError | undefined;
  #hasEnded = false;

  constructor(from: string, lanes: readonly string[]) {
    this.#from = from;
    for (const prefix of lanes) this.#lanes.push(new Lane(prefix));
  }

  put(label: string, message: Uint8Array): void {
    const lane = this.#laneOf(label);
    lane.messages.push({ label, message });
    this.#pump(lane);
  }

  end(): void {
    this.#hasEnded = true;
    for (const lane of this.#lanes) this.#pump(lane);
  }

  take(label: string, maxBytes: number): Promise<Uint8Array> {
    const lane = this.#laneOf(label);
    if (lane.waiter !== undefined) throw new Error(`two receives at once from ${this.#from}`);
    return new Promise((resolve, reject) => {
      lane.waiter = { label, maxBytes, resolve, reject };
      this.#pump(lane);
    });
  }

  #laneOf(label: string): Lane {
    const [main, ...others] = this.#lanes;
    return others.find(({ prefix }) => label.startsWith(prefix)) ?? main;
  }

  #pump(lane: Lane): void {
    const { waiter } = lane;
    if (waiter === undefined) return;
    const next = this.#failure === undefined ? lane.messages.shift() : undefined;
    if (next !== undefined) {
      const problem = this.#problemWith(next, waiter);
      if (problem !== undefined) {
        this.#fail(problem);
        return;
      }
      lane.waiter = undefined;
      waiter.resolve(next.message);
    } else if (this.#failure !== undefined) {
      this.#fail(this.#failure);
    } else if (this.#hasEnded) {
      lane.waiter = undefined;
      waiter.reject(new MpcError('PEER_LEFT', `${this.#from} left before the session was done.`, '', { party: this.#from }));
    }
  }

  /** A deviation in one lane ends all of them. */
  #fail(error: MpcError): void {
    this.#failure = error;
    for (const lane of this.#lanes) {
      lane.waiter?.reject(error);
      lane.waiter = undefined;
    }
  }

  #problemWith({ label, message }: { label: string; message: Uint8Array }, waiter: Waiter): MpcError | undefined {
    if (label === waiter.label && message.length <= waiter.maxBytes) return undefined;
    const what = label === waiter.label ? `its "${label}" has ${message.length} bytes, and at most ${waiter.maxBytes} are allowed` : `it sent "${label}" where "${waiter.label}" was due`;
    return new MpcError('DEVIATION', `${this.#from} did not follow the protocol: ${what}.`, '', { party: this.#from });
  }
}

/** One party's end of a network in memory. */
export class MemoryNetwork implements Network {
  readonly self: number;
  readonly count: number;
  readonly #links: readonly (readonly Link[])[];
  readonly #wire: Sent[];

  constructor(self: number, links: readonly (readonly Link[])[], wire: Sent[]) {
    this.self = self;
    this.count = links.length;
    this.#links = links;
    this.#wire = wire;
  }

  send(to: number, label: string, message: Uint8Array): void {
    checkSending(this, to, label);
    // A copy, as on a real wire: senders overwrite seeds once they are sent.
    const copy = Uint8Array.from(message);
    this.#wire.push({ from: this.self, to, label, message: copy });
    this.#link(this.self, to).put(label, Uint8Array.from(copy));
  }

  async receive(from: number, label: string, maxBytes: number): Promise<Uint8Array> {
    return this.#link(from, this.self).take(label, maxBytes);
  }

  /** Tells all others, once they have read what was sent, that this party left. */
  leave(): void {
    for (let to = 0; to < this.count; to++) if (to !== this.self) this.#link(this.self, to).end();
  }

  #link(from: number, to: number): Link {
    const link = this.#links[from]?.[to];
    if (link === undefined || from === to) throw new Error(`no link from ${from} to ${to}`);
    return link;
  }
}

/** One party of such a session, with all that a protocol knows, and its secret key for tests of those who cheat. */
export interface MemoryParty extends ProtocolContext {
  readonly network: MemoryNetwork;
  readonly transcript: HashedTranscript;
  readonly secretKey: Uint8Array;
}

export interface MemorySession {
  readonly parties: readonly MemoryParty[];
  /** Everything that was sent. */
  readonly wire: readonly Sent[];
}

const NAMES = ['North', 'South', 'Harbour', 'West', 'East'];

export interface MemoryOptions {
  /** 32 bytes. */
  readonly sid?: Uint8Array;
  readonly secretKeys?: readonly Uint8Array[];
  /** What labels of messages begin with that come beside the others, as `Channel.openLane` has it. */
  readonly lanes?: readonly string[];
}

/**
 * A session of `count` parties in one process: what one sends, another receives, ordered and whole, and everything sent can be looked at. Keys and session identifier
 * are fresh unless they are given. The same protocols run over it as over a relay.
 */
export function memoryNetwork(count: number, given: MemoryOptions = {}): MemorySession {
  const names = Array.from({ length: count }, (_, i) => NAMES[i] ?? `Party ${i}`);
  const secretKeys = given.secretKeys ?? names.map(() => randomBytes(32));
  const publicKeys = secretKeys.map(publicKeyOf);
  const sid = given.sid ?? randomBytes(32);
  const wire: Sent[] = [];
  const links = names.map((name) => names.map(() => new Link(name, given.lanes ?? [])));
  const parties = secretKeys.map((secretKey, self): MemoryParty => ({
    network: new MemoryNetwork(self, links, wire),
    sid,
    names,
    publicKeys,
    sign: (label, ...parts) => sign(secretKey, label, ...parts),
    transcript: new HashedTranscript(sid),
    secretKey,
  }));
  return { parties, wire };
}
