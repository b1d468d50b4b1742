import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { MpcError } from '../../errors.js';
import { reasonOf, writeNew } from '../../io/files.js';
import { digestOf } from '../../session/agreement/canonical.js';
import { signedBytes } from '../../session/agreement/signed.js';
import type { Agreement } from '../../session/agreement/types.js';
import { operationOf } from '../../session/operations/registry.js';
import { startRelay } from '../../session/relay/server.js';
import { addParty, createIdentity, identityOf, storeOf } from '../at-home.js';
import { graceOf } from '../grace.js';
import { join, type Joined, type JoinOptions } from '../join.js';
import { readSealed, reveal } from '../reveal.js';
import { copyOf } from './copy.js';
import { madeUpFiles } from './made-up-file.js';

export const USUAL_REHEARSED_ROWS = 20;
export const MOST_REHEARSED_ROWS = 10_000;

/** What `rehearse` takes. */
export interface RehearseOptions {
  readonly agreement: Agreement;
  /** Rows of each file that is made up; default 20, fewer where the agreement allows fewer. */
  readonly rows?: number | undefined;
  /** The same number makes up the same files; default 1. */
  readonly seed?: number | undefined;
  /** A new folder in which the made-up files are to stay. */
  readonly keep?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  readonly onStep?: ((step: string) => void) | undefined;
}

/** One party of a rehearsal. */
export interface Rehearsed {
  readonly name: string;
  /** Rows of its files together; undefined for a party that puts no data in. */
  readonly rows: number | undefined;
  /** The paths at which its files were kept: one, or one for each input of a program that reads several. */
  readonly files: readonly string[];
  /** What it learns, as `result` in what --json prints; undefined for a party that learns nothing. */
  readonly result: object | undefined;
}

/** What came of a rehearsal. Nothing in it says anything about anybody. */
export interface Rehearsal {
  /** The copy that was run: it has other keys and another relay, and at most so many records if lists are compared. */
  readonly agreement: Agreement;
  readonly cap: number | undefined;
  readonly parties: readonly Rehearsed[];
  /** For a result that was sealed: who opened it. */
  readonly openedBy: readonly string[] | undefined;
  readonly milliseconds: number;
}

interface Player {
  readonly name: string;
  readonly home: string;
  readonly publicKey: string;
  readonly files: { readonly input: string | undefined; readonly path: string }[];
  rows?: number;
}

/**
 * Plays all parties of an agreement on this machine: with a relay, identities and files that are made up and thrown away. It is the real session of each party, with a
 * copy of the agreement; of the caller's own identity, data and records nothing is read or written.
 *
 * @throws MpcError for every way that a session can fail.
 */
