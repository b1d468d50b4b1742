import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { hasModes } from '../platform.js';
import { cleaned } from '../session/clean.js';
import { dependsOnKey, keptShares, type DependsOnKey } from './depends-on-key.js';
import { reachRelay } from './reach-relay.js';
import { pastRetention } from './retention.js';
import type { Store } from './store.js';

/** What was looked at on this machine, and what came of it. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  /** In words for the user. */
  readonly detail: string;
  /** What to do if it is not right. */
  readonly next: string;
  /** The exit code of what is wrong; 0 if nothing is. */
  readonly exit: number;
}

/** What `examine` looks at beside what lies on this machine. */
export interface ExamineOptions {
  /** A relay to reach as well. */
  readonly relay?: string | undefined;
  /** File with certificates (PEM) of further authorities that the relay's certificate may be signed by. */
  readonly ca?: string | undefined;
}

/** Looks through everything that this party keeps, and changes nothing. What is wrong is a finding; only what nobody foresaw is thrown. */
export async function examine(store: Store, { relay, ca }: ExamineOptions = {}): Promise<readonly Finding[]> {
  return [
    await finding('home', async () => store.place.describe()),
    await finding('identity', async () => {
      const { name, publicKey, isEncrypted } = await store.identity.read();
      return `${name}, ${encodePublicKey(publicKey)}, ${isEncrypted ? 'encrypted' : 'not encrypted'}${hasModes() ? ', readable by you alone' : ''} (${store.identity.path})`;
    }),
    await finding('former keys', async () => formerKeys(store)),
    await finding('records', async () => {
      const [missing] = await store.records.missing();
      if (missing !== undefined) throw new MpcError('LEDGER_INVALID', missing, 'Restore your newest back-up; if you removed it yourself, run `mpc doctor --accept`.');
      return 'of runs and of what others tested: whole';
    }),
    await finding('known parties', async () => knownParties(store)),
    await finding('receipts', async () => `${(await store.receipts.verify()).length}, log whole`),
    await finding('history', async () => `${(await store.history.read()).lines.length} entries, whole`),
    await retention(store),
    ...(relay === undefined ? [] : [await finding('relay', async () => reachRelay(store, relay, ca))]),
  ];
}

async function knownParties({ parties }: Store): Promise<string> {
  const known = await parties.list();
  const unchecked = known.filter(({ verified }) => verified === undefined).map(({ name }) => name);
  return `${known.length}${unchecked.length === 0 ? '' : `, of which ${unchecked.length} with a key that nobody has checked: ${unchecked.join(', ')} (mpc party verify NAME)`}`;
}

/** Results that should be gone. Shares of them are for the program to find; files that a user wrote are not. */
async function retention(store: Store): Promise<Finding> {
  const past = await pastRetention(store, Date.now());
  const shares = past.flatMap((each) => each.shares);
  if (shares.length > 0) return { what: 'retention', ok: false, detail: `Shares of results that should be gone by their agreements: ${shares.join(', ')}`, next: 'Remove them with `mpc forget --past-retention`.', exit: 4 };
  const detail = past.length === 0 ? 'no result of a session here should be gone' : `${past.length === 1 ? 'the result of 1 session' : `the results of ${past.length} sessions`} should be gone by now: delete what you wrote of it to files (mpc status names them)`;
  return { what: 'retention', ok: true, detail, next: '', exit: 0 };
}

async function formerKeys(store: Store): Promise<string> {
  const former = await store.identity.former();
  const own = [await store.identity.read(), ...former].map(({ publicKey }) => encodePublicKey(publicKey));
  const shares = await keptShares(store);
  const orphan = shares.find(({ holderKey }) => !own.includes(holderKey));
  if (orphan !== undefined) throw new MpcError('IDENTITY_MISSING', `${orphan.path} was made for the key ${orphan.holderKey}, and no identity here has it.`, 'Put the identity file of that key back from your back-up, beside identity.json. Without it the share cannot be used.');
  if (former.length === 0) return 'none';
  const inWords = await Promise.all(former.map(async ({ path, publicKey }) => {
    const { agreements } = await dependsOnKey(store, encodePublicKey(publicKey), Date.now());
    return `${path}, for ${counted(shares.filter(({ holderKey }) => holderKey === encodePublicKey(publicKey)).length)}${strandedInWords(agreements)}`;
  }));
  return inWords.join('; ');
}

/** Agreements that can no longer be run, since they name a key that was changed. */
function strandedInWords(agreements: DependsOnKey['agreements']): string {
  if (agreements.length === 0) return '';
  const named = agreements.map(({ digest, purpose }) => `${digest.slice(0, 12)}… "${cleaned(purpose, 60)}"`).join(', ');
  return `; ${agreements.length === 1 ? '1 agreement names' : `${agreements.length} agreements name`} this key and can be run no more: ask for ${agreements.length === 1 ? 'a new one' : 'new ones'} (${named})`;
}

function counted(shares: number): string {
  return shares === 0 ? 'no share of a sealed result that lies here' : `${shares} share${shares === 1 ? '' : 's'} of sealed results`;
}

async function finding(what: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, detail: await look(), next: '', exit: 0 };
  } catch (error) {
    if (error instanceof MpcError) return { what, ok: false, detail: error.message, next: error.next, exit: error.exit };
    throw error;
  }
}
