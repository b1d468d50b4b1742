import { equalBytes } from '../../../crypto/bytes.js';
import { NONCE_LENGTH } from '../../../crypto/commitment.js';
import { randomScalar } from '../../../crypto/scalar.js';
import { hashOfSealed, openBytes, SEAL_HASH_LENGTH, SEAL_OVERHEAD, sealBytes, type SealedBetween } from '../../../crypto/sealed-bytes.js';
import { bug } from '../../../errors.js';
import type { MatchingAgreement } from '../../agreement/types.js';
import { dealKeys, type Holding } from '../../protocol/dealing.js';
import { deviation } from '../../protocol/deviation.js';
import { receivePieces, sendPieces } from '../../protocol/matching/pieces.js';
import { checkTable, matchesIn } from '../../protocol/matching/mix-tags.js';
import { TAG_LENGTH } from '../../protocol/matching/oprf-values.js';
import { lastOf, poolSize } from '../../protocol/matching/mix-roles.js';
import { rolesOf } from './roles.js';
import { resultFromTable, type OwnSide } from './result.js';
import { MatchedRows, matchingResult, type MatchingResult } from './matched-rows.js';
import type { MatchingTask } from './run.js';
import { psiTableBytes, runsOf } from './roles.js';
import type { OperationOutcome } from '../run.js';

const STEP = 'seal/list';

/** What a party has of a comparison whose result is to be sealed. */
export interface OwnList {
  /** As a sender: what its recipient will need. */
  readonly table?: Uint8Array;
  /** As a recipient: what the other's table will be held against. */
  readonly own?: OwnSide;
  /** As a recipient of a match: the last mixer's commitment to its table. */
  readonly tableCommitment?: Uint8Array;
}

/** What a recipient keeps of a sealed comparison until enough holders open the key. Its own, and secret like its list. */
export interface SealedList extends OwnSide {
  readonly between: SealedBetween;
  readonly ciphertext: Uint8Array;
  readonly tableCommitment: Uint8Array | undefined;
}

interface SealedTable extends SealedBetween {
  /** Of the table, before it is sealed. */
  readonly bytes: number;
}

/** Who seals what for whom, in the roster's order of those who seal. */
export function sealedTablesOf(agreement: MatchingAgreement): SealedTable[] {
  const { operation } = agreement;
  if (operation.name === 'psi') {
    const tables = runsOf(agreement).map((run) => ({ dealer: run.sender, recipient: run.receiver, bytes: psiTableBytes(operation, run) }));
    return tables.sort((a, b) => a.dealer - b.dealer);
  }
  const roles = rolesOf(agreement);
  return [{ dealer: lastOf(roles), recipient: roles.receiver.place, bytes: NONCE_LENGTH + poolSize(roles) * TAG_LENGTH }];
}

/**
 * The tables, sealed: each goes to its recipient under a key that its sender deals to the holders (`protocol/dealing.ts`). Everyone holds
 * the ciphertext's hash, so that what is opened one day is what was sealed now. Whoever has the table itself (who made it) and the recipient
 * together need no holders: the agreement says so.
 */
export async function sealLists({ context, agreement, hooks }: MatchingTask, holding: Holding, setCommitments: readonly Uint8Array[], { table, own, tableCommitment }: OwnList): Promise<OperationOutcome> {
  const { network, sid } = context;
  const tables = sealedTablesOf(agreement);
  const outgoing = tables.find(({ dealer }) => dealer === network.self);
  const incoming = tables.find(({ recipient }) => recipient === network.self);
  if ((outgoing === undefined) !== (table === undefined) || (incoming === undefined) !== (own === undefined)) throw bug('a sealed comparison without a table, or with one too many');

  const key = randomScalar();
  const sent = outgoing === undefined || table === undefined ? undefined : sealBytes(table, key, sid, outgoing);
  if (outgoing !== undefined && sent !== undefined) sendPieces(network, outgoing.recipient, STEP, sent);
  const received = incoming === undefined ? undefined : await receivePieces(context, incoming.dealer, STEP, incoming.bytes + SEAL_OVERHEAD);

  const deal = {
    dealers: tables.map(({ dealer }) => dealer),
    holding,
    length: SEAL_HASH_LENGTH,
    check: ({ dealer, sealed }: { dealer: number; sealed: Uint8Array }) => {
      if (incoming === undefined || received === undefined || dealer !== incoming.dealer) return;
      if (!equalBytes(sealed, hashOfSealed(received, sid, incoming))) throw deviation(context, dealer, 'sealed another list than it handed over');
    },
  };
  const dealt = await dealKeys(context, deal, outgoing === undefined || sent === undefined ? undefined : { sealed: hashOfSealed(sent, sid, outgoing), key }, hooks);
  const commitments = setCommitments.map((commitment, party) => (deal.dealers.includes(party) ? (dealt.commitments[party] ?? commitment) : commitment));
  const list = incoming === undefined || received === undefined || own === undefined ? undefined : { ...own, between: { dealer: incoming.dealer, recipient: incoming.recipient }, ciphertext: received, tableCommitment };
  return { commitments, readResult: undefined, sealed: dealt, list };
}

/** Opens what a recipient kept, with the key that the holders gave. Throws DEVIATION, naming who sealed it. */
export function openList(agreement: MatchingAgreement, sid: Uint8Array, { between, ciphertext, tableCommitment, values, records }: SealedList, key: bigint): MatchingResult {
  const context = { sid, names: agreement.parties.map(({ name }) => name) };
  const table = openBytes(ciphertext, key, sid, between);
  if (table === undefined) throw deviation(context, between.dealer, 'sealed its list under another key than it dealt');
  if (agreement.operation.name === 'psi') {
    const run = runsOf(agreement).find(({ receiver }) => receiver === between.recipient);
    if (run === undefined) throw bug('a sealed list of nobody');
    return resultFromTable(agreement, { context, run }, { values, records }, table)();
  }
  const [nonce, tags] = [table.subarray(0, NONCE_LENGTH), table.subarray(NONCE_LENGTH)];
  checkTable(context, between.dealer, tableCommitment ?? new Uint8Array(0), nonce, tags);
  return matchingResult(agreement, new MatchedRows(agreement, records, matchesIn(tags, values.tags)));
}
