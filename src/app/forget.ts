import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replacePrivate } from '../io/private-file.js';
import { acceptRecords } from '../io/record-count.js';
import { locateHome, type Home } from '../io/home.js';
import { listKnownParties } from '../io/known-parties.js';
import { homeStore } from './home-store.js';
import { Journal } from './journal.js';

/** What can be forgotten by itself. */
export const FORGETTABLE = ['history', 'receipts', 'parties', 'ledger', 'runs', 'approvals', 'tokens', 'shares', 'identity'] as const;
/** One of `FORGETTABLE`. */
export type Forgettable = (typeof FORGETTABLE)[number];

/** What goes unless somebody says otherwise: what tells of partners and sessions, and nothing that is needed to work on. */
export const USUAL: readonly Forgettable[] = ['history', 'receipts', 'parties', 'ledger', 'runs'];

/** How much of one kind lies on this machine, and where. */
export interface Found {
  readonly what: Forgettable;
  readonly count: number;
  /** Files and folders, all below the folders of `Home`. */
  readonly paths: readonly string[];
}

/** What lies in the home folder, by kind. */
export async function lookThrough(home: Home = locateHome()): Promise<readonly Found[]> {
  const [receipts, shares, runs, approvals, beside] = await Promise.all([namesIn(home.receipts), namesIn(home.shares), namesIn(home.runs), namesIn(home.approvals), namesIn(home.config)]);
  const state = await namesIn(home.state);
  const own = (names: readonly string[], pattern: RegExp, folder: string) => names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
  const found = (what: Forgettable, paths: readonly string[], count = paths.length): Found => ({ what, paths, count });
  return [
    found('history', own(state, /^history\.jsonl(\..+)?$/, dirname(home.history))),
    found('receipts', receipts.map((name) => join(home.receipts, name)), receipts.filter((name) => /^[0-9a-f]{64}.*\.json$/.test(name)).length),
    found('parties', own(beside, /^parties\.json(\..+)?$/, home.config), await listKnownParties(home).then((parties) => parties.length, () => 1)),
    found('ledger', own(state, /^ledger\.json(\..+)?$/, home.state)),
    found('runs', runs.map((name) => join(home.runs, name))),
    found('approvals', approvals.map((name) => join(home.approvals, name))),
    found('tokens', own(beside, /^relay-tokens\.json(\..+)?$/, home.config)),
    found('shares', shares.map((name) => join(home.shares, name))),
    found('identity', own(beside, /^(identity(-[a-z0-9]{12})?|rotation(-[a-z0-9]{12})?|house-rules)\.json(\..+)?$/, home.config)),
  ];
}

/**
 * Removes what is named. Where runs are removed, the file of an agreement that may not have expired stays, without its session and time: under the same approval it could
 * otherwise be run again with other data. With the identity, which is needed to run anything, these go as well. A history that stays has it on record, with who did it (`operator`).
 */
export async function forget(what: readonly Forgettable[], { home = locateHome(), operator }: { readonly home?: Home; readonly operator?: string | undefined } = {}): Promise<readonly Found[]> {
  const journal = new Journal(homeStore(home), 'clean-up', operator);
  const removed = (await lookThrough(home)).filter((found) => what.includes(found.what) && found.count + found.paths.length > 0);
  for (const found of removed) {
    if (found.what === 'runs' && !what.includes('identity')) await blankRuns(found.paths);
    else for (const path of found.paths) await rm(path, { recursive: true, force: true });
  }
  // The user removed it on purpose, so no later session may warn of it.
  await acceptRecords(home);
  if (!what.includes('history')) await journal.note('forgotten', removed.map((found) => found.what).join(' '));
  return removed;
}

async function blankRuns(folders: readonly string[]): Promise<void> {
  for (const folder of folders) for (const name of await namesIn(folder)) if (/^\d+\.json$/.test(name)) await replacePrivate(join(folder, name), Buffer.from('{}\n'));
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
