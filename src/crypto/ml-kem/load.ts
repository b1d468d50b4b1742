import { nativeMlKem } from '../primitives/ml-kem.js';
import type { MlKem } from './types.js';

let loading: Promise<MlKem> | undefined;

/** Node's own ML-KEM-768 if it has one, otherwise noble's, which is loaded only then. */
export async function loadMlKem(): Promise<MlKem> {
  loading ??= (async () => nativeMlKem() ?? (await import('./noble.js')).nobleMlKem)();
  return loading;
}
