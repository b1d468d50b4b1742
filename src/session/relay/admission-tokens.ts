import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const SCHEME = /^Bearer +(\S{1,300})$/i;

/** What a client sends with its request, where TLS protects it and logs of proxies leave it out. */
export function authorizationOf(token: string): string {
  return `Bearer ${token}`;
}

/** The tokens of a relay that is not open to everybody: each lets its holder in, and none is told from another. */
export class AdmissionTokens {
  readonly #hashes: readonly Buffer[];

  constructor(tokens: readonly string[]) {
    this.#hashes = tokens.map(sha256);
  }

  admits(request: IncomingMessage): boolean {
    const token = SCHEME.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return false;
    const given = sha256(token);
    // All are compared, and hashes of one length: how long it takes tells nothing of any.
    return this.#hashes.reduce((found, hash) => timingSafeEqual(hash, given) || found, false);
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
