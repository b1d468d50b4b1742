import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { randomBytes } from '../../crypto/random.js';
import { toHex } from '../../crypto/bytes.js';
import { MpcError } from '../../errors.js';
import { dial } from './dial.js';
import { adviceOn, closeProblem, refusedProblem, SILENT, type RelayProblem } from './problem.js';
import type { RelayWay } from './way.js';
import { addressOf, decodeFromRelay, encodeJoin, encodeSend, TOKEN_BYTES } from './wire.js';

/** The largest message accepted from a relay. Parties send smaller ones. A larger one ends the connection. */
const MAX_MESSAGE_BYTES = 128 * 1024;
/** Bounds the pieces of a message from a relay, like the relay's own bound for its clients. */
const MAX_PIECES_OF_A_MESSAGE = 4_096;
const MAX_FRAGMENTS_OF_A_MESSAGE = 128;
/** Bytes waiting to be sent. Beyond the first bound, repeating is useless; beyond the second, which no session reaches, nothing is kept. */
const CLOGGED_BYTES = 1024 * 1024;
const MAX_WAITING_BYTES = 256 * 1024 * 1024;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 1_000;
/** A relay that is silent for this long, without even a ping, counts as lost. It pings every 20 s. */
const SILENCE_MS = 50_000;
/** How long to wait for the answer to a request or a JOIN, and after how long the owner is told of the wait. */
const ANSWER_MS = 10_000;
const SLOW_ANSWER_MS = 3_000;
/** How long to try to reach a relay that has never answered, where the owner sets no time: as long as one takes to restart. Its address may also be wrong. */
const FIRST_PATIENCE_MS = 60_000;
/** The number of tries where waiting hardly helps, over some 2 s. */
const HOPELESS_TRIES = 7;
const MAX_ANSWER_TEXT_BYTES = 1_024;

/** What a client tells its owner. Addresses are hex. Do not trust any of it: the relay is not trusted. */
export interface RelayEvents {
  /** Connected to the room, for the first time or again. */
  joined(present: readonly string[]): void;
  present(address: string): void;
  gone(address: string): void;
  delivered(from: string, payload: Uint8Array): void;
  /**
   * There is no connection, or no answer yet, for this reason. The client tries again after this time.
   * @param leftMs how much longer it tries, where the relay has never answered; else undefined.
   */
  lost(problem: RelayProblem, retryMs: number, leftMs?: number): void;
  /** The relay is out of reach for good; no more events follow. */
  failed(error: MpcError): void;
}

export interface RelayClientOptions {
  readonly url: string;
  /** 32 bytes. */
  readonly room: Uint8Array;
  readonly seats: number;
  /** How long to try to reach the relay, or to restore a lost connection, before `failed`. Infinity: a minute at first, and once it has answered, for the owner's own time. */
  readonly patienceMs: number;
  /** The token with which this relay admits its clients, if it requires one. */
  readonly admissionToken?: string | undefined;
  readonly way?: RelayWay | undefined;
}

/** One party's connection to a room of a relay. It connects and joins, and after a loss connects and joins again at the same address. */
export class RelayClient {
  /** Hex. */
  readonly address: string;
  readonly #token = randomBytes(TOKEN_BYTES);
  readonly #options: RelayClientOptions;
  readonly #events: RelayEvents;
  #socket: WebSocket | undefined;
  #joined = false;
  #everJoined = false;
  /** Whether the relay ever answered as a relay does. The address is then right, and it is worth waiting. */
  #everOpened = false;
  #tries = 0;
  #closed = false;
  #lostSince = Date.now();
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;
  #silence: NodeJS.Timeout | undefined;
  #problem: RelayProblem | undefined;
  #answer: NodeJS.Timeout | undefined;
  #unanswered: NodeJS.Immediate | undefined;

