import { concat } from '../bytes.js';
import { programNamed } from '../primitives/threads.js';
import { checkDst, checkScalars, countOf, countOfPairs } from './checks.js';
import { InvalidElement, type BatchGroup, type OnDone } from './group.js';
import { inSlices } from './slices.js';
import { loadKernel, type Kernel } from './sodium-kernel.js';
import { COST, type Done, type Task } from './task.js';
import { WorkerPool } from './worker-pool.js';

const ELEMENT = 32;
/** Microseconds of one task: long compared with the 50 that the hand-over to a thread takes, and short enough for an event loop to wait. */
const TASK = 8_000;
/** Microseconds of work, over all calls, after which threads are started. Each takes some 60 ms to start. */
const WORTH_A_THREAD = 150_000;

export interface SodiumGroupOptions {
  /** The number of threads that share large work. With 0, the caller's thread does all of it, in slices. */
  readonly threads: number;
  /** Ends the group and rejects all calls under way at once, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The threads' program, if it is not the one of the build. */
  readonly worker?: string | URL;
}

/**
 * The fast group: libsodium, compiled to WebAssembly, in as many threads as it is given. It loads the library and starts threads only when there is work for
 * them. It is not constant-time as a whole, though libsodium's arithmetic is: see `docs/protocols/psi.md`.
 */
export class SodiumGroup implements BatchGroup {
  readonly #options: SodiumGroupOptions;
  readonly #ending = new AbortController();
  readonly #onAbort = () => void this.#end(this.#options.signal?.reason);
  #kernel: Promise<Kernel> | undefined;
  #pool: WorkerPool | undefined;
  #workSoFar = 0;

  constructor(options: SodiumGroupOptions) {
    this.#options = options;
    if (options.signal?.aborted === true) this.#onAbort();
    else options.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  async hashToGroup(inputs: Uint8Array, length: number, dst: Uint8Array): Promise<Uint8Array> {
    checkDst(dst);
    return this.#each('hashToGroup', countOf(inputs, length), (from, to) => ({ op: 'hashToGroup', inputs: copy(inputs, from * length, to * length), length, dst: copy(dst) }));
  }

  async scale(scalar: Uint8Array, points: Uint8Array): Promise<Uint8Array> {
    if (scalar.length !== ELEMENT) throw new RangeError('not one scalar');
    checkScalars(scalar);
    return this.#each('scale', countOf(points, ELEMENT), (from, to) => ({ op: 'scale', scalar: copy(scalar), points: elements(points, from, to) }));
  }

  async scaleEach(scalars: Uint8Array, points: Uint8Array): Promise<Uint8Array> {
    checkScalars(scalars);
    return this.#each('scaleEach', countOfPairs(scalars, points), (from, to) => ({ op: 'scaleEach', scalars: elements(scalars, from, to), points: elements(points, from, to) }));
  }

  async scaleBase(scalars: Uint8Array): Promise<Uint8Array> {
    checkScalars(scalars);
    return this.#each('scaleBase', countOf(scalars, ELEMENT), (from, to) => ({ op: 'scaleBase', scalars: elements(scalars, from, to) }));
  }

  async add(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
    return this.#each('add', countOfPairs(left, right), (from, to) => ({ op: 'add', left: elements(left, from, to), right: elements(right, from, to) }));
  }

  async subtract(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
    return this.#each('subtract', countOfPairs(left, right), (from, to) => ({ op: 'subtract', left: elements(left, from, to), right: elements(right, from, to) }));
  }

  async combine(scalars: Uint8Array, points: Uint8Array, onDone?: OnDone): Promise<Uint8Array> {
    checkScalars(scalars, { allowZero: true });
    const sums = await this.#run('combine', countOfPairs(scalars, points), (from, to) => ({ op: 'combine', scalars: elements(scalars, from, to), points: elements(points, from, to) }), onDone);
    // An empty sum is the identity, whose encoding is 32 zeros.
    const [first = new Uint8Array(ELEMENT), ...others] = sums;
    return others.length === 0 ? first : this.#each('sum', 1, () => ({ op: 'sum', points: concat(...sums) }));
  }

  async close(): Promise<void> {
    await this.#end(new Error('the pool is closed'));
  }

  async #end(reason: unknown): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#ending.abort(reason);
    await this.#pool?.end(this.#ending.signal.reason);
  }

  async #each(op: Task['op'], count: number, taskOf: (from: number, to: number) => Task): Promise<Uint8Array> {
    return concat(...(await this.#run(op, count, taskOf)));
  }

  /** The points of each task, in order. */
  async #run(op: Task['op'], count: number, taskOf: (from: number, to: number) => Task, onDone?: OnDone): Promise<Uint8Array[]> {
    this.#ending.signal.throwIfAborted();
    const perTask = Math.ceil(TASK / COST[op]);
    return this.#hasThreadsFor(count * COST[op]) ? this.#inThreads(count, perTask, taskOf, onDone) : this.#here(count, perTask, taskOf, onDone);
  }

  #hasThreadsFor(microseconds: number): boolean {
    this.#workSoFar += microseconds;
    return this.#options.threads > 0 && this.#workSoFar >= WORTH_A_THREAD;
  }

  async #inThreads(count: number, perTask: number, taskOf: (from: number, to: number) => Task, onDone?: OnDone): Promise<Uint8Array[]> {
    const pool = (this.#pool ??= new WorkerPool(this.#options.worker ?? builtWorker(), this.#options.threads));
    const tasks = Array.from({ length: Math.ceil(count / perTask) }, (_, i) => taskOf(i * perTask, Math.min(count, (i + 1) * perTask)));
    let finished = 0;
    const all = await Promise.all(
      tasks.map(async (task) => {
        const done = await pool.run(task);
        finished += perTask;
        onDone?.(Math.min(count, finished));
        return done;
      }),
    );
    // The first invalid element is known only once all tasks are done.
    return all.map((done, i) => pointsOf(done, i * perTask));
  }

  async #here(count: number, perTask: number, taskOf: (from: number, to: number) => Task, onDone?: OnDone): Promise<Uint8Array[]> {
    const kernel = await (this.#kernel ??= loadKernel());
    const all: Uint8Array[] = [];
    await inSlices(count, perTask, this.#ending.signal, (from, to) => {
      all.push(pointsOf(kernel(taskOf(from, to)), from));
      onDone?.(to);
    });
    return all;
  }
}

function pointsOf(done: Done, from: number): Uint8Array {
  if ('invalid' in done) throw new InvalidElement(from + done.invalid);
  return done.points;
}

/** The program of a thread in `dist/`. */
function builtWorker(): string {
  return programNamed('#group-worker');
}

function elements(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return copy(bytes, from * ELEMENT, to * ELEMENT);
}

/** A copy of these bytes alone. A view would send all the memory behind it to the thread. */
function copy(bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to));
}
