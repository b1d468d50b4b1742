import { concat, u64be } from '../../../src/crypto/bytes.js';
import { CipherState } from '../../../src/crypto/noise/cipher-state.js';
import { dataHeader, decodePacket } from '../../../src/session/channel/packet.js';
import { EncryptedStream, type Frame } from '../../../src/session/channel/stream.js';

/** One end of a stream in memory: what it sent and nobody delivered yet, and what it took. */
export interface End {
  readonly stream: EncryptedStream;
  /** Packets on their way to the other end. */
  readonly sent: Uint8Array[];
  readonly taken: Frame[];
}

/** Two ends with the keys that a handshake would have given them. */
export function streams(): [End, End] {
  const key = (n: number) => new CipherState(new Uint8Array(32).fill(n));
  const end = (own: number, others: number): End => {
    const sent: Uint8Array[] = [];
    return { stream: new EncryptedStream({ send: key(own), receive: key(others) }, (packet) => sent.push(packet)), sent, taken: [] };
  };
  return [end(1, 2), end(2, 1)];
}

/** Gives a packet to an end as its `Peer` does; tells whether the end says that it had it before. */
export function deliver(end: End, packet: Uint8Array): boolean {
  const read = decodePacket(packet);
  if (read?.kind !== 'data') return false;
  const { frames, isAgain } = end.stream.accept(read.number, read.header, read.ciphertext);
  end.taken.push(...frames);
  return isAgain;
}

/** Delivers everything under way, in both directions, until nothing is. Returns how many packets that took. */
export function settle(a: End, b: End, limit = 10_000): number {
  let count = 0;
  for (;;) {
    const [from, to] = a.sent.length > 0 ? [a, b] : [b, a];
    const packet = from.sent.shift();
    if (packet === undefined) return count;
    deliver(to, packet);
    if (++count > limit) throw new Error('the two ends do not come to rest');
  }
}

/** Frames as another program could encrypt them, right or wrong. */
export class Forger {
  readonly #cipher = new CipherState(new Uint8Array(32).fill(1));
  #number = 0;

  packet(kind: number, acknowledges: bigint, body = new Uint8Array(0)): Uint8Array {
    return this.ciphertext(concat(Uint8Array.of(kind), u64be(acknowledges), body));
  }

  ciphertext(inner: Uint8Array): Uint8Array {
    const header = dataHeader(BigInt(this.#number));
    return concat(header, this.#cipher.encryptAt(this.#number++, header, inner));
  }
}
