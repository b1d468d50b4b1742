import type { IncomingMessage, RequestListener, ServerOptions, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WIRE_VERSION } from './wire.js';

/** Requests are a line and a few headers. A client that needs more is not one of ours. */
export const HTTP_BOUNDS = {
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 8_192,
} as const satisfies ServerOptions;

const NOT_HERE = 'This is an mpc relay: it speaks WebSocket at / and answers GET /health and GET /ready.\n';
const NOT_ADMITTED = 'This relay asks for an admission token, and the one given, if any, is none of its.\n';

/** The data for the answered paths. */
export interface Answers {
  readonly counts: () => { rooms: number; connections: number };
  /** Whether new sessions can begin here, for load balancers. */
  readonly isReady: () => boolean;
}

/** Answers GET and HEAD of /health, with counts of the process, and of /ready. Everything else is not found. */
export function answer({ counts, isReady }: Answers): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const path = request.method === 'GET' || request.method === 'HEAD' ? pathOf(request) : undefined;
    if (path === '/health') respondTo(request, response, 200, `${JSON.stringify({ status: 'ok', version: WIRE_VERSION, ...counts() })}\n`);
    else if (path === '/ready') respondTo(request, response, isReady() ? 200 : 503, `${JSON.stringify({ status: isReady() ? 'ready' : 'not ready' })}\n`);
    else respondTo(request, response, 404, NOT_HERE);
  };
}

export function respondTo(request: IncomingMessage, response: ServerResponse, status: number, body: string, type = status === 404 ? 'text/plain; charset=utf-8' : 'application/json'): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    // One request a connection, so that an unread body cannot keep it open.
    connection: 'close',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function isRelayPath(request: IncomingMessage): boolean {
  return pathOf(request) === '/';
}

/** The same answer for an upgrade, for which Node gives a bare socket. */
export function refuseUpgrade(socket: Duplex): void {
  respond(socket, '404 Not Found', NOT_HERE);
}

/** The answer to clients without the admission token that a relay requires. */
export function refuseAdmission(socket: Duplex): void {
  respond(socket, '401 Unauthorized', NOT_ADMITTED, 'WWW-Authenticate: Bearer realm="mpc relay"\r\n');
}

function respond(socket: Duplex, status: string, text: string, headers = ''): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\n${headers}Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`, () => socket.destroy());
}

export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
