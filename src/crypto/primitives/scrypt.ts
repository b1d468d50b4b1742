import { scrypt } from 'node:crypto';

export interface ScryptWork {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** scrypt (RFC 7914): 32 bytes. Rejects if it would take more than `maxMemory` bytes. */
export async function deriveWithScrypt(secret: Uint8Array, salt: Uint8Array, { n, r, p }: ScryptWork, maxMemory: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, { N: n, r, p, maxmem: maxMemory }, (error, key) => {
      if (error === null) resolve(Uint8Array.from(key));
      else reject(error);
    });
  });
}
