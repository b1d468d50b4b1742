import { MpcError, type ErrorCode } from '../errors.js';
import type { Agreement } from './agreement/types.js';
import { refusalOf, type Abort } from './channel/abort.js';
import type { Identity } from './channel/identity-proof.js';
import { Mesh } from './channel/mesh.js';
import type { MeshOptions } from './channel/mesh-party.js';
import type { RelayAccess } from './channel/relay-access.js';
import { meetingByKeys } from './meeting-by-keys.js';
import { seatIn } from './seat.js';

/** How long to look for the others: present parties answer sooner. */
const TELL_MS = 3_000;

type Where = Omit<MeshOptions, 'patienceMs' | 'relayPatienceMs' | 'onRelay' | 'proposes'>;

/**
 * Errors before a session that the others are told, because they wait for this party. Errors about keys and approvals are not among them: a party that cannot
 * prove its identity, or that did not approve, contacts nobody.
 */
const TOLD: readonly ErrorCode[] = ['DECLINED', 'AGREEMENT_SPENT', 'HOUSE_RULE', 'LEDGER_LIMIT', 'LEDGER_INVALID', 'INPUT_UNREADABLE', 'INPUT_INVALID', 'INPUT_TOO_MANY', 'INPUT_NO_ROWS', 'INPUT_UNUSABLE'];

/**
 * Tells the parties that already wait in the room that this one does not come. It gives the reason only for a refusal of the agreement itself and for a spent
 * agreement: problems with its files or ledger concern nobody else. Resolves soon, whatever happens.
 */
export async function tellRefusal(error: unknown, where: Where): Promise<void> {
  if (error instanceof MpcError && TOLD.includes(error.code)) await tell(refusalOf(error), where);
}

/**
 * Tells the parties that wait in an agreement's room that this one has another key now, and so cannot run under it.
 * @param former the identity that the agreement names: without its key nobody could tell who speaks.
 */
export async function tellKeyChanged(agreement: Agreement, former: Identity, access: Pick<RelayAccess, 'admissionToken' | 'way'>): Promise<void> {
  await tell({ reason: 'rekeyed', text: '', isPassedOn: false }, { relay: agreement.relay, meeting: meetingByKeys(agreement, seatIn(agreement, former)), identity: former, ...access });
}

async function tell(abort: Abort, meeting: Where): Promise<void> {
  const mesh = new Mesh({ ...meeting, proposes: false, patienceMs: TELL_MS, relayPatienceMs: 0 });
  let timer: NodeJS.Timeout | undefined;
  try {
    const everybodyHere = mesh.until((parties) => (mesh.addressesHere !== undefined && parties.length >= mesh.addressesHere ? true : undefined));
    await Promise.race([everybodyHere, new Promise((resolve) => (timer = setTimeout(resolve, TELL_MS)))]);
    await mesh.abort(abort);
  } catch {
    // If the relay is not there, nobody waits in it.
  } finally {
    clearTimeout(timer);
    mesh.close();
  }
}
