import type { IncomingMessage, RequestListener, ServerOptions, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WIRE_VERSION } from './wire.js';

/** Requests are a line and a few headers: whoever needs longer or more is not one of ours. */
export const HTTP_BOUNDS = {
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 8_192,
} as const satisfies ServerOptions;

const HEALTH_PATH = '/health';
const NOT_HERE = 'This is an mpc relay: it speaks WebSocket at / and answers GET /health.\n';
const NOT_ADMITTED = 'This relay asks for an admission token, and the one given, if any, is none of its.\n';

/** Answers GET and HEAD of /health; everything else is not found. */
export function answer(counts: () => { rooms: number; connections: number }): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const readable = request.method === 'GET' || request.method === 'HEAD';
    const healthy = readable && pathOf(request) === HEALTH_PATH;
    const body = healthy ? `${JSON.stringify({ status: 'ok', version: WIRE_VERSION, ...counts() })}\n` : NOT_HERE;
    response.writeHead(healthy ? 200 : 404, {
      'content-type': healthy ? 'application/json' : 'text/plain; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      // One request a connection: a body that nobody reads then cannot keep it.
      connection: 'close',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

export function isRelayPath(request: IncomingMessage): boolean {
  return pathOf(request) === '/';
}

/** The same answer for an upgrade, where node gives a bare socket. */
export function refuseUpgrade(socket: Duplex): void {
  respond(socket, '404 Not Found', NOT_HERE);
}

/** For who comes without the admission token of a relay that asks for one. */
export function refuseAdmission(socket: Duplex): void {
  respond(socket, '401 Unauthorized', NOT_ADMITTED, 'WWW-Authenticate: Bearer realm="mpc relay"\r\n');
}

function respond(socket: Duplex, status: string, text: string, headers = ''): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\n${headers}Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`, () => socket.destroy());
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
