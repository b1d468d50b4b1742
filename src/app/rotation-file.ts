import { readRotation as read, type Rotation } from '../io/rotation.js';
import { readAsKind } from './file-kind.js';

/** Reads and checks a statement that a key was exchanged. Throws INPUT_UNREADABLE, KEY_INVALID or SIGNATURE_INVALID. */
export async function readRotation(path: string): Promise<Rotation> {
  return readAsKind(path, ['mpc-rotation'], 'a statement that a key was exchanged', async () => read(path));
}
