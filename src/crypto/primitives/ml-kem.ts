import * as crypto from 'node:crypto';
import { concat, plain } from '../bytes.js';
import { checkedLength, KEM_CIPHERTEXT_LENGTH, KEM_PUBLIC_KEY_LENGTH, type MlKem } from '../ml-kem/types.js';

/** The interface of Node versions with OpenSSL 3.5 (24.7 and later). The types of older versions lack it. */
interface NativeKem {
  readonly generateKeyPairSync: (type: 'ml-kem-768') => { publicKey: crypto.KeyObject; privateKey: crypto.KeyObject };
  readonly encapsulate: (key: crypto.KeyObject) => { sharedKey: Buffer; ciphertext: Buffer };
  readonly decapsulate: (key: crypto.KeyObject, ciphertext: Uint8Array) => Buffer;
}

// RFC 9935: the fixed DER bytes before a raw public key.
const SPKI = Uint8Array.of(0x30, 0x82, 4, 0xb2, 0x30, 0x0b, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 4, 2, 3, 0x82, 4, 0xa1, 0);

/** Node's own ML-KEM, or undefined if it has none. */
export function nativeMlKem(): MlKem | undefined {
  const native = crypto as unknown as Partial<NativeKem>;
  if (native.encapsulate === undefined || native.decapsulate === undefined || native.generateKeyPairSync === undefined) return undefined;
  const { encapsulate, decapsulate, generateKeyPairSync } = native as NativeKem;
  try {
    generateKeyPairSync('ml-kem-768');
  } catch {
    // This Node was built against an OpenSSL without ML-KEM.
    return undefined;
  }
  return {
    generate() {
      const { publicKey, privateKey } = generateKeyPairSync('ml-kem-768');
      let key: crypto.KeyObject | undefined = privateKey;
      return {
        publicKey: plain(publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length)),
        decapsulate(ciphertext) {
          if (key === undefined) throw new Error('the key was erased');
          return plain(decapsulate(key, checkedLength(ciphertext, KEM_CIPHERTEXT_LENGTH)));
        },
        erase: () => (key = undefined),
      };
    },
    encapsulate(publicKey) {
      checkedLength(publicKey, KEM_PUBLIC_KEY_LENGTH);
      try {
        const { sharedKey, ciphertext } = encapsulate(crypto.createPublicKey({ key: Buffer.from(concat(SPKI, publicKey)), format: 'der', type: 'spki' }));
        return { ciphertext: plain(ciphertext), secret: plain(sharedKey) };
      } catch (error) {
        throw new RangeError('not a public key of ML-KEM-768', { cause: error });
      }
    },
  };
}