  constructor(options: RelayClientOptions, events: RelayEvents) {
    this.#options = options;
    this.#events = events;
    this.address = toHex(addressOf(this.#token));
    this.#connect();
  }

  /** Sends, or drops if there is no connection. A caller that needs certainty numbers its messages and repeats them. */
  send(to: string, payload: Uint8Array): void {
    if (this.#joined && this.#waitingBytes < MAX_WAITING_BYTES) this.#socket?.send(encodeSend(Buffer.from(to, 'hex'), payload));
  }

  /** Whether the relay accepts data more slowly than they are sent. */
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
    this.#answered();
    this.#joined = false;
    const socket = this.#socket;
    if (socket === undefined) return;
    if (socket.readyState === WebSocket.OPEN) {
      socket.close(1000);
      // A relay that does not answer the close must not keep the process alive.
      const force = setTimeout(() => socket.terminate(), 500);
      force.unref();
      socket.once('close', () => clearTimeout(force));
    } else {
      socket.terminate();
    }
  }

  #connect(): void {
    const dialled = dial(this.#options, {
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      maxBufferedChunks: MAX_PIECES_OF_A_MESSAGE,
      maxFragments: MAX_FRAGMENTS_OF_A_MESSAGE,
      handshakeTimeout: ANSWER_MS,
      skipUTF8Validation: true,
    });
    const { socket } = dialled;
    this.#tries += 1;
    socket.binaryType = 'nodebuffer';
    this.#socket = socket;
    this.#problem = undefined;
    this.#awaitAnswer(SLOW_ANSWER_MS, () => {
      const silence = dialled.silence();
      this.#events.lost(silence, 0, this.#leftMs(silence));
      this.#awaitAnswer(ANSWER_MS, () => socket.terminate());
    });
    socket.on('open', () => {
      this.#everOpened = true;
      socket.send(encodeJoin({ room: this.#options.room, token: this.#token, seats: this.#options.seats }));
      this.#heard();
      this.#awaitAnswer(ANSWER_MS, () => {
        this.#problem = SILENT;
        socket.terminate();
      });
    });
    socket.on('ping', () => this.#heard());
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.#heard();
      if (isBinary && this.#socket === socket) this.#receive(data);
    });
    socket.on('unexpected-response', (_, response) => {
      void textOf(response).then((text) => {
        this.#problem = dialled.responseProblem(response.statusCode ?? 0, response.headers['retry-after'], text);
        socket.terminate();
      });
    });
    socket.on('error', (error: Error & { code?: string }) => {
      this.#problem ??= dialled.errorProblem(error);
    });
    socket.on('close', (code: number, reason: Buffer) => {
      if (this.#socket !== socket) return;
      this.#problem = closeProblem(code, reason.toString('utf8'), this.#problem);
      this.#lostConnection(this.#problem);
    });
  }

  /** Runs `otherwise` if the relay has not answered after this time. */
  #awaitAnswer(ms: number, otherwise: () => void): void {
    this.#answered();
    // Pending input is read first: after a suspension of the process, the timer expires before an existing answer is seen.
    this.#answer = setTimeout(() => (this.#unanswered = setImmediate(otherwise)), ms);
  }

  #answered(): void {
    clearTimeout(this.#answer);
    clearImmediate(this.#unanswered);
  }

  #heard(): void {
    clearTimeout(this.#silence);
    if (!this.#closed) this.#silence = setTimeout(() => this.#socket?.terminate(), SILENCE_MS).unref();
  }

  #lostConnection(problem: RelayProblem): void {
    clearTimeout(this.#silence);
    this.#answered();
    this.#socket = undefined;
    if (this.#closed) return;
    if (this.#joined) {
      this.#joined = false;
      this.#lostSince = Date.now();
      this.#retryMs = FIRST_RETRY_MS;
    }
    const patienceMs = this.#patienceFor(problem);
    const waitMs = problem.retryAfterMs === 'never' ? Infinity : Math.max(problem.retryAfterMs, this.#retryMs);
    const goneMs = Date.now() - this.#lostSince;
    const isTriedEnough = !this.#everOpened && problem.isHopeless === true && this.#tries >= HOPELESS_TRIES;
    // Not before the relay allows it. If that exceeds the patience, the user is told at once.
    if (isTriedEnough || goneMs >= patienceMs || waitMs === Infinity || (problem.retryAfterMs !== 0 && goneMs + waitMs > patienceMs)) {
      this.#fail(problem);
      return;
    }
    this.#timer = setTimeout(() => this.#connect(), waitMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    this.#events.lost(problem, waitMs, this.#leftMs(problem));
  }

  #patienceFor({ isAnswer }: RelayProblem): number {
    const { patienceMs } = this.#options;
    return this.#everOpened || isAnswer || patienceMs !== Infinity ? patienceMs : FIRST_PATIENCE_MS;
  }

  #leftMs(problem: RelayProblem): number | undefined {
    return this.#everOpened || problem.isAnswer ? undefined : Math.max(0, this.#patienceFor(problem) - (Date.now() - this.#lostSince));
  }

  #fail(problem: RelayProblem): void {
    this.close();
    const what = problem.retryAfterMs === 'never' ? 'cannot be used' : this.#everJoined ? 'was lost and did not come back' : 'cannot be reached';
    const later = typeof problem.retryAfterMs === 'number' && problem.retryAfterMs > 0 ? ` It asks to come back in ${Math.ceil(problem.retryAfterMs / 1_000)} s.` : '';
    this.#events.failed(new MpcError(problem.isVersion === true ? 'VERSION_MISMATCH' : 'RELAY_UNREACHABLE', `The relay ${this.#options.url} ${what} (${problem.text.replace(/\.$/, '')}).${later}`, adviceOn(problem)));
  }

  #receive(data: Uint8Array): void {
    const message = decodeFromRelay(data);
    switch (message.kind) {
      case 'joined':
        this.#joined = true;
        this.#everJoined = true;
        this.#answered();
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
      case 'refused':
        this.#problem = refusedProblem(message.reason, message.text);
        return;
      case 'malformed':
        // A relay that sends invalid messages is treated like a silent one.
        this.#problem = { text: 'it does not speak as a relay does', retryAfterMs: 0, isAnswer: false };
        this.#socket?.terminate();
        return;
    }
  }
}

/** The beginning of an answer, if it comes soon. */
async function textOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const timer = setTimeout(() => response.destroy(), ANSWER_MS);
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= MAX_ANSWER_TEXT_BYTES) break;
    }
  } catch {
    // The part that was received has to suffice.
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(pieces).subarray(0, MAX_ANSWER_TEXT_BYTES).toString('utf8');
}
