import { WebSocket } from 'ws';
import { randomBytes } from '../../crypto/random.js';
import { toHex } from '../../crypto/bytes.js';
import { MpcError } from '../../errors.js';
import { cleaned } from '../clean.js';
import { addressOf, CLOSE, decodeFromRelay, encodeJoin, encodeSend, TOKEN_BYTES, type Refusal } from './wire.js';

/** Largest message taken from a relay; what parties send is smaller. Larger ones end the connection. */
const MAX_MESSAGE_BYTES = 128 * 1024;
/** Bounds for what a relay may send in crumbs: as the relay's own for its clients. */
const MAX_PIECES_OF_A_MESSAGE = 4_096;
const MAX_FRAGMENTS_OF_A_MESSAGE = 128;
/** Waiting to leave: beyond the first nothing is worth sending again, beyond the second, which no session reaches, nothing is kept. */
const CLOGGED_BYTES = 1024 * 1024;
const MAX_WAITING_BYTES = 256 * 1024 * 1024;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;
/** A relay that lets nothing be heard for this long, not even a ping, is taken for lost. It pings every 20 s. */
const SILENCE_MS = 50_000;
/** How long the first connection is tried: a relay that was started in the same breath may need a moment. */
const FIRST_PATIENCE_MS = 2_000;

/** What a client tells its owner. Addresses are hex. Nothing here is to be believed: the relay is not trusted. */
export interface RelayEvents {
  /** Connected to the room, for the first time or again. */
  joined(present: readonly string[]): void;
  present(address: string): void;
  gone(address: string): void;
  delivered(from: string, payload: Uint8Array): void;
  /** The connection is lost and is being made again. */
  lost(): void;
  /** The relay is out of reach for good; no more events follow. */
  failed(error: MpcError): void;
}

export interface RelayClientOptions {
  readonly url: string;
  /** 32 bytes. */
  readonly room: Uint8Array;
  readonly seats: number;
  /** How long a lost connection is tried again before `failed`. */
  readonly patienceMs: number;
}

/** Refusals after which trying again may help: the relay is restarting, or was short of something. */
const PASSING: readonly (Refusal | undefined)[] = ['shuttingDown', 'slowReader', 'roomMemory', 'tooManyJoins', 'tooManyConnections', 'expired'];

/** One party's place in a room of a relay: connects, joins, and after a loss connects and joins again at the same address. */
export class RelayClient {
  /** Hex. */
  readonly address: string;
  readonly #token = randomBytes(TOKEN_BYTES);
  readonly #options: RelayClientOptions;
  readonly #events: RelayEvents;
  #socket: WebSocket | undefined;
  #joined = false;
  #everJoined = false;
  #closed = false;
  #lostSince = Date.now();
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;
  #lastProblem = 'no connection';

  constructor(options: RelayClientOptions, events: RelayEvents) {
    this.#options = options;
    this.#events = events;
    this.address = toHex(addressOf(this.#token));
    this.#connect();
  }

  /** Sends, or drops where there is no connection: whoever needs certainty numbers its messages and sends them again. */
  send(to: string, payload: Uint8Array): void {
    if (this.#joined && this.#waitingBytes < MAX_WAITING_BYTES) this.#socket?.send(encodeSend(Buffer.from(to, 'hex'), payload));
  }

  /** Whether the relay takes less than it is sent. */
  get isClogged(): boolean {
    return this.#waitingBytes > CLOGGED_BYTES;
  }

  get #waitingBytes(): number {
    return this.#socket?.bufferedAmount ?? 0;
  }

  /** Leaves the room. No events follow. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    this.#joined = false;
    const socket = this.#socket;
    if (socket === undefined) return;
    if (socket.readyState === WebSocket.OPEN) {
      socket.close(1000);
      // A relay that does not answer the close must not hold the process.
      const force = setTimeout(() => socket.terminate(), 500);
      force.unref();
      socket.once('close', () => clearTimeout(force));
    } else {
      socket.terminate();
    }
  }

  #connect(): void {
    const socket = new WebSocket(this.#options.url, {
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      maxBufferedChunks: MAX_PIECES_OF_A_MESSAGE,
      maxFragments: MAX_FRAGMENTS_OF_A_MESSAGE,
      handshakeTimeout: 10_000,
      skipUTF8Validation: true,
    });
    socket.binaryType = 'nodebuffer';
    this.#socket = socket;
    socket.on('open', () => {
      socket.send(encodeJoin({ room: this.#options.room, token: this.#token, seats: this.#options.seats }));
      this.#heard();
    });
    socket.on('ping', () => this.#heard());
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#heard();
      if (isBinary && this.#socket === socket) this.#receive(data);
    });
    socket.on('error', (error: Error & { code?: string }) => {
      this.#lastProblem = error.code ?? cleaned(error.message, 100);
    });
    socket.on('close', (code: number) => {
      if (this.#socket !== socket) return;
      if (code === CLOSE.replaced) {
        this.#fail('The relay says that another process took this party’s place in the room.');
        return;
      }
      if (code !== 1006) this.#lastProblem = `closed with code ${code}`;
      this.#lostConnection();
    });
  }

  #heard(): void {
    clearTimeout(this.#silence);
    if (!this.#closed) this.#silence = setTimeout(() => this.#socket?.terminate(), SILENCE_MS).unref();
  }

  #lostConnection(): void {
    clearTimeout(this.#silence);
    this.#socket = undefined;
    if (this.#closed) return;
    if (this.#joined) {
      this.#joined = false;
      this.#lostSince = Date.now();
      this.#retryMs = FIRST_RETRY_MS;
      this.#events.lost();
    }
    const patience = this.#everJoined ? this.#options.patienceMs : Math.min(FIRST_PATIENCE_MS, this.#options.patienceMs);
    if (Date.now() - this.#lostSince >= patience) {
      this.#fail(`The relay ${this.#options.url} ${this.#everJoined ? 'was lost and did not come back' : 'cannot be reached'} (${this.#lastProblem}).`);
      return;
    }
    this.#timer = setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #fail(message: string, code: 'RELAY_UNREACHABLE' | 'VERSION_MISMATCH' = 'RELAY_UNREACHABLE'): void {
    this.close();
    const next = code === 'VERSION_MISMATCH' ? 'Use the same version of mpc for the relay and all parties.' : 'Check the address and that the relay runs (`mpc doctor --relay URL`), then try again.';
    this.#events.failed(new MpcError(code, message, next));
  }

  #receive(data: Uint8Array): void {
    const message = decodeFromRelay(data);
    switch (message.kind) {
      case 'joined':
        this.#joined = true;
        this.#everJoined = true;
        this.#events.joined(message.present.map(toHex));
        return;
      case 'present':
        this.#events.present(toHex(message.address));
        return;
      case 'gone':
        this.#events.gone(toHex(message.address));
        return;
      case 'deliver':
        this.#events.delivered(toHex(message.from), message.payload);
        return;
      case 'refused': {
        const text = cleaned(message.text, 200);
        this.#lastProblem = text;
        if (message.reason === 'version') this.#fail(`The relay refused this party: ${text}`, 'VERSION_MISMATCH');
        else if (!PASSING.includes(message.reason)) this.#fail(`The relay refused this party: ${text}`);
        return;
      }
      case 'malformed':
        // A relay that speaks nonsense is treated like one that says nothing.
        this.#socket?.terminate();
        return;
    }
  }
}
