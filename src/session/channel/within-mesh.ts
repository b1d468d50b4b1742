import { bug, MpcError } from '../../errors.js';
import { abortOf } from './abort.js';
import { Mesh } from './mesh.js';
import type { MeshOptions } from './mesh-party.js';

/** How long the end of a session is waited for, so that the others get this party's last words: one whose connection broke just now comes back for them. */
const FAREWELL_MS = 30_000;

export interface WithinMesh<T> extends MeshOptions {
  /** Aborted with an MpcError as its reason: out of time, or interrupted. */
  readonly signal: AbortSignal;
  /** What that reason means, given what the mesh was waiting for. */
  readonly explain: (error: MpcError, mesh: Mesh) => MpcError;
  readonly run: (mesh: Mesh) => Promise<T>;
  /** Goes on while the others are told goodbye. */
  readonly whileLeaving?: ((result: T) => Promise<void>) | undefined;
}

/** Joins a room for as long as `run` takes, and leaves it well; or tells the others why not, and throws what `run` did. */
export async function withinMesh<T>({ signal, explain, run, whileLeaving, ...options }: WithinMesh<T>): Promise<T> {
  const mesh = new Mesh(options);
  const onAbort = () => mesh.fail(explain(signal.reason as MpcError, mesh));
  signal.addEventListener('abort', onAbort);
  try {
    const result = await run(mesh);
    await Promise.all([mesh.end(FAREWELL_MS), whileLeaving?.(result)]);
    return result;
  } catch (error) {
    const reason = error instanceof MpcError ? error : bug(error instanceof Error ? (error.stack ?? error.message) : String(error));
    await mesh.abort(abortOf(reason));
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    mesh.close();
  }
}

/** A time-out is of use only with what was waited for; `next` is what to do about it. */
export function namingAwaited(error: MpcError, mesh: Mesh, next: string = error.next): MpcError {
  if (error.code !== 'TIMEOUT') return error;
  const awaited = mesh.missing.length > 0 ? mesh.missing : mesh.awaited;
  const parts = [error.message.replace(/\.$/, ''), mesh.relayProblem ?? (awaited.length > 0 ? `waiting for ${awaited.join(', ')}` : ''), mesh.suspicion];
  return new MpcError('TIMEOUT', `${parts.filter((part) => part !== '').join('; ')}.`, next);
}

/** Long computations end with the session, and not at the next message that does not come. */
export function endOf(mesh: Mesh): AbortSignal {
  const ended = new AbortController();
  failureOf(mesh).catch((error: unknown) => {
    ended.abort(error);
  });
  return ended.signal;
}

/** Rejects when the session fails. */
export async function failureOf(mesh: Mesh): Promise<never> {
  return mesh.until<never>(() => undefined);
}
