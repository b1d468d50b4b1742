import type { Mesh } from './channel/mesh.js';

/** A step that is done sooner is not worth a word. */
const EVERY_MS = 700;

/** Says who has not sent what this party waits for, whenever that changes. Returns how to end it. */
export function watchAwaited(mesh: Mesh, say: (awaited: readonly string[]) => void): () => void {
  let said = '';
  const timer = setInterval(() => {
    const { awaited } = mesh;
    if (awaited.length === 0 || awaited.join('\n') === said) return;
    said = awaited.join('\n');
    say(awaited);
  }, EVERY_MS);
  return () => clearInterval(timer);
}
