import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, isIPv6, type Socket } from 'node:net';
import { ProxyRefusal, ProxySilence } from './proxy-problem.js';
import type { Target, Tunnel, TunnelWait } from './way.js';

/** A proxy that speaks HTTP. */
export interface HttpProxy extends Target {
  readonly isSecure: boolean;
  /** The value of `Proxy-Authorization`. */
  readonly authorization?: string | undefined;
  readonly ca?: readonly string[] | undefined;
}

/** A proxy that speaks SOCKS. It is given the relay's name as it is written, and looks it up itself. */
export interface SocksProxy extends Target {
  readonly version: 4 | 5;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/** By CONNECT (RFC 9110, section 9.3.6). Node's own parser reads the answer, and bounds its length. */
export function httpTunnel(proxy: HttpProxy): Tunnel {
  return async (target, wait) =>
    waited(wait, async (signal) => {
      const authority = `${isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`;
      const options: RequestOptions = {
        method: 'CONNECT',
        host: proxy.host,
        port: proxy.port,
        path: authority,
        headers: { Host: authority, ...(proxy.authorization === undefined ? {} : { 'Proxy-Authorization': proxy.authorization }) },
        agent: false,
        signal,
      };
      return new Promise((resolve, reject) => {
        const request = proxy.isSecure ? httpsRequest({ ...options, ...(proxy.ca === undefined ? {} : { ca: [...proxy.ca] }) }) : httpRequest(options);
        request.on('error', reject);
        request.on('connect', ({ statusCode = 0 }: IncomingMessage, socket: Socket, head: Buffer) => {
          if (statusCode >= 200 && statusCode < 300) {
            if (head.length > 0) socket.unshift(head);
            resolve(socket);
          } else {
            socket.destroy();
            reject(new ProxyRefusal(statusCode));
          }
        });
        request.end();
      });
    });
}

export function socksTunnel(proxy: SocksProxy): Tunnel {
  return async (target, wait) =>
    waited(wait, async (signal) => {
      const { SocksClient } = await import('socks');
      const socket = await connected(proxy, signal);
      const end = (): void => void socket.destroy();
      signal.addEventListener('abort', end);
      try {
        await SocksClient.createConnection({
          proxy: { host: proxy.host, port: proxy.port, type: proxy.version, ...(proxy.user === undefined ? {} : { userId: proxy.user }), ...(proxy.password === undefined ? {} : { password: proxy.password }) },
          destination: { ...target },
          command: 'connect',
          existing_socket: socket,
          timeout: wait.waitMs,
        });
        return socket;
      } catch (error) {
        socket.destroy();
        // The library's own error holds its options, and the password among them.
        throw new Error((error as Error).message);
      } finally {
        signal.removeEventListener('abort', end);
      }
    });
}

async function connected({ host, port }: Target, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/**
 * Ends the attempt when its time is over, or when nobody waits for it any more. Afterwards neither touches the connection, whose owner is then the caller.
 */
async function waited({ waitMs, signal }: TunnelWait, attempt: (signal: AbortSignal) => Promise<Socket>): Promise<Socket> {
  const end = new AbortController();
  const time = { isOver: false };
  const timer = setTimeout(() => {
    time.isOver = true;
    end.abort();
  }, waitMs);
  const leave = (): void => end.abort();
  signal.addEventListener('abort', leave);
  try {
    return await attempt(end.signal);
  } catch (error) {
    throw time.isOver ? new ProxySilence() : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}
