import { exchangeApprovals, type Approved } from '../../src/session/approvals.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import type { Identity } from '../../src/session/channel/identity-proof.js';
import { agreeOnIdentifier } from '../../src/session/opened-session.js';
import type { Network } from '../../src/session/protocol/network.js';

/** The identifier and then the approvals, one after the other. */
export async function openAndApprove(network: Network, agreement: Agreement, identity: Identity): Promise<Approved & { nonces: readonly Uint8Array[] }> {
  const { sid, nonces } = await agreeOnIdentifier(network, agreement);
  return { ...(await exchangeApprovals(network, agreement, identity, sid)), nonces };
}
