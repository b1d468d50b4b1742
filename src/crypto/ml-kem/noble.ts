import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { randomBytes } from '../random.js';
import { checkedLength, KEM_CIPHERTEXT_LENGTH, KEM_PUBLIC_KEY_LENGTH, type MlKem } from './types.js';

const KEYGEN_SEED_LENGTH = 64;
const MESSAGE_LENGTH = 32;

/** For versions of Node without ML-KEM. Node's own version is compared with it. */
export const nobleMlKem: MlKem = {
  generate() {
    const seed = randomBytes(KEYGEN_SEED_LENGTH);
    const { publicKey, secretKey } = ml_kem768.keygen(seed);
    seed.fill(0);
    return {
      publicKey,
      decapsulate: (ciphertext) => ml_kem768.decapsulate(checkedLength(ciphertext, KEM_CIPHERTEXT_LENGTH), secretKey),
      erase: () => void secretKey.fill(0),
    };
  },
  encapsulate(publicKey) {
    checkedLength(publicKey, KEM_PUBLIC_KEY_LENGTH);
    const message = randomBytes(MESSAGE_LENGTH);
    try {
      const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey, message);
      return { ciphertext: cipherText, secret: sharedSecret };
    } catch (error) {
      throw new RangeError('not a public key of ML-KEM-768', { cause: error });
    } finally {
      message.fill(0);
    }
  },
};
