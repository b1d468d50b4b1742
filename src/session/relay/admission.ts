import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4, isIPv6 } from 'node:net';

const MINUTE_MS = 60_000;
/** Bounds the table when clients come from very many networks. The oldest entries are then forgotten; the newest clients are not refused. */
const MAX_TRACKED = 65_536;

/** Counts joins for each network address. Each address has minutes of its own, starting with its first join. */
export class JoinLimiter {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #counts = new Map<string, { since: number; joins: number }>();

  /** @param now milliseconds of a clock that never goes back. */
  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** True if this join is within the limit. Refused joins do not count further, so a minute later joins are admitted again. */
  admit(ip: string): boolean {
    const key = countingKey(ip);
    const now = this.#now();
    const count = this.#counts.get(key);
    if (count !== undefined && now - count.since < MINUTE_MS) {
      if (count.joins >= this.#perMinute) return false;
      count.joins += 1;
      return true;
    }
    this.#counts.delete(key);
    if (this.#counts.size >= MAX_TRACKED) this.#forgetOldest();
    this.#counts.set(key, { since: now, joins: 1 });
    return this.#perMinute > 0;
  }

  /** Drops the addresses whose minute is over: the relay keeps no history of its clients. */
  sweep(): void {
    const now = this.#now();
    for (const [key, { since }] of this.#counts) {
      // Entries are in the order in which their minutes began.
      if (now - since < MINUTE_MS) return;
      this.#counts.delete(key);
    }
  }

  get tracked(): number {
    return this.#counts.size;
  }

  #forgetOldest(): void {
    for (const key of this.#counts.keys()) {
      this.#counts.delete(key);
      return;
    }
  }
}

/**
 * The key under which joins are counted: an IPv4 address, or the first 64 bits of an IPv6 address, because one customer has all the rest and could take a new
 * address for every join.
 */
export function countingKey(ip: string): string {
  const bare = ip.replace(/%.*$/, '').toLowerCase();
  if (!isIPv6(bare)) return bare;
  // `URL` writes every IPv6 address in one way, including those with a dotted tail.
  const canonical = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  if (groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff') return dotted(groups[6], groups[7]);
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/**
 * The address from which a request comes. Behind a trusted proxy it is the last entry of X-Forwarded-For, which the proxy wrote: everything before it is the
 * client's own claim.
 */
export function requestAddress(request: IncomingMessage, trustProxy: boolean): string {
  const direct = request.socket.remoteAddress ?? '';
  if (!trustProxy) return direct;
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').at(-1)?.trim() ?? '';
  return isIP(forwarded) === 0 ? direct : forwarded;
}

function dotted(high = '0', low = '0'): string {
  const bits = parseInt(high, 16) * 65_536 + parseInt(low, 16);
  const address = [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
  return isIPv4(address) ? address : '';
}
