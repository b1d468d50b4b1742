import { nativeMlKem } from '../primitives/ml-kem.js';
import type { MlKem } from './types.js';

let loading: Promise<MlKem> | undefined;

/** Node's own ML-KEM-768 where it has it, otherwise that of noble, which is read only then. */
export async function loadMlKem(): Promise<MlKem> {
  loading ??= (async () => nativeMlKem() ?? (await import('./noble.js')).nobleMlKem)();
  return loading;
}
