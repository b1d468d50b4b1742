import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { MpcError } from '../../errors.js';
import { countingKey, requestAddress } from './admission.js';
import { AdmissionTokens } from './admission-tokens.js';
import { FAREWELL_MS } from './connection.js';
import { watchDescriptors } from './descriptors.js';
import { answer, HTTP_BOUNDS, type Answers, isRelayPath, refuseAdmission, refuseUpgrade } from './http.js';
import { Hub } from './hub.js';
import type { RelayEvent, RelayStats } from './reports.js';
import { Intake } from './intake.js';
import { DEFAULT_LIMITS, type RelayLimits } from './limits.js';
import type { Backplane } from './backplane.js';
import { MemoryBackplane } from './memory-backplane.js';
import { Sockets } from './sockets.js';
import { SYSTEM_CLOCK } from './turns.js';

export type { RelayEvent, RelayStats } from './reports.js';
export { DEFAULT_LIMITS, type RelayLimits } from './limits.js';

/** The options of `startRelay`. Without any, it is a relay for this machine on a free port. */
export interface RelayOptions {
  /** Name or address to listen on; default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default 0, which picks a free one. */
  readonly port?: number | undefined;
  /** A listening socket in place of host and port, as systemd hands over. */
  readonly listenFd?: number | undefined;
  /** PEM. With it the relay speaks wss only. */
  readonly tls?: { readonly cert: Buffer | string; readonly key: Buffer | string } | undefined;
  /** Overrides of `DEFAULT_LIMITS`. */
  readonly limits?: Partial<RelayLimits> | undefined;
  /** Take a client's address from X-Forwarded-For. Only behind a proxy: otherwise clients choose their address. */
  readonly trustProxy?: boolean | undefined;
  /** If given, only clients that show one of these tokens are admitted. */
  readonly tokens?: readonly string[] | undefined;
  /** Whether events name clients' network addresses. */
  readonly reportAddresses?: boolean | undefined;
  readonly onEvent?: ((event: RelayEvent) => void) | undefined;
  /**
   * The Redis that several relays share for their rooms; without it, rooms are in the memory of this relay. `ca`: all authorities (PEM) for its certificate, if
   * the address is `rediss:`.
   */
  readonly redis?: { readonly url: string; readonly password?: string | undefined; readonly ca?: readonly string[] | undefined } | undefined;
}

/** A running relay. */
export interface Relay {
  readonly url: string;
  readonly port: number;
  /** Tells all clients, then closes. Done within 2 s, when the port is free. May be called again. */
  close(): Promise<void>;
  stats(): RelayStats;
  readonly answers: Answers;
  /** Uses a new certificate and key, or new tokens, for future connections. Throws if they cannot be used; the old ones then stay. */
  reload(fresh: Pick<RelayOptions, 'tls' | 'tokens'>): void;
  /** Opens no new rooms, and resolves when the existing ones have ended, or after this time. */
  drain(ms: number): Promise<void>;
}

/** Sockets for health checks and for connections that are told that the relay is full: in all, and for one network address. */
const SPARE_SOCKETS = 256;
const SPARE_SOCKETS_PER_ADDRESS = 32;
const TLS_HANDSHAKE_MS = 10_000;
const DRAIN_LOOK_MS = 50;
/** A frame takes a hundred network packets or so. Each piece costs memory, however small it is. */
const MAX_PIECES_OF_A_FRAME = 4_096;
const MAX_FRAGMENTS_OF_A_FRAME = 128;

/**
 * Starts the relay, and resolves when it listens. It keeps nothing on disk and writes no log; `docs/relay.md`
 * describes what it does.
 *
 * @throws MpcError USAGE when it cannot listen there, or the certificate and key do not fit.
 */