export async function rehearse(options: RehearseOptions): Promise<Rehearsal> {
  const folder = await newFolder();
  const removeAtExit = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeAtExit);
  const relay = await startRelay();
  try {
    return await play(options, folder, relay.url);
  } finally {
    await relay.close();
    process.off('exit', removeAtExit);
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(options: RehearseOptions, folder: string, relay: string): Promise<Rehearsal> {
  const { rows = USUAL_REHEARSED_ROWS, seed = 1, onStep = () => undefined, signal } = options;
  onStep('Making up keys and files …');
  const players = await makePlayers(options.agreement, folder);
  const { agreement, cap } = copyOf(options.agreement, { publicKeys: players.map(({ publicKey }) => publicKey), relay, rows, now: Date.now() });
  await makeFiles(agreement, players, { rows, seed });
  await introduce(agreement, players);
  const kept = options.keep === undefined ? [] : await keepFiles(players, options.keep);
  onStep('Playing the session …');
  const text = Buffer.from(signedBytes({ agreement, approvals: [] })).toString('utf8');
  const begun = performance.now();
  const joined = await together(players, async ({ home, files }, stop) => join({ home, agreement: text, data: dataOf(files), approve: digestOf(agreement), timeoutMs: options.timeoutMs, signal: stop }), signal);
  for (const { problem } of joined) if (problem !== undefined) throw problem;
  if (agreement.threshold !== undefined) onStep('Opening the sealed result …');
  const opened = agreement.threshold === undefined ? undefined : await openSealed(agreement, players, joined, signal);
  const parties = players.map(({ name, rows: own }, i): Rehearsed => ({ name, rows: own, files: kept[i] ?? [], result: opened === undefined ? joined[i]?.result : opened.results.get(name) }));
  return { agreement, cap, parties, openedBy: opened?.by, milliseconds: performance.now() - begun };
}

async function newFolder(): Promise<string> {
  try {
    return await mkdtemp(joinPath(tmpdir(), 'mpc-rehearsal-'));
  } catch (error) {
    throw new MpcError('USAGE', `No folder can be made in ${tmpdir()}: ${reasonOf(error)}.`, 'Set TMPDIR to a folder that you can write to.');
  }
}

/** Homes have numbers, because a party's name may not be a valid name of a file. */
async function makePlayers({ parties }: Agreement, folder: string): Promise<Player[]> {
  return Promise.all(parties.map(async ({ name }, i) => {
    const home = joinPath(folder, String(i + 1));
    await mkdir(home, { mode: 0o700 });
    const { publicKey } = await createIdentity({ home, name });
    return { name, home, publicKey, files: [] };
  }));
}

async function makeFiles(agreement: Agreement, players: readonly Player[], { rows, seed }: { readonly rows: number; readonly seed: number }): Promise<void> {
  const operation = operationOf(agreement);
  for (const [place, player] of players.entries()) {
    if (!operation.putsDataIn(agreement, player.name)) continue;
    player.rows = 0;
    for (const { input, rows: count, text } of madeUpFiles(operation.reads(agreement, player.name), { rows, seed, place, isAsker: agreement.recipients.includes(player.name) })) {
      const path = joinPath(player.home, `made-up${input === undefined ? '' : `-${input}`}.csv`);
      await writeFile(path, text, { mode: 0o600 });
      player.rows += count;
      player.files.push({ input, path });
    }
  }
}

/** Ledgers let parties with known keys test more, since those who test know each other's owners. */
async function introduce(agreement: Agreement, players: readonly Player[]): Promise<void> {
  const operation = operationOf(agreement);
  for (const owner of players) {
    const testers = new Set(operation.testers(agreement, owner.name).map(({ name }) => name));
    for (const { name, publicKey } of players) if (testers.has(name)) await addParty({ home: owner.home, name, publicKey });
  }
}

/** One file, or each input's by its name. */
function dataOf(files: Player['files']): JoinOptions['data'] {
  const [only] = files;
  return only === undefined ? undefined : only.input === undefined ? only.path : Object.fromEntries(files.map(({ input = '', path }) => [input, path]));
}

async function keepFiles(players: readonly Player[], folder: string): Promise<string[][]> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new MpcError('USAGE', `The folder ${folder} cannot be made: ${reasonOf(error)}.`, 'Name another one.');
  }
  const kept: string[][] = players.map(() => []);
  for (const [i, { name, files }] of players.entries()) {
    const whose = `${String(i + 1).padStart(2, '0')}-${name.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '').toLowerCase()}`;
    for (const { input, path } of files) kept[i]?.push(await writeNew(joinPath(folder, `made-up-${whose}${input === undefined ? '' : `-${input}`}.csv`), await readFile(path)));
  }
  return kept;
}

/** Runs all of them at once. The first that fails ends the others, and its reason is the one that counts. */
async function together<P, T>(players: readonly P[], run: (player: P, stop: AbortSignal) => Promise<T>, signal: AbortSignal | undefined): Promise<T[]> {
  const first = new AbortController();
  const stop = signal === undefined ? first.signal : AbortSignal.any([signal, first.signal]);
  let reason: unknown;
  const ended = await Promise.allSettled(players.map(async (player) => run(player, stop).catch((error: unknown) => {
    reason ??= error;
    first.abort(error);
    throw error;
  })));
  if (reason !== undefined) throw signal?.aborted === true ? signal.reason : reason;
  return ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

/** As many holders as are needed, and all recipients, meet again. */
async function openSealed(agreement: Agreement, players: readonly Player[], joined: readonly Joined[], signal: AbortSignal | undefined): Promise<{ by: readonly string[]; results: ReadonlyMap<string, object | undefined> }> {
  const { needed = 0, holders = [] } = agreement.threshold ?? {};
  const by = holders.slice(0, needed);
  const meeting = players.flatMap((player, i) => {
    const session = joined[i];
    const isHolder = by.includes(player.name);
    const file = isHolder ? session?.shareFile : session?.receiptFile;
    return file !== undefined && (isHolder || agreement.recipients.includes(player.name)) ? [{ player, file }] : [];
  });
  const withNames = meeting.map(({ player }) => player.name);
  const results = await together(meeting, async ({ player: { name, home }, file }, stop) => {
    const { result } = await reveal({ ...graceOf(undefined), store: storeOf({ home }), identity: await identityOf({ home }), sealed: await readSealed(file), withNames: withNames.filter((each) => each !== name), approve: async () => Promise.resolve(), watch: () => undefined, note: () => undefined, signal: stop });
    return [name, result === undefined ? undefined : operationOf(agreement).result.json(agreement, result)] as const;
  }, signal);
  return { by, results: new Map(results) };
}
