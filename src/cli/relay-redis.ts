import { MpcError } from '../library/errors.js';

/** The address of a Redis, given as an argument. Throws USAGE; what may be a password is not repeated. */
export function redisAddress(text: string): string {
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
