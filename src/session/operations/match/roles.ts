import { NONCE_LENGTH } from '../../../crypto/commitment.js';
import { bug } from '../../../errors.js';
import { blocksFor } from '../../protocol/matching/mix-blocks.js';
import { lastOf, poolSize, type MixRoles } from '../../protocol/matching/mix-roles.js';
import { TAG_LENGTH } from '../../protocol/matching/oprf-values.js';
import { keyCapOf, pooledKeysOf, sendersOf } from '../lists/caps.js';
import type { SealedTable } from '../lists/sealed.js';
import { seatsOf } from '../seats.js';
import type { MatchAgreement } from './types.js';

/** The party that asks and the parties that mix, with the caps in keys. */
export function rolesOf(agreement: MatchAgreement): MixRoles {
  const [receiver, ...senders] = [...agreement.recipients, ...sendersOf(agreement)].map((name) => ({
    seat: seatsOf(agreement, [name])[0] ?? -1,
    cap: keyCapOf(agreement, name),
  }));
  if (receiver === undefined) throw bug('a match without a recipient');
  return { receiver, senders, blocks: blocksFor(pooledKeysOf(agreement)) };
}

/** The last mixer seals its table for the recipient. */
export function sealedTablesOf(agreement: MatchAgreement): SealedTable[] {
  const roles = rolesOf(agreement);
  return [{ dealer: lastOf(roles), recipient: roles.receiver.seat, bytes: NONCE_LENGTH + poolSize(roles) * TAG_LENGTH }];
}
