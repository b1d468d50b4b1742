import { addProducts } from '../../src/crypto/kernels/field-products.js';
import { randomBytes } from '../../src/crypto/random.js';
import type { VoleReceiver, VoleSender } from '../../src/session/protocol/matching/psi-vole.js';

/** What a trusted dealer would hand out: uniform A, B and Δ, and C = Δ · A + B. */
export function dealVole(length: number): { sender: VoleSender; receiver: VoleReceiver } {
  const [A, B, delta] = [randomBytes(16 * length), randomBytes(16 * length), randomBytes(16)];
  const C = B.slice();
  addProducts(C, delta, A);
  return { sender: { delta, B }, receiver: { A, C } };
}
