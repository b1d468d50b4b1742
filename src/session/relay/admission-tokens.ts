import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const SCHEME = /^Bearer +(\S{1,300})$/i;

/** The header that a client sends with its request, where TLS protects it and proxies' logs omit it. */
export function authorizationOf(token: string): string {
  return `Bearer ${token}`;
}

/** The tokens of a relay that is not open to everybody. Each admits its holder, and the relay does not distinguish them. */
export class AdmissionTokens {
  readonly #hashes: readonly Buffer[];

  constructor(tokens: readonly string[]) {
    this.#hashes = tokens.map(sha256);
  }

  admits(request: IncomingMessage): boolean {
    const token = SCHEME.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) return false;
    const given = sha256(token);
    // All hashes are compared, and all have one length, so the time reveals nothing about any token.
    return this.#hashes.reduce((found, hash) => timingSafeEqual(hash, given) || found, false);
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
