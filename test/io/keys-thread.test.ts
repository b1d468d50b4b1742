import { once } from 'node:events';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MpcError } from '../../src/errors.js';
import type { CsvSource } from '../../src/io/csv/index.js';
import { readKeys, readList, type KeyedRecords, type ReadKeysOptions } from '../../src/io/linkage/index.js';
import { readKeysInThread } from '../../src/io/linkage/read-thread.js';
import { asWritten, parseKey } from '../../src/linkage/index.js';
import { programFromSource, programOf } from '../support/thread-program.js';
import { csv, failure } from './csv-files.js';

const program = programFromSource('io/linkage/read-worker.ts');
const OPTIONS: ReadKeysOptions = { near: false, maxRows: 100_000, keepCells: true };
const PERSON = ['given:name', 'surname:name', 'born:date'].map(parseKey);
const ID = [parseKey('id')];
/** From here on a file is read in a thread. */
const LARGE = 2 * 2 ** 20;

/** Threads that began since the test did. */
let born: Worker[] = [];
async function threadsBorn(): Promise<number> {
  // It is told of each a moment later.
  await setImmediate();
  return born.length;
}
const onWorker = (worker: Worker) => void born.push(worker);
beforeAll(() => void process.on('worker', onWorker));
afterAll(() => void process.off('worker', onWorker));
beforeEach(() => (born = []));

/** All that was read, with the texts of every row. */
function wholeOf(records: KeyedRecords): object {
  const { cells, payload, ...data } = records;
  const rows = Array.from({ length: records.rows }, (_, row) => [cells(row), payload(row)]);
  expect(() => cells(records.rows)).toThrow(RangeError);
  return { ...data, rows };
}

/** Many people with the same date of birth, and some alike. */
const crowd = `given,surname,born,note\n${Array.from({ length: 5000 }, (_, i) => `Ann${i % 40},Lee${i % 900},19${60 + (i % 3)}-0${1 + (i % 9)}-01,"n ${i}, ""x"" 😀"`).join('\n')}\n,,,\nAnn,Lee,no date,\n`;

interface Case {
  readonly content: string | Buffer;
  readonly keys?: readonly ReturnType<typeof parseKey>[];
  readonly source?: Omit<CsvSource, 'file'>;
  readonly options?: Partial<ReadKeysOptions>;
}

const CASES: Readonly<Record<string, Case>> = {
  'cells kept': { content: 'id,more\nA1,x\n" B, ""2""",y\nA1,z\n,w\n' },
  'cells not kept': { content: 'id,more\nA1,x\nB2,y\n', options: { keepCells: false } },
  payload: { content: 'id,a,b\nA1,"x\ny",Ünï 😀\nB2,,2\n', options: { payload: ['b', 'id', 'a'] } },
  'near rules, crowded keys, and notes': { content: crowd, keys: PERSON, options: { near: true, payload: ['note'] } },
  'semicolons, UTF-16, other headers and other dates': {
    content: Buffer.from('\uFEFFnom;prenom;ne\r\nMULLER;"Juergen; ";31/12/1980\r\nKOVACS;Éva;29.02.2000\r\n', 'utf16le'),
    keys: asWritten(PERSON, { dateOrders: new Map([['born', 'dmy']]) }),
    source: { map: new Map([['given', 'prenom'], ['surname', 'nom'], ['born', 'ne']]) },
  },
  'no rows': { content: 'id\n' },
};

