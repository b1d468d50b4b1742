import type { Mesh } from './channel/mesh.js';

/** Milliseconds. A step that ends sooner is not worth a message. */
const EVERY_MS = 700;
/** Milliseconds while computing, when parties wait for each other all the time, mostly for a moment. */
const EVERY_MS_COMPUTING = 3_000;

/** Reports which parties have not sent what this party waits for, whenever that changes. Returns a function that ends it. */
export function watchAwaited(mesh: Pick<Mesh, 'awaited'>, say: (awaited: readonly string[]) => void): () => void {
  return watch(mesh, EVERY_MS, 1, say);
}

/** The same while computing: reports the parties that have been awaited for several seconds. */
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