export async function startRelay(options: RelayOptions = {}): Promise<Relay> {
  const { host = '127.0.0.1', port = 0, trustProxy = false } = options;
  const limits: RelayLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const clock = SYSTEM_CLOCK;
  const onEvent = options.onEvent ?? (() => undefined);
  const backplane = options.redis === undefined ? new MemoryBackplane(limits, () => clock.now()) : await sharedBackplane(options.redis, limits);
  const hub = new Hub({ limits, clock, backplane, onEvent, withOrigins: options.reportAddresses ?? false });

  const server = makeServer(options.tls);
  const answers = {
    counts: () => hub.counts,
    isReady: () => hub.isReady,
  };
  server.on('request', answer(answers));
  let tokens = options.tokens === undefined ? undefined : new AdmissionTokens(options.tokens);
  const most = limits.maxConnections + SPARE_SOCKETS;
  const sockets = new Sockets({ most, mostPerAddress: trustProxy ? most : limits.maxConnectionsPerAddress + SPARE_SOCKETS_PER_ADDRESS, makeWay: (other) => hub.makeWay(other) }, () => clock.now());
  // The TCP connections themselves: Node's own list omits upgraded ones and those still in a TLS handshake.
  server.on('connection', (socket: Socket) => sockets.take(socket));

  const webSocketOptions = {
    noServer: true,
    clientTracking: false,
    // Frames are ciphertext, which cannot be compressed.
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
    maxBufferedChunks: MAX_PIECES_OF_A_FRAME,
    maxFragments: MAX_FRAGMENTS_OF_A_FRAME,
    // The connection answers pings, because it counts what waits.
    autoPong: false,
    closeTimeout: FAREWELL_MS,
  };
  const webSockets = new WebSocketServer(webSocketOptions);
  server.on('upgrade', (request, socket, head) => {
    if (!isRelayPath(request)) {
      refuseUpgrade(socket);
      return;
    }
    if (tokens?.admits(request) === false) {
      refuseAdmission(socket);
      return;
    }
    sockets.upgraded(request.socket);
    request.socket.setTimeout(0);
    request.socket.setNoDelay(true);
    const intake = new Intake(socket, { head, turns: hub.turns, budget: hub.budget(), clock, arriving: hub.arriving });
    const upgrade = { isAccepted: false };
    webSockets.handleUpgrade(request, intake, Buffer.alloc(0), (webSocket) => {
      upgrade.isAccepted = true;
      hub.accept(webSocket, intake, { origin: countingKey(requestAddress(request, trustProxy)), isVouchedFor: tokens !== undefined });
    });
    // A refused handshake ends when its answer has been read. A client that does not read it must not keep the connection.
    if (!upgrade.isAccepted) setTimeout(() => request.socket.destroy(), FAREWELL_MS).unref();
  });

  await listen(server, options.listenFd === undefined ? { host, port } : { fd: options.listenFd }).catch(async (error: unknown) => {
    await backplane.close();
    throw error;
  });
  // A failed accept concerns one client and does not end the relay.
  server.on('error', () => undefined);
  const descriptors = watchDescriptors((code) => onEvent({ kind: 'problem', what: `no more files can be opened (${code}), so new clients are turned away: raise the limit of open files (LimitNOFILE), or lower --max-connections`, ...answers.counts() }));
  const { port: bound, address: boundTo } = addressOf(server, host);
  const sweeping = setInterval(() => {
    hub.sweep();
  }, limits.pingMs);

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      clearInterval(sweeping);
      descriptors.stop();
      const deadline = setTimeout(() => {
        for (const socket of sockets.all) socket.destroy();
      }, FAREWELL_MS);
      server.close(() => {
        clearTimeout(deadline);
        void backplane.close().then(resolve);
      });
      server.closeIdleConnections();
      webSockets.close();
      hub.shutDown();
    });

  return {
    url: `${options.tls === undefined ? 'ws' : 'wss'}://${boundTo.includes(':') ? `[${boundTo}]` : boundTo}:${bound}`,
    port: bound,
    close: () => (closing ??= close()),
    stats: () => hub.stats(),
    answers,
    reload: (fresh) => {
      if (fresh.tls !== undefined && 'setSecureContext' in server) server.setSecureContext(fresh.tls);
      if (fresh.tokens !== undefined) tokens = new AdmissionTokens(fresh.tokens);
    },
    drain: async (ms) => {
      hub.drain();
      const end = clock.now() + ms;
      while (hub.counts.rooms > 0 && clock.now() < end) await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
    },
  };
}

/** Loaded only on demand: a relay of its own needs neither Redis nor a client for it. */
async function sharedBackplane(redis: NonNullable<RelayOptions['redis']>, limits: RelayLimits): Promise<Backplane> {
  const { RedisBackplane } = await import('./redis/backplane.js');
  return RedisBackplane.connect({ ...redis, limits });
}

function makeServer(tls: RelayOptions['tls']): Server | HttpsServer {
  if (tls === undefined) return createHttpServer(HTTP_BOUNDS);
  try {
    return createHttpsServer({ ...HTTP_BOUNDS, cert: tls.cert, key: tls.key, handshakeTimeout: TLS_HANDSHAKE_MS });
  } catch (cause) {
    throw new MpcError('USAGE', 'The TLS certificate and key cannot be used.', 'Give a certificate chain and its private key, both in PEM, the key without a passphrase.', { cause });
  }
}

/** The address where it listens, as a client on this machine would use it. */
function addressOf(server: Server | HttpsServer, host: string): { port: number; address: string } {
  const bound: AddressInfo | string | null = server.address();
  return typeof bound === 'object' && bound !== null ? { port: bound.port, address: host } : { port: 0, address: host };
}

function listen(server: Server | HttpsServer, target: { readonly host: string; readonly port: number } | { readonly fd: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException): void => {
      const code = cause.code ?? 'unknown error';
      const where = 'fd' in target ? 'the socket that it was given' : `${target.host}, port ${target.port}`;
      reject(new MpcError('USAGE', `The relay cannot listen on ${where} (${code}).`, 'Choose another --port (0 picks a free one) or another --host.', { cause }));
    };
    server.once('error', failed);
    server.listen(target, () => {
      server.off('error', failed);
      resolve();
    });
  });
}
