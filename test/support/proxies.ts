/** Real proxies on this machine: one that knows CONNECT (RFC 9110, section 9.3.6) and one of SOCKS 5 (RFC 1928, 1929). Only they know the names of the tests. */
import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll } from 'vitest';

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** What stands for 127.0.0.1, and is unknown to any name server (RFC 6761). */
export const RELAY_NAME = 'relay.test';

export interface Proxy {
  readonly port: number;
  /** Where its clients asked to go, as they wrote it. */
  readonly asked: string[];
}

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => void sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function addressOf(host: string): string | undefined {
  return host === RELAY_NAME ? '127.0.0.1' : undefined;
}

function piped(client: Socket, port: number, onOpen: () => void, onError: () => void): void {
  const far = connect(port, '127.0.0.1', () => {
    onOpen();
    far.pipe(client).pipe(far);
  });
  sockets.add(far);
  far.on('error', onError);
}

/** `password`: of the user `user`; `status`: what it answers to everybody. */
export async function httpProxy({ password, status }: { password?: string; status?: number } = {}): Promise<Proxy> {
  const asked: string[] = [];
  const server = createHttp((_, response) => response.writeHead(400).end());
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? '');
    const [host = '', port] = (request.url ?? '').split(':');
    const refuse = (code: number): void => void socket.end(`HTTP/1.1 ${code} No\r\n\r\n`);
    const right = `Basic ${Buffer.from(`user:${password ?? ''}`).toString('base64')}`;
    if (status !== undefined) refuse(status);
    else if (password !== undefined && request.headers['proxy-authorization'] !== right) refuse(407);
    else if (addressOf(host) === undefined) refuse(502);
    else piped(socket, Number(port), () => void socket.write('HTTP/1.1 200 OK\r\n\r\n'), () => refuse(502));
  });
  return { port: await listening(server), asked };
}

const [NO_AUTHENTICATION, WITH_PASSWORD, NONE_FITS] = [0, 2, 0xff];
const BY_NAME = 3;

/** A client that asks by address, as one does that looked the name up itself, is refused. */
export async function socksProxy({ password }: { password?: string } = {}): Promise<Proxy> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    void serveSocks(socket, asked, password).catch(() => socket.destroy());
  });
  return { port: await listening(server), asked };
}

async function serveSocks(socket: Socket, asked: string[], password: string | undefined): Promise<void> {
  const take = async (bytes: number): Promise<Buffer> => {
    for (;;) {
      const piece = socket.read(bytes) as Buffer | null;
      if (piece !== null) return piece;
      await once(socket, 'readable');
    }
  };
  const number = async (): Promise<number> => (await take(1)).readUInt8();
  const [, methods] = [await number(), await number()];
  const offered = [...(await take(methods))];
  const method = password === undefined ? NO_AUTHENTICATION : WITH_PASSWORD;
  if (!offered.includes(method)) return void socket.end(Buffer.of(5, NONE_FITS));
  socket.write(Buffer.of(5, method));
  if (password !== undefined) {
    const [, user] = [await number(), String(await take(await number()))];
    const given = String(await take(await number()));
    const isRight = user === 'user' && given === password;
    socket.write(Buffer.of(1, isRight ? 0 : 1));
    if (!isRight) return void socket.end();
  }
  const [, , , type] = await take(4);
  if (type !== BY_NAME) {
    asked.push(`address type ${type ?? ''}`);
    return void socket.end(Buffer.of(5, 8, 0, 1, 0, 0, 0, 0, 0, 0));
  }
  const host = String(await take(await number()));
  const port = (await take(2)).readUInt16BE();
  asked.push(`${host}:${port}`);
  const refuse = (): void => void socket.end(Buffer.of(5, 4, 0, 1, 0, 0, 0, 0, 0, 0));
  if (addressOf(host) === undefined) refuse();
  else piped(socket, port, () => void socket.write(Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0)), refuse);
}

/** One that takes connections and never says anything. */
export async function silentProxy(): Promise<Proxy> {
  return { port: await listening(createServer(() => undefined)), asked: [] };
}

/** One that ends each connection: at once, or when it was asked something, which it answers with these bytes. */
export async function rudeProxy(answer?: string | Buffer): Promise<Proxy> {
  const server = createServer((socket) => {
    if (answer === undefined) socket.end();
    else socket.once('data', () => void socket.end(answer));
  });
  return { port: await listening(server), asked: [] };
}

/** One that never stops answering, and never says what a proxy says. */
export async function endlessProxy(): Promise<Proxy> {
  const server = createServer((socket) => {
    const more = (): void => {
      while (!socket.destroyed && socket.write('x: y\r\n'.repeat(1_000)));
    };
    socket.on('drain', more);
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n');
      more();
    });
  });
  return { port: await listening(server), asked: [] };
}
