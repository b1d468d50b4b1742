import { bug, MpcError } from '../../errors.js';
import { abortOf } from './abort.js';
import { Mesh } from './mesh.js';
import type { MeshOptions } from './mesh-party.js';

/** How long to wait at the end of a session, so that the others get this party's last messages. A party whose connection just broke comes back for them. */
const FAREWELL_MS = 30_000;

export interface WithinMesh<T> extends MeshOptions {
  /** Aborted with an MpcError as its reason: out of time, or interrupted. */
  readonly signal: AbortSignal;
  /** Explains that reason, given what the mesh was waiting for. */
  readonly explain: (error: MpcError, mesh: Mesh) => MpcError;
  readonly run: (mesh: Mesh) => Promise<T>;
  /** Runs while the others are told goodbye. */
  readonly whileLeaving?: ((result: T) => Promise<void>) | undefined;
}

/** Joins a room while `run` runs, and leaves it cleanly. On failure, tells the others the reason and throws the error of `run`. */
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

/** Adds the awaited parties to a time-out, which is useless without them. `next` says what to do about it. */
export function namingAwaited(error: MpcError, mesh: Mesh, next: string = error.next): MpcError {
  if (error.code !== 'TIMEOUT') return error;
  const awaited = mesh.missing.length > 0 ? mesh.missing : mesh.awaited;
  const { relayProblem } = mesh;
  const parts = [error.message.replace(/\.$/, ''), relayProblem?.text ?? (awaited.length > 0 ? `waiting for ${awaited.join(', ')}` : ''), mesh.suspicion];
  return new MpcError('TIMEOUT', `${parts.filter((part) => part !== '').join('; ')}.`, relayProblem?.next ?? next);
}

/** Aborts when the session ends, so that long computations stop at once and not at the next message. */
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
