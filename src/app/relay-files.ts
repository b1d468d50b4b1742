import { MpcError } from '../errors.js';
import { readBounded } from '../io/files.js';
import { readPrivate } from '../io/private-file.js';
import { readTokenFile } from '../io/relay-tokens.js';

const MAX_PEM_BYTES = 1024 * 1024;
const MAX_PASSWORD_BYTES = 4_096;

/** Paths of files that a relay reads. */
export interface RelayFiles {
  /** Certificate and private key (PEM); both, or neither. */
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  /** Admission tokens, one a line. */
  readonly tokenFile?: string | undefined;
}

/** What is in them. */
export interface RelaySecrets {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** Undefined: everybody is let in. */
  readonly tokens: readonly string[] | undefined;
}

/** What a relay reads when it starts, and when it is told to read it again: for `startRelay` and `reload`. Throws USAGE. */
export async function readRelayFiles({ tlsCert, tlsKey, tokenFile }: RelayFiles): Promise<RelaySecrets> {
  return { tls: await readTls(tlsCert, tlsKey), tokens: tokenFile === undefined ? undefined : await readTokenFile(tokenFile) };
}

async function readTls(cert: string | undefined, key: string | undefined): Promise<RelaySecrets['tls']> {
  if (cert === undefined || key === undefined) return undefined;
  const [certificate, secret] = await Promise.all([readBounded(cert, MAX_PEM_BYTES, 'USAGE', 'certificate'), readBounded(key, MAX_PEM_BYTES, 'USAGE', 'private key')]);
  if (certificate.length === 0 || secret.length === 0) throw new MpcError('USAGE', 'The certificate or its key is empty.', 'Give PEM files.');
  return { cert: Buffer.from(certificate), key: Buffer.from(secret) };
}

/** What a file with the password of Redis holds, without the end of its line. Throws USAGE, and where others can read it. */
export async function readRedisPassword(path: string): Promise<string> {
  const bytes = await readPrivate(path, MAX_PASSWORD_BYTES).catch((error: unknown) => {
    if (error instanceof MpcError) throw error;
    throw new MpcError('USAGE', `There is no file ${path}.`, 'Name the file that holds the password of Redis.');
  });
  return new TextDecoder().decode(bytes).replace(/\r?\n$/, '');
}
