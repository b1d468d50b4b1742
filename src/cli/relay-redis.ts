import { MpcError } from '../library/errors.js';
import { readRedisPassword, withAuthorities, type RelayOptions } from '../library/relays.js';

/** The Redis that the flags name, with the content of their files. Throws USAGE. */
export async function redisOf({ url, passwordFile, caFile }: { readonly url: string; readonly passwordFile: string | undefined; readonly caFile: string | undefined }): Promise<NonNullable<RelayOptions['redis']>> {
  const address = redisAddress(url);
  if (caFile !== undefined && new URL(address).protocol !== 'rediss:') throw wrong('--redis-ca is for a Redis that is reached by TLS, and this address begins with redis://.', 'Write rediss://HOST:PORT.');
  return { url: address, password: passwordFile === undefined ? undefined : await readRedisPassword(passwordFile), ca: caFile === undefined ? undefined : await withAuthorities(caFile, '--redis-ca') };
}

/** The address of a Redis, given as an argument. Throws USAGE, and does not repeat what may be a password. */
function redisAddress(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrong('That is not the address of a Redis.');
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw wrong('That is not the address of a Redis.');
  if (url.password !== '') throw wrong('A password does not belong into an address: other users of this machine see it.', 'Put it into a file that only you can read, and name that with --redis-password-file.');
  return text;
}

function wrong(message: string, next = 'Write, for example, redis://10.0.0.5:6379, or rediss:// for TLS.'): MpcError {
  return new MpcError('USAGE', message, next);
}