describe('a list read in a thread', () => {
  it.each(Object.entries(CASES))('is what it is without one: %s', async (_, { content, keys = ID, source, options }) => {
    const own = { file: csv(content), ...source };
    const [plain, threaded] = [await readKeys(own, keys, { ...OPTIONS, ...options }), await readKeysInThread(own, keys, { ...OPTIONS, ...options }, program)];
    expect(await threadsBorn()).toBe(1);
    expect(wholeOf(threaded)).toEqual(wholeOf(plain));
  });

  it('lies in memory that threads can share, as it does without one', async () => {
    const file = csv('id\na\nb\n');
    for (const { digests } of [await readKeys({ file }, ID, OPTIONS), await readKeysInThread({ file }, ID, OPTIONS, program)]) expect(digests.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('tells how far it is, up to the end of the file', async () => {
    const file = csv(crowd);
    const seen: [number, number][] = [];
    await readKeysInThread({ file }, PERSON, { ...OPTIONS, onProgress: (...step) => void seen.push(step) }, program);
    const total = statSync(file).size;
    expect(seen.at(-1)).toEqual([total, total]);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
  });

  it('ends its thread when it is read', async () => {
    await readKeysInThread({ file: csv('id\na\n') }, ID, OPTIONS, program);
    expect(born.map(({ threadId }) => threadId)).toEqual([-1]);
  });

  it.each<[string, string | Buffer, Partial<ReadKeysOptions>, RegExp]>([
    ['a row too many', 'id\n1\n2\n3\n', { maxRows: 2 }, /INPUT_TOO_MANY/],
    ['a column that is not there', 'name\nx\n', {}, /"id"/],
    ['a payload column that is not there', 'id\nx\n', { payload: ['note'] }, /"note"/],
    ['a row with a cell too many', 'id,b\na,1\nsecret,2,3\n', {}, /line 3/],
    ['a quote that does not end', 'id\n"secret\n', {}, /line/],
    ['bytes that are no text', Buffer.concat([Buffer.from('id\na\n'), Buffer.from([0xc3, 0x28, 0x0a])]), {}, /./],
    ['nothing', '', {}, /./],
  ])('fails as it does without one, naming file and line, and ends its thread: %s', async (_, content, options, pattern) => {
    const file = csv(content);
    const [plain, threaded] = [await failure(readKeys({ file }, ID, { ...OPTIONS, ...options })), await failure(readKeysInThread({ file }, ID, { ...OPTIONS, ...options }, program))];
    expect(threaded).toEqual(plain);
    expect(`${threaded.code} ${threaded.message}`).toMatch(pattern);
    expect(threaded.message).toContain(file);
    expect(threaded.message).not.toContain('secret');
    expect(born.map(({ threadId }) => threadId)).toEqual([-1]);
  });

  it.each([['that is not there', () => join(dirname(csv('')), 'nothing.csv')], ['that is a folder', () => dirname(csv(''))]])('fails as it does without one for a file %s', async (_, path) => {
    const file = path();
    const plain = await failure(readKeys({ file }, ID, OPTIONS));
    expect(await failure(readKeysInThread({ file }, ID, OPTIONS, program))).toEqual(plain);
    born = [];
    expect(await failure(readList({ file }, ID, OPTIONS, program))).toEqual(plain);
    expect(await threadsBorn()).toBe(0);
  });

  it('is given up at once, with the reason, when the session ends, whatever the thread is at', async () => {
    const endless = programOf(`import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ kind: 'progress', done: 1, total: 2 }); for (;;);`);
    const reason = new MpcError('INTERRUPTED', 'Interrupted.', '');
    const session = new AbortController();
    const reading = readKeysInThread({ file: csv('id\na\n') }, ID, { ...OPTIONS, signal: session.signal, onProgress: () => session.abort(reason) }, endless);
    const rejected = expect(reading).rejects.toBe(reason);
    const [thread] = (await once(process, 'worker')) as [Worker];
    await Promise.all([rejected, once(thread, 'exit')]);
  });

  it('is not begun when the session has ended', async () => {
    const reason = new MpcError('INTERRUPTED', 'Interrupted.', '');
    await expect(readKeysInThread({ file: csv('id\na\n') }, ID, { ...OPTIONS, signal: AbortSignal.abort(reason) }, program)).rejects.toBe(reason);
    expect(await threadsBorn()).toBe(0);
  });

  it('is a bug where the program is broken', async () => {
    const file = csv('id\nsecret\n');
    for (const broken of ['throw new Error("broke");', 'process.exit(0);', 'void Promise.reject(new Error("broke"));']) {
      const { code, message } = await failure(readKeysInThread({ file }, ID, OPTIONS, programOf(broken)));
      expect(code).toBe('BUG');
      expect(message).toContain('the thread that reads a file');
      expect(message).not.toContain('secret');
    }
    expect((await failure(readKeysInThread({ file }, ID, OPTIONS, join(dirname(file), 'nothing.mjs')))).code).toBe('BUG');
    expect((await failure(readKeysInThread({ file }, ID, { ...OPTIONS, hasher: () => new Uint8Array() }, program))).code).toBe('BUG');
  });
});

it('a list is read in a thread where its file is large, and only there', async () => {
  // Two files of the same rows, but for a last line that one byte lengthens.
  const rows = `id,rest\n${Array.from({ length: 2000 }, (_, i) => `id ${i},${'x'.repeat(1000)}`).join('\n')}\nlast,`;
  for (const [size, threads] of [[LARGE - 1, 0], [LARGE, 1]] as const) {
    const file = csv(rows.padEnd(size, 'y'));
    expect(statSync(file).size).toBe(size);
    born = [];
    const read = await readList({ file }, ID, OPTIONS, program);
    expect(await threadsBorn()).toBe(threads);
    expect(wholeOf(read)).toEqual(wholeOf(await readKeys({ file }, ID, OPTIONS)));
  }
});
