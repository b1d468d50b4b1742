import { equalBytes } from '../../../crypto/bytes.js';
import { randomScalar } from '../../../crypto/scalar.js';
import { hashOfCiphertext, decryptBytes, CIPHERTEXT_HASH_LENGTH, ENCRYPTION_OVERHEAD, encryptBytes, type DealerAndRecipient } from '../../../crypto/encrypted-bytes.js';
import { bug } from '../../../errors.js';
import { dealKeys, type Holding } from '../../protocol/dealing.js';
import { deviation } from '../../protocol/deviation.js';
import type { TableContext } from '../../protocol/matching/deliver.js';
import type { OprfValues } from '../../protocol/matching/oprf-values.js';
import { receivePieces, sendPieces } from '../../protocol/matching/pieces.js';
import type { OperationOutcome } from '../outcome.js';
import type { RecordKeys } from '../reading.js';
import type { MatchingResult } from './matched-rows.js';
import type { MatchingTask } from './task.js';
import type { MatchingAgreement } from './types.js';

const STEP = 'seal/list';

/** What a party has from a comparison whose result is to be sealed. */
export interface OwnList {
  /** For a sender: the table that its recipient will need. */
  readonly table?: Uint8Array;
  /** For a recipient: its side, with which the other's table will be compared. */
  readonly own?: OwnSide;
  /** For a recipient of a match: the last mixer's commitment to its table. */
  readonly tableCommitment?: Uint8Array;
}

/** What a recipient keeps of a sealed comparison until enough holders open the key. It belongs to the recipient, and is as secret as its list. */
export interface SealedList extends OwnSide {
  readonly between: DealerAndRecipient;
  readonly ciphertext: Uint8Array;
  readonly tableCommitment: Uint8Array | undefined;
}

/** The dealer and the recipient of a sealed table. */
export interface SealedTable extends DealerAndRecipient {
  /** Bytes of the table before sealing. */
  readonly bytes: number;
}

/** The recipient's own side of a comparison. The other's table turns it into a result. */
export interface OwnSide {
  /** One value for each of the recipient's keys, in the order of the keys. If only the count is learned, they are in no particular order. */
  readonly values: OprfValues;
  readonly records: RecordKeys;
}

/**
 * Seals the tables: each goes to its recipient under a key that its sender deals to the holders (`protocol/dealing.ts`). Every party holds the ciphertext's
 * hash, so that a later opening opens exactly what was sealed now. The party that made a table and its recipient together need no holders: the agreement says
 * so.
 */
export async function sealLists({ context, hooks }: Pick<MatchingTask, 'context' | 'hooks'>, tables: readonly SealedTable[], holding: Holding, setCommitments: readonly Uint8Array[], { table, own, tableCommitment }: OwnList): Promise<OperationOutcome<MatchingResult>> {
  const { network, sid } = context;
  const outgoing = tables.find(({ dealer }) => dealer === network.self);
  const incoming = tables.find(({ recipient }) => recipient === network.self);
  if ((outgoing === undefined) !== (table === undefined) || (incoming === undefined) !== (own === undefined)) throw bug('a sealed comparison without a table, or with one too many');

  const key = randomScalar();
  const sent = outgoing === undefined || table === undefined ? undefined : encryptBytes(table, key, sid, outgoing);
  if (outgoing !== undefined && sent !== undefined) sendPieces(network, outgoing.recipient, STEP, sent);
  const received = incoming === undefined ? undefined : await receivePieces(context, incoming.dealer, STEP, incoming.bytes + ENCRYPTION_OVERHEAD);

  const deal = {
    dealers: tables.map(({ dealer }) => dealer),
    holding,
    length: CIPHERTEXT_HASH_LENGTH,
    check: ({ dealer, sealed }: { dealer: number; sealed: Uint8Array }) => {
      if (incoming === undefined || received === undefined || dealer !== incoming.dealer) return;
      if (!equalBytes(sealed, hashOfCiphertext(received, sid, incoming))) throw deviation(context, dealer, 'sealed another list than it handed over');
    },
  };
  const dealt = await dealKeys(context, deal, outgoing === undefined || sent === undefined ? undefined : { sealed: hashOfCiphertext(sent, sid, outgoing), key }, hooks);
  const commitments = setCommitments.map((commitment, party) => (deal.dealers.includes(party) ? (dealt.commitments[party] ?? commitment) : commitment));
  const kept: SealedList | undefined = incoming === undefined || received === undefined || own === undefined ? undefined : { ...own, between: { dealer: incoming.dealer, recipient: incoming.recipient }, ciphertext: received, tableCommitment };
  return { commitments, readResult: undefined, sealed: dealt, kept };
}

/** Opens the table that a recipient kept, with the key from the holders. Throws DEVIATION, naming the party that sealed it. */
export function openTable(agreement: MatchingAgreement, sid: Uint8Array, { between, ciphertext }: SealedList, key: bigint): { readonly context: TableContext['context']; readonly table: Uint8Array } {
  const context = { sid, names: agreement.parties.map(({ name }) => name) };
  const table = decryptBytes(ciphertext, key, sid, between);
  if (table === undefined) throw deviation(context, between.dealer, 'sealed its list under another key than it dealt');
  return { context, table };
}
