import { MpcError } from '../errors.js';
import { checkRelay, digestOf } from '../session/agreement/canonical.js';
import { agreementOf, type Proposal } from '../session/agreement/propose.js';
import { signedBytes } from '../session/agreement/signed.js';
import type { Agreement, Contact } from '../session/agreement/types.js';
import type { ProposedTerms } from '../session/operations/operation.js';
import type { Entry } from '../session/participation.js';
import { identityOf, storeOf, type AtHome } from './at-home.js';
import { checkHouseRules } from './house-rules.js';
import { joinAs, type Joined, type JoinOptions } from './join.js';
import { openByInvite, completeProposal, rosterOf } from './proposing.js';

/** What a proposer decides, except for who takes part. */
export interface Proposing extends AtHome {
  /** In plain words: every party reads and signs it. */
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
  /** The number under which the parties file the agreement. */
  readonly reference?: string | undefined;
  /** Whom to ask about the data of a party, for some parties or all. */
  readonly contacts?: readonly Contact[] | undefined;
  /** The last day (UTC) on which the result may be kept. */
  readonly retainUntil?: Date | undefined;
  /** What is computed: `sum(…)`, `average(…)`, `compare(…)`, `psi(…)`, `match(…)`, or the terms of a registered operation. */
  readonly terms: ProposedTerms;
  /** Names of parties that learn the result; the default depends on the operation. */
  readonly recipients?: readonly string[] | undefined;
  /** Names of parties that put no data in. */
  readonly withoutData?: readonly string[] | undefined;
  /** How many holders open the result, if nobody is to learn it in the session. */
  readonly threshold?: number | undefined;
  /** Names; the default is every party. */
  readonly holders?: readonly string[] | undefined;
  /** ws:// or wss://. */
  readonly relay: string;
  /** Default: in 30 days. */
  readonly expires?: Date | undefined;
  /** How often the agreement may be run; default once. */
  readonly runs?: number | undefined;
}

/** An agreement that was written and that nobody has approved. */
export interface Proposed {
  readonly agreement: Agreement;
  /** 64 hex digits: what each party approves. */
  readonly digest: string;
  /** The text of an agreement file, without any approval. */
  readonly text: string;
}

/**
 * Writes an agreement with parties whose keys this one knows, as `mpc sum --propose` does. It signs nothing and sends nothing: the text goes to the others, and everyone joins.
 *
 * @param options `parties`: the others, by the names that this party knows them by.
 * @throws MpcError PARTY_UNKNOWN, USAGE, AGREEMENT_INVALID or HOUSE_RULE.
 */
export async function propose(options: Proposing & { readonly parties: readonly string[] }): Promise<Proposed> {
  const store = storeOf(options);
  const proposal = proposalOf(options);
  const roster = await rosterOf(store, await store.identity.read(), options.parties);
  const agreement = agreementOf(proposal, roster, 'known keys');
  await checkHouseRules(store, agreement);
  return { agreement, digest: digestOf(agreement), text: Buffer.from(signedBytes({ agreement, approvals: [] })).toString('utf8') };
}

/** A session by invite, before anybody has come. */
export interface OpenedInvite {
  /** The secret that the others join by. */
  readonly invite: string;
  /** All parties, including the proposer. */
  readonly seats: number;
  /** Whether the invite also holds this party's admission token for the relay. */
  readonly holdsToken: boolean;
  /** The proposer's own entry, for `participate`. */
  readonly entry: Entry;
  /** The agreement as it will be, except for who comes: it asks the same of this party's file. */
  readonly trial: Agreement;
}

/** Opens a session by invite for `participate`; `invite` does it with the proposer's own part. Throws USAGE or AGREEMENT_INVALID. */
export async function openInvite(options: Proposing & { readonly seats: number }): Promise<OpenedInvite> {
  const store = storeOf(options);
  const { invite: secret, text, write, trial } = await openByInvite(store, await store.identity.read(), proposalOf(options), options.seats);
  await checkHouseRules(store, trial);
  return { invite: text, seats: secret.seats, holdsToken: secret.admissionToken !== undefined, entry: { kind: 'proposal', invite: secret, write }, trial };
}

/** A session by invite that `invite` opened. */
export interface Invited {
  /** The secret that the others join by. */
  readonly invite: string;
  /** The proposer's own part, which must go on while the others join. */
  join(options: Omit<JoinOptions, 'agreement' | 'invite' | keyof AtHome>): Promise<Joined>;
}

/**
 * Opens a session by invite for this many parties, this one counted, as `mpc sum --seats N` does. Without known keys, only the six words of the session tell who came.
 *
 * @throws MpcError USAGE or AGREEMENT_INVALID where no agreement can be made of the proposal.
 */
export async function invite(options: Proposing & { readonly seats: number }): Promise<Invited> {
  const identity = await identityOf(options);
  const { invite: text, entry, trial } = await openInvite(options);
  return { invite: text, join: async (own) => joinAs({ ...own, home: options.home, store: options.store }, identity, entry, { trial }) };
}

function proposalOf(options: Proposing): Proposal {
  const { purpose, relay } = options;
  if (purpose.trim() === '') throw new MpcError('USAGE', 'The purpose is empty.', 'Say in plain words what it is for: every party reads and signs it.');
  checkRelay(relay);
  const { terms, expires, retainUntil, ...wanted } = options;
  return completeProposal({ ...wanted, expires: expires?.getTime(), retainUntil: retainUntil?.getTime() }, terms, Date.now());
}
