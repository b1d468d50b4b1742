import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { InvalidElement } from '../../../src/crypto/batch/group.js';
import { SodiumGroup } from '../../../src/crypto/batch/sodium-group.js';
import { concat } from '../../../src/crypto/bytes.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { encodeScalar, randomScalar } from '../../../src/crypto/scalar.js';
import { programFromSource } from '../../support/thread-program.js';

const worker = programFromSource('crypto/batch/group-worker.ts');
const DST = new TextEncoder().encode('a test of mpc');
/** Enough for threads to be started. */
const MANY = 3500;

async function withEngine<T>(use: (group: SodiumGroup) => Promise<T>, threads = 2): Promise<T> {
  const group = new SodiumGroup({ threads, worker });
  try {
    return await use(group);
  } finally {
    await group.close();
  }
}

function randomScalars(count: number): Uint8Array {
  return concat(...Array.from({ length: count }, () => encodeScalar(randomScalar())));
}

describe('threads', () => {
  it('compute what one thread computes, in order', async () => {
    const scalars = randomScalars(MANY);
    const compute = async (group: SodiumGroup) => {
      const points = await group.scaleBase(scalars);
      return [points, await group.hashToGroup(scalars, 32, DST), await group.combine(scalars.subarray(0, 32 * 300), points.subarray(0, 32 * 300)), await group.add(points, points)];
    };
    const [alone, threaded] = [await withEngine(compute, 0), await withEngine(compute)];
    expect(threaded).toEqual(alone);
  });

  it('name the first element that is none, though a later one is found earlier', async () => {
    await withEngine(async (group) => {
      const points = await group.scaleBase(randomScalars(MANY));
      points.fill(0, 32 * 150, 32 * 151);
      points.fill(255, 32 * 2900, 32 * 2901);
      points.fill(255, 32 * 161, 32 * 162);
      const error: unknown = await group.scale(encodeScalar(9n), points).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InvalidElement);
      expect((error as InvalidElement).index).toBe(150);
      // The group goes on afterwards.
      expect(await group.scale(encodeScalar(1n), points.subarray(0, 32 * 150))).toEqual(points.subarray(0, 32 * 150));
    });
  });

  it('take several calls at once', async () => {
    await withEngine(async (group) => {
      const scalars = randomScalars(MANY);
      const [a, b, c] = await Promise.all([group.scaleBase(scalars), group.hashToGroup(scalars, 32, DST), group.scaleBase(scalars)]);
      expect(a).toEqual(c);
      expect(a).not.toEqual(b);
    });
  });

  it.each([0, 2])('reject at once, with the reason, when the session is stopped (%i threads)', async (threads) => {
    const controller = new AbortController();
    const group = new SodiumGroup({ threads, worker, signal: controller.signal });
    // Minutes of work.
    const points = await group.hashToGroup(randomBytes(32 * 1000), 32, DST);
    const running = group.scale(encodeScalar(3n), concat(...Array.from({ length: 1000 }, () => points)));
    const combining = group.combine(new Uint8Array(32 * 1000).fill(1), points);
    const reason = new Error('out of time');
    setImmediate(() => controller.abort(reason));
    await expect(running).rejects.toBe(reason);
    await expect(combining).rejects.toBe(reason);
    await expect(group.scale(encodeScalar(3n), points)).rejects.toBe(reason);
    await group.close();
  });

  it('are refused by a group whose session was stopped before it began', async () => {
    const reason = new Error('interrupted');
    const group = new SodiumGroup({ threads: 2, worker, signal: AbortSignal.abort(reason) });
    await expect(group.hashToGroup(randomBytes(32), 32, DST)).rejects.toBe(reason);
  });

  it('reject what is under way when the group is closed', async () => {
    const group = new SodiumGroup({ threads: 2, worker });
    const running = group.scaleBase(randomScalars(20_000));
    const rejected = expect(running).rejects.toThrow('closed');
    await group.close();
    await rejected;
    await expect(group.scaleBase(randomScalars(1))).rejects.toThrow('closed');
  });

  it('reject everything when one of them breaks down', async () => {
    const broken = join(dirname(worker), 'broken.mjs');
    writeFileSync(broken, "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('broke down'); });");
    const group = new SodiumGroup({ threads: 2, worker: broken });
    await expect(group.scaleBase(randomScalars(20_000))).rejects.toThrow('broke down');
    await group.close();
  });
});

describe('a process', () => {
  /** Runs a script beside the worker, with `group` in scope, as a process of its own. */
  async function run(script: string): Promise<string> {
    const folder = dirname(worker);
    const library = join(folder, 'group.mjs');
    buildSync({ entryPoints: [fileURLToPath(new URL('../../../src/crypto/batch/sodium-group.ts', import.meta.url))], outfile: library, bundle: true, format: 'esm', platform: 'node', target: 'node20.19' });
    const file = join(folder, 'script.mjs');
    writeFileSync(file, `import { SodiumGroup } from './group.mjs';\nconst group = new SodiumGroup({ threads: 2, worker: ${JSON.stringify(worker)} });\nconst scalars = new Uint8Array(32 * 4000).fill(1);\n${script}`);
    return (await promisify(execFile)(process.execPath, [file], { timeout: 60_000 })).stdout;
  }

  it('stays alive for what is under way, and no longer, though nobody closes the group', async () => {
    expect(await run("console.log((await group.scaleBase(scalars)).length, 'done');")).toBe('128000 done\n');
  });

  it('ends when the session is stopped in the middle of long work, though nobody closes the group', async () => {
    const script = `const controller = new AbortController();
      const stopped = new SodiumGroup({ threads: 2, worker: ${JSON.stringify(worker)}, signal: controller.signal });
      const running = stopped.scaleBase(new Uint8Array(32 * 2_000_000).fill(1)).catch((reason) => console.log(reason.message));
      process.on('worker', () => setImmediate(() => controller.abort(new Error('out of time'))));
      await running;`;
    expect(await run(script)).toBe('out of time\n');
  });

  it('starts no thread for small work', async () => {
    const script = (count: number) => `await group.scaleBase(scalars.subarray(0, 32 * ${count}));`;
    const threadsSeen = `let started = 0; process.on('worker', () => { started += 1; });`;
    expect(await run(`${threadsSeen} ${script(100)} console.log(started)`)).toBe('0\n');
    expect(await run(`${threadsSeen} ${script(4000)} console.log(started)`)).toBe('2\n');
  });
});
