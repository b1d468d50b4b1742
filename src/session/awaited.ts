import type { Mesh } from './channel/mesh.js';

/** A step that is done sooner is not worth a word. */
const EVERY_MS = 700;
/** While something is computed parties wait for each other all the time, and mostly for a moment. */
const EVERY_MS_COMPUTING = 3_000;

/** Says who has not sent what this party waits for, whenever that changes. Returns how to end it. */
export function watchAwaited(mesh: Pick<Mesh, 'awaited'>, say: (awaited: readonly string[]) => void): () => void {
  return watch(mesh, EVERY_MS, 1, say);
}

/** The same while something is computed: of those who are awaited for several seconds. */
export function watchComputing(mesh: Pick<Mesh, 'awaited'>, say: (awaited: readonly string[]) => void): () => void {
  return watch(mesh, EVERY_MS_COMPUTING, 2, say);
}

function watch(mesh: Pick<Mesh, 'awaited'>, everyMs: number, times: number, say: (awaited: readonly string[]) => void): () => void {
  let said = '';
  let seen = '';
  let seenTimes = 0;
  const timer = setInterval(() => {
    const { awaited } = mesh;
    const names = awaited.join('\n');
    seenTimes = names === seen ? seenTimes + 1 : 1;
    seen = names;
    if (names === '' || names === said || seenTimes < times) return;
    said = names;
    say(awaited);
  }, everyMs);
  return () => clearInterval(timer);
}
