import { generateSecretKey, publicKeyOf } from '../../src/crypto/ed25519.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { MpcError } from '../../src/errors.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { agreementOf, type Proposal } from './proposals.js';
import type { Agreement, Party } from '../../src/session/agreement/types.js';
import type { Identity } from '../../src/session/channel/identity-proof.js';
import { createInvite, type Invite } from '../../src/session/invite.js';
import type { Entry, Outcome, TakePartOptions } from '../../src/session/participation.js';
import { takePart } from '../../src/session/take-part.js';

export const NAMES = ['Zuiderziekenhuis', 'Noorderkliniek', 'Oosterhospitaal'];
/** In cents: 111222333444.55, 222333444555.66, 333444555666.77. */
export const TOTALS = [11122233344455n, 22233344455566n, 33344455566677n];
export const SUM = '667000333666.98';
export const PURPOSE = 'What the hostile relay must not read';

export function createIdentity(name: string): Identity {
  const secretKey = generateSecretKey();
  return { name, secretKey, publicKey: publicKeyOf(secretKey) };
}

export const asParty = ({ name, publicKey }: Pick<Identity, 'name' | 'publicKey'>): Party => ({ name, publicKey: encodePublicKey(publicKey) });

function proposalFor(relay: string, runs = 1): Proposal {
  const now = Date.now();
  return {
    purpose: PURPOSE,
    operation: { name: 'sum', emptyCells: 'refuse' },
    columns: [parseColumn('salary')],
    recipients: [],
    withoutData: [],
    maxRows: 1_000,
    allowTwo: false,
    relay,
    created: now,
    expires: now + 3_600_000,
    runs,
  };
}

/** How three parties come to a session. */
export interface Cast {
  readonly identities: readonly Identity[];
  readonly entries: readonly Entry[];
  readonly agreement?: Agreement;
  readonly invite?: Invite;
}

export type Mode = 'keys' | 'invite';

export function castFor(mode: Mode, relay: string, runs = 1): Cast {
  const identities = NAMES.map(createIdentity);
  if (mode === 'keys') {
    const agreement = agreementOf(proposalFor(relay, runs), identities.map(asParty), 'known keys');
    return { identities, agreement, entries: identities.map(() => ({ kind: 'agreement', agreement })) };
  }
  const invite = createInvite(relay, identities.length);
  return { identities, invite, entries: identities.map((_, i) => entryByInvite(invite, i === 0)) };
}

/** The proposer writes the agreement with the roster that it sees. */
export function entryByInvite(invite: Invite, proposes: boolean): Entry {
  if (!proposes) return { kind: 'invite', invite };
  return { kind: 'proposal', invite, write: (parties) => agreementOf(proposalFor(invite.relay), parties, 'invite') };
}

export interface Play {
  readonly timeoutMs: number;
  /** Ends the party as its time-out would, as soon as what the test waits for has happened. */
  readonly until?: Promise<void>;
  readonly patienceMs?: number;
  readonly approve?: TakePartOptions['approve'];
  readonly recordRun?: TakePartOptions['recordRun'];
  readonly watch?: (seat: number, phase: Parameters<TakePartOptions['watch']>[0]) => void;
}

/** One party's session, as its outcome or the error that ended it. An error that is no MpcError is thrown on. */
export async function partyOf(cast: Cast, seat: number, play: Play, total = TOTALS[seat] ?? 0n): Promise<Outcome | MpcError> {
  const identity = cast.identities[seat];
  const entry = cast.entries[seat];
  if (identity === undefined || entry === undefined) throw new Error('no such party');
  const controller = new AbortController();
  const end = () => controller.abort(new MpcError('TIMEOUT', 'The session was not done within its time.', ''));
  const timer = setTimeout(end, play.timeoutMs);
  void play.until?.then(end);
  try {
    return await takePart({
      identity,
      entry,
      check: () => Promise.resolve(),
      contribute: () => Promise.resolve({ kind: 'totals', totals: [{ sum: total, count: 3n }] }),
      approve: play.approve ?? (() => Promise.resolve({ identitiesVerified: true })),
      recordRun: play.recordRun ?? (() => Promise.resolve()),
      watch: (phase) => play.watch?.(seat, phase),
      patienceMs: play.patienceMs ?? 4_000,
      signal: controller.signal,
    });
  } catch (error) {
    if (error instanceof MpcError) return error;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

export async function playAll(cast: Cast, play: Play): Promise<(Outcome | MpcError)[]> {
  return Promise.all(cast.identities.map((_, seat) => partyOf(cast, seat, play)));
}
