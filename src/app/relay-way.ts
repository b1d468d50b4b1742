import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';
import { getProxyForUrl } from 'proxy-from-env';
import { MpcError } from '../errors.js';
import { readAsKind } from './file-kind.js';
import { httpTunnel, socksTunnel } from '../session/relay/tunnel.js';
import type { RelayWay } from '../session/relay/way.js';
import { readBounded } from '../io/files.js';

const MAX_CA_BYTES = 4 * 1024 * 1024;
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
/** The versions of SOCKS. With each the proxy looks names up: a user who hides behind Tor must not ask their own name server for the relay. */
const SOCKS: Readonly<Record<string, 4 | 5>> = { 'socks:': 5, 'socks5:': 5, 'socks5h:': 5, 'socks4:': 4, 'socks4a:': 4 };
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const SOCKS_PORT = 1080;

/**
 * The way to a relay that the environment names, as for other programs: `HTTPS_PROXY` for wss://, `HTTP_PROXY` for ws://, `ALL_PROXY` for both, small letters
 * before capitals, and `NO_PROXY`. This machine itself is always reached directly.
 *
 * @param ca file with certificates (PEM) of authorities to trust in addition to the usual ones.
 * @throws MpcError USAGE where a proxy or the file is not as it should be, or where an onion address has no proxy: it must not be asked of a name server.
 */
export async function wayTo(url: string, ca?: string): Promise<RelayWay> {
  const authorities = ca === undefined ? undefined : await withAuthorities(ca);
  const found = proxyFor(url);
  if (found === undefined) {
    if (new URL(url).hostname.endsWith('.onion')) throw new MpcError('USAGE', 'The relay has an onion address, and no proxy is named that leads to Tor.', 'Start Tor, and set ALL_PROXY=socks5h://127.0.0.1:9050 (of Tor Browser: port 9150).');
    return { ca: authorities };
  }
  const { proxy, variable } = found;
  const { protocol, hostname, host, port, username, password } = proxy;
  const at = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (PORTS[protocol] ?? SOCKS_PORT) : Number(port) };
  const words = `the proxy ${protocol}//${host} (${variable})`;
  const version = SOCKS[protocol];
  const tunnel =
    version === undefined
      ? httpTunnel({ ...at, isSecure: protocol === 'https:', authorization: authorizationFor(proxy), ca: authorities })
      : socksTunnel({ ...at, version, ...(username === '' && password === '' ? {} : { user: decodeURIComponent(username), password: decodeURIComponent(password) }) });
  return { tunnel, proxy: words, ca: authorities };
}

interface Proxy {
  readonly proxy: URL;
  /** Where the proxy was named. */
  readonly variable: string;
}

function proxyFor(url: string): Proxy | undefined {
  const { protocol, hostname, href } = new URL(url);
  if (isThisMachine(hostname)) return undefined;
  const [scheme, rest] = [protocol === 'wss:' ? 'https' : 'http', href.slice(protocol.length)];
  if (getProxyForUrl(`${scheme}:${rest}`) === '') return undefined;
  const variable = [`${scheme}_proxy`, `${scheme}_proxy`.toUpperCase(), 'all_proxy', 'ALL_PROXY'].find((name) => (process.env[name] ?? '') !== '') ?? '';
  const text = process.env[variable] ?? '';
  const proxy = parsed(text.includes('://') ? text : `http://${text}`);
  // An address that may hold a password is not repeated.
  if (proxy === undefined || !(proxy.protocol in SOCKS || ['http:', 'https:'].includes(proxy.protocol))) throw new MpcError('USAGE', `${variable} is set, and holds no address of a proxy that is known here.`, 'Write http://HOST:PORT, https://HOST:PORT, or for SOCKS and Tor socks5h://HOST:PORT.');
  return { proxy, variable };
}

function parsed(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.hostname === '' ? undefined : url;
  } catch {
    return undefined;
  }
}

function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\.\d+\.\d+\.\d+$/.test(hostname) || hostname === '[::1]';
}

function authorizationFor({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
}

/** The usual authorities and those of the file that `flag` names. Throws USAGE. */
export async function withAuthorities(path: string, flag = '--ca'): Promise<readonly string[]> {
  return readAsKind(path, ['pem', 'empty'], 'a file of certificates (PEM)', async () => authoritiesIn(path, flag));
}

async function authoritiesIn(path: string, flag: string): Promise<readonly string[]> {
  const text = Buffer.from(await readBounded(path, MAX_CA_BYTES, 'USAGE', 'file of certificates')).toString('utf8');
  const own: readonly string[] = text.match(PEM) ?? [];
  if (own.length === 0 || !own.every(isCertificate)) throw new MpcError('USAGE', `${flag} ${path}: it holds no certificates in PEM, or one that is damaged.`, 'A file of certificates has lines that read -----BEGIN CERTIFICATE-----. From DER: openssl x509 -inform der -in FILE -out ca.pem');
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => readonly string[] };
  return [...(getCACertificates?.('default') ?? tls.rootCertificates), ...own];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
