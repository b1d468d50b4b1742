import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkWritable } from '../io/files.js';
import { formerAmong, formerIdentities } from '../io/former-identities.js';
import { noteInHistory, readHistory } from '../io/history.js';
import { checkFolders, ensureFolder, homeInWords, locateHome, type Home } from '../io/home.js';
import { changeHouseRules, readHouseRules } from '../io/house-rules.js';
import { createIdentity, loadIdentity, readPublicIdentity } from '../io/identity-file.js';
import { addKnownParties, addKnownParty, listKnownParties, removeKnownParty, rotateKnownParty, verifyKnownParty } from '../io/known-parties.js';
import { readLedger } from '../io/ledger-file.js';
import { charge, setLimit, standings, wouldRefuse } from '../io/ledger.js';
import { isMissing, replacePrivate } from '../io/private-file.js';
import { listLog, receiptNamed, receiptPath, saveReceipt, verifyLog } from '../io/receipt-store.js';
import { acceptRecords, countRecords, missingRecords } from '../io/record-count.js';
import { addToken, listRelays, removeToken, tokenFor } from '../io/relay-tokens.js';
import { renameIdentity } from '../io/rename-identity.js';
import { rotateIdentity } from '../io/rotate-identity.js';
import { checkRuns, countRuns, recordRun } from '../io/runs.js';
import { isWithdrawn, reinstate, withdraw } from '../io/withdrawals.js';
import type { Store } from './store.js';

/** What a party keeps in the home folder: where MPC_HOME is, or where the program keeps it otherwise. */
export function openStore(env: NodeJS.ProcessEnv = process.env): Store {
  return homeStore(locateHome(env));
}

/** The store in the files of one home folder. docs/formats says how each is written. */
export function homeStore(home: Home): Store {
  /** What lists or shows, without the identity, which is checked whenever it is read. */
  const checked = async <T>(read: () => Promise<T>): Promise<T> => {
    await checkFolders(home);
    return read();
  };
  return {
    place: { describe: async () => homeInWords(home) },
    identity: {
      path: home.identity,
      create: async (name, passphrase) => createIdentity(home, name, passphrase),
      read: async () => readPublicIdentity(home),
      load: async (ask, confirm) => loadIdentity(home, ask, confirm),
      rename: async (name, ask) => renameIdentity(home, name, ask),
      rotate: async (options) => rotateIdentity(home, options),
      former: async () => formerIdentities(home),
      formerAmong: async (publicKeys) => formerAmong(home, publicKeys),
      loadFormer: async ({ path }, ask, confirm) => loadIdentity({ ...home, identity: path }, ask, confirm),
    },
    parties: {
      list: async () => checked(async () => listKnownParties(home)),
      add: async (name, publicKey, options) => addKnownParty(home, name, publicKey, options),
      addAll: async (named, options) => addKnownParties(home, named, options),
      verify: async (name, publicKey, by) => verifyKnownParty(home, name, publicKey, { by }),
      rotate: async (name, rotation) => rotateKnownParty(home, name, rotation),
      remove: async (name) => removeKnownParty(home, name),
    },
    ledger: {
      charge: async (request) => {
        await charge(home, request);
      },
      wouldRefuse: async (request) => wouldRefuse(home, request),
      standings: async () => checked(async () => standings(home)),
      setLimit: async (whom, change) => setLimit(home, whom, change),
      successions: async () => (await readLedger(home)).successions,
    },
    runs: {
      count: async (digest) => countRuns(home, digest),
      check: async (digest, allowed) => checkRuns(home, digest, allowed),
      record: async (digest, session, allowed) => recordRun(home, digest, session, allowed),
    },
    withdrawals: { has: async (digest) => isWithdrawn(home, digest), add: async (digest) => withdraw(home, digest), remove: async (digest) => reinstate(home, digest) },
    records: { count: async () => countRecords(home), accept: async () => acceptRecords(home), missing: async () => missingRecords(home) },
    shares: {
      pathOf: (session) => join(home.shares, `${session}.json`),
      listPathOf: (session) => join(home.shares, `${session}.list.json`),
      paths: async () => (await namesIn(home.shares, /^[0-9a-f]{64}\.json(\.next)?$/)).map((name) => join(home.shares, name)),
      write: async (bytes, path) => {
        await ensureFolder(home.shares);
        await replacePrivate(path, bytes);
      },
      prepare: async () => ensureFolder(home.shares),
    },
    receipts: {
      pathOf: (name) => receiptPath(home, name),
      save: async (name, text) => saveReceipt(home, name, text),
      prepare: async () => {
        await ensureFolder(home.receipts);
        await checkWritable(receiptPath(home, 'new'));
      },
      named: async (text) => receiptNamed(home, text),
      names: async (pattern) => (await namesIn(home.receipts, /\.json$/)).map((name) => name.slice(0, -'.json'.length)).filter((name) => pattern.test(name)),
      list: async () => checked(async () => listLog(home)),
      verify: async () => checked(async () => verifyLog(home)),
    },
    relayTokens: {
      tokenFor: async (relay) => tokenFor(home, relay),
      list: async () => checked(async () => listRelays(home)),
      add: async (relay, token) => addToken(home, relay, token),
      remove: async (relay) => removeToken(home, relay),
    },
    houseRules: {
      refused: async () => checked(async () => readHouseRules(home)),
      refuse: async (codes) => {
        await changeHouseRules(home, (refused) => [...refused, ...codes]);
      },
      allow: async (codes) => {
        await changeHouseRules(home, (refused) => refused.filter((code) => !codes.includes(code)));
      },
    },
    history: { note: async (noted) => noteInHistory(home, noted), read: async () => checked(async () => readHistory(home)) },
  };
}

/** Names in a folder, in order; none if there is no folder. */
async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => pattern.test(name)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
