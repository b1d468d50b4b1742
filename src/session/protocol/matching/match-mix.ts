import { COMMITMENT_LENGTH } from '../../../crypto/commitment.js';
import type { BatchGroup } from '../../../crypto/batch/group.js';
import { hashOfSet } from '../../../crypto/set-hash.js';
import { inTurns } from '../../../crypto/steps.js';
import { bug } from '../../../errors.js';
import { broadcast } from '../broadcast.js';
import type { ProtocolContext } from '../network.js';
import { checkCommitments } from '../secure-sum.js';
import { countItems } from './items.js';
import { encryptList } from './mix-encryption.js';
import { commitToList, commitToQuestions, submitList, submitQuestions, SUBMISSION_STEP, takeQuestions, type Submission } from './mix-submission.js';
import { erase, exchangeKeys, keyFrom, KEYS_STEP, type MixKeys, type MixSecrets } from './mix-keys.js';
import { answerQueries, blindItems, unblind } from './mix-queries.js';
import { capOf, checkRoles, contributorsOf, lastOf, type MixRoles } from './mix-roles.js';
import { tagsOf, type Table } from './mix-tags.js';
import { TAG_LENGTH } from './oprf-values.js';
import { mixPool } from './mix-server.js';
import type { Hooks } from '../hooks.js';
import { commitToSet, commitToSets } from './set-commitment.js';

/** The broadcast steps, which enter the transcript. */
export const MIX_STEPS = { keys: KEYS_STEP, commit: 'match/commit', submission: SUBMISSION_STEP, mixed: 'match/mixed' } as const;

export interface MixOutcome {
  /** Every party's commitment to its sorted digests; empty for parties that contribute nothing. */
  readonly commitments: readonly Uint8Array[];
  /** Opens this party's commitment. */
  readonly nonce: Uint8Array | undefined;
  /** For the receiver: 16 bytes for each of its items, in their order. It looks them up in the table from the second stage. */
  readonly tags: Uint8Array | undefined;
  /** For the sender that mixes last: the table that the second stage delivers. */
  readonly table: Table | undefined;
  /** The commitment to that table, as it was broadcast. */
  readonly tableCommitment: Uint8Array;
}

/**
 * Finds which of the receiver's items are on at least one of the senders' lists: a decryption mix with exponentiation. This is the first stage; the second is
 * `sendTable` and `receiveTable`, and then `matchesIn`.
 *
 * 1. Keys. Each sender publishes x·G and s·G with proofs that it knows x and s.
 * 2. Commit. All contributors broadcast commitments to their sets, and to what they are about to submit: an encrypted, padded
 *    list, or blinded, padded items. No list and no question can then depend on another.
 * 3. Submit. Lists go to the sender that mixes first, with a proof that their owner knows their randomness; questions to every sender.
 * 4. Mix. In order, each sender removes its x, multiplies by its s, re-randomises and shuffles. The last one gets s_1 · … · s_k · H(y).
 *    It makes the table of their tags, and broadcasts a commitment to it.
 * 5. Answer. Only then each sender, in order, multiplies the questions by its s, and proves it. The receiver unblinds.
 *
 * `docs/protocols/match.md` has functionality, argument, and what each set of colluding parties learns. *Whose* list an item is on stays hidden only while the
 * sender that mixes first follows the protocol.
 *
 * @param items this party's digests, 32 bytes each, all different, at most its cap; undefined for a party that only witnesses.
 * Throws DEVIATION, with the name of the party if the evidence gives it.
 */
export async function matchMix(context: ProtocolContext, group: BatchGroup, roles: MixRoles, items: Uint8Array | undefined, hooks: Hooks = {}): Promise<MixOutcome> {
  checkRoles(roles);
  const cap = capOf(roles, context.network.self);
  if ((cap === undefined) !== (items === undefined)) throw bug('a list to be matched of a party that has none, or none of one that has');
  if (cap !== undefined && items !== undefined) countItems(items, cap);
  const { keys, secrets } = await exchangeKeys(context, roles);
  try {
    return secrets === undefined ? await receive(context, group, roles, keys, items, hooks) : await send(context, group, roles, keys, secrets, items ?? new Uint8Array(0), hooks);
  } finally {
    if (secrets !== undefined) erase(secrets);
  }
}

/** A sender's part: submit its list, mix, answer. */
async function send(context: ProtocolContext, group: BatchGroup, roles: MixRoles, keys: MixKeys, secrets: MixSecrets, items: Uint8Array, hooks: Hooks): Promise<MixOutcome> {
  const list = await encryptList(context, group, keyFrom(keys, 0), items, capOf(roles, context.network.self) ?? 0, hooks);
  const submission = commitToList(context, list);
  const { submissions, ...committed } = await commitAll(context, roles, items, submission, hooks);
  submitList(context, roles, list, submission);
  const table = await mixPool(context, group, roles, keys, secrets, submissions, list, hooks);
  const questions = await takeQuestions(context, group, roles, submissions);
  const tableCommitment = await awaitMixed(context, roles, table);
  await answerQueries(context, group, roles, keys, secrets, questions, hooks);
  return { ...committed, tags: undefined, table, tableCommitment };
}

/** The receiver's part: submit its questions, and read the answers. A witness sees only the broadcasts. */
async function receive(context: ProtocolContext, group: BatchGroup, roles: MixRoles, keys: MixKeys, items: Uint8Array | undefined, hooks: Hooks): Promise<MixOutcome> {
  const questions = items === undefined ? undefined : await blindItems(group, context.sid, items, roles.receiver.cap, hooks);
  const submission = questions === undefined ? undefined : commitToQuestions(context, questions.points);
  const { commitments, nonce } = await commitAll(context, roles, items, submission, hooks);
  if (questions !== undefined && submission !== undefined) submitQuestions(context, roles, questions.points, submission);
  const tableCommitment = await awaitMixed(context, roles, undefined);
  const outcome = { commitments, nonce, table: undefined, tableCommitment };
  if (items === undefined || questions === undefined) return { ...outcome, tags: undefined };
  const answers = await answerQueries(context, group, roles, keys, undefined, questions.points, hooks);
  const tags = tagsOf(context.sid, await unblind(group, questions, answers, hooks));
  return { ...outcome, tags: tags.slice(0, countItems(items, roles.receiver.cap) * TAG_LENGTH) };
}

/** Commits to every contributor's set, and to what it is about to submit. */
async function commitAll(
  context: ProtocolContext,
  roles: MixRoles,
  items: Uint8Array | undefined,
  submission: Submission | undefined,
  { beforeCommitting }: Hooks,
): Promise<Pick<MixOutcome, 'commitments' | 'nonce'> & { submissions: readonly Uint8Array[] }> {
  await beforeCommitting?.();
  const contributors = contributorsOf(roles);
  const sets = await commitToSets(context, MIX_STEPS.commit, contributors, items && commitToSet(context, await inTurns(hashOfSet(items))));
  const submissions = await broadcast(context, MIX_STEPS.submission, submission?.commitment ?? new Uint8Array(0), COMMITMENT_LENGTH);
  checkCommitments(context, submissions, contributors);
  return { ...sets, submissions };
}

/** Waits until the mix is done, and its table is fixed for all. No sender answers before that. */
async function awaitMixed(context: ProtocolContext, roles: MixRoles, table: Table | undefined): Promise<Uint8Array> {
  const last = lastOf(roles);
  const mixed = await broadcast(context, MIX_STEPS.mixed, table?.commitment ?? new Uint8Array(0), COMMITMENT_LENGTH);
  checkCommitments(context, mixed, [last]);
  return mixed[last] ?? new Uint8Array(0);
}
