import { concat, equalBytes, fromHex } from '../crypto/bytes.js';
import { MpcError } from '../errors.js';
import { digestOf } from './agreement/canonical.js';
import type { Agreement } from './agreement/types.js';
import { othersOf, type Network } from './protocol/network.js';
import { rosterHash } from './session-id.js';

const LABEL = 'compare';

/**
 * Every party tells every other which agreement and roster it holds, over their own channel and never through the proposer. Throws AGREEMENT_MISMATCH with the
 * name of a party that holds another.
 */
export async function compareAgreements(network: Network, agreement: Agreement): Promise<void> {
  const own = concat(fromHex(digestOf(agreement)), rosterHash(agreement));
  for (const party of othersOf(network)) network.send(party, LABEL, own);
  await Promise.all(
    othersOf(network).map(async (party) => {
      if (equalBytes(await network.receive(party, LABEL, own.length), own)) return;
      const name = agreement.parties[party]?.name ?? 'A party';
      throw new MpcError('AGREEMENT_MISMATCH', `${name} holds another agreement than this party.`, 'Compare the digests (`mpc agreement show FILE`), agree on one file, and start again.', { party: name });
    }),
  );
}
