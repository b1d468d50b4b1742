import { MpcError } from '../errors.js';
import { readBounded } from '../io/files.js';
import { readPrivate } from '../io/private-file.js';
import { readTokenFile } from '../io/relay-tokens.js';
import { asKind, readAsKind } from './file-kind.js';

const MAX_PEM_BYTES = 1024 * 1024;
const MAX_PASSWORD_BYTES = 4_096;

/** Paths of files that a relay reads. */
export interface RelayFiles {
  /** Certificate and private key (PEM): both, or neither. */
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  /** Admission tokens, one a line. */
  readonly tokenFile?: string | undefined;
}

/** What is in them. */
export interface RelaySecrets {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** Undefined if everybody is let in. */
  readonly tokens: readonly string[] | undefined;
}

/** What a relay reads when it starts, and when it is told to read it again: for `startRelay` and `reload`. Throws USAGE. */
export async function readRelayFiles({ tlsCert, tlsKey, tokenFile }: RelayFiles): Promise<RelaySecrets> {
  return { tls: await readTls(tlsCert, tlsKey), tokens: tokenFile === undefined ? undefined : await readAsKind(tokenFile, ['text'], 'a file with admission tokens', async () => readTokenFile(tokenFile)) };
}

async function readTls(cert: string | undefined, key: string | undefined): Promise<RelaySecrets['tls']> {
  if (cert === undefined || key === undefined) return undefined;
  const [certificate, secret] = await Promise.all([readPem(cert, 'a certificate (PEM)'), readPem(key, 'a private key (PEM)')]);
  return { cert: certificate, key: secret };
}

async function readPem(path: string, what: string): Promise<Buffer> {
  const bytes = Buffer.from(await readBounded(path, MAX_PEM_BYTES, 'USAGE', 'PEM file'));
  return asKind(path, bytes, ['pem'], what, () => {
    if (!bytes.includes('-----BEGIN ')) throw new MpcError('USAGE', `${path} is not ${what}.`, 'Give a certificate chain and its private key, both in PEM.');
    return bytes;
  });
}

/** What a file with the password of Redis holds, without the end of its line. Throws USAGE, and where others can read it. */
export async function readRedisPassword(path: string): Promise<string> {
  const bytes = await readPrivate(path, MAX_PASSWORD_BYTES).catch((error: unknown) => {
    if (error instanceof MpcError) throw error;
    throw new MpcError('USAGE', `There is no file ${path}.`, 'Name the file that holds the password of Redis.');
  });
  return new TextDecoder().decode(bytes).replace(/\r?\n$/, '');
}
