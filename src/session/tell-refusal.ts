import { MpcError, type ErrorCode } from '../errors.js';
import type { Agreement } from './agreement/types.js';
import { refusalOf, type Abort } from './channel/abort.js';
import type { Identity } from './channel/identity-proof.js';
import { Mesh } from './channel/mesh.js';
import type { MeshOptions } from './channel/mesh-party.js';
import type { RelayAccess } from './channel/relay-access.js';
import { meetingByKeys } from './meeting-by-keys.js';
import { seatIn } from './seat.js';

/** How long the others are looked for: whoever is here answers in less. */
const TELL_MS = 3_000;

type Where = Omit<MeshOptions, 'patienceMs' | 'relayPatienceMs' | 'onRelay' | 'proposes'>;

/**
 * Ends before a session of which the others hear, since they wait for this party. Not those about keys and approvals: a party that
 * cannot show who it is, or that did not approve, calls nobody.
 */
const TOLD: readonly ErrorCode[] = ['DECLINED', 'AGREEMENT_SPENT', 'HOUSE_RULE', 'LEDGER_LIMIT', 'LEDGER_INVALID', 'INPUT_UNREADABLE', 'INPUT_INVALID', 'INPUT_TOO_MANY', 'INPUT_NO_ROWS', 'INPUT_UNUSABLE'];

/**
 * Tells the parties that already wait in the room that this one does not come. It says why only for a refusal of the agreement itself and for
 * one that is spent: what is wrong with a file or a ledger is nobody else's business. Resolves soon, whatever happens.
 */
export async function tellRefusal(error: unknown, where: Where): Promise<void> {
  if (error instanceof MpcError && TOLD.includes(error.code)) await tell(refusalOf(error), where);
}

/**
 * Tells the parties that wait in an agreement's room that this one has another key by now, and so cannot run under it.
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
    // A relay that is not there: then nobody waits in it.
  } finally {
    clearTimeout(timer);
    mesh.close();
  }
}
