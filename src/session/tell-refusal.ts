import { MpcError, type ErrorCode } from '../errors.js';
import { refusalOf } from './channel/abort.js';
import { Mesh, type MeshOptions } from './channel/mesh.js';

/** How long the others are looked for: whoever is here answers in less. */
const TELL_MS = 3_000;

/**
 * Ends before a session of which the others hear, since they wait for this party. Not those about keys and approvals: a party that
 * cannot show who it is, or that did not approve, calls nobody.
 */
const TOLD: readonly ErrorCode[] = ['DECLINED', 'AGREEMENT_SPENT', 'LEDGER_LIMIT', 'LEDGER_INVALID', 'INPUT_UNREADABLE', 'INPUT_INVALID', 'INPUT_TOO_MANY', 'INPUT_NO_ROWS', 'INPUT_UNUSABLE'];

/**
 * Tells the parties that wait in the room already that this one does not come. Not why, but for a refusal of the agreement itself and for
 * one that is spent: what is wrong with a file or a ledger is nobody else's business. Resolves soon, whatever happens.
 */
export async function tellRefusal(error: unknown, meeting: Omit<MeshOptions, 'patienceMs' | 'relayPatienceMs' | 'onRelay' | 'proposes'>): Promise<void> {
  if (!(error instanceof MpcError) || !TOLD.includes(error.code)) return;
  const mesh = new Mesh({ ...meeting, proposes: false, patienceMs: TELL_MS, relayPatienceMs: 0 });
  let timer: NodeJS.Timeout | undefined;
  try {
    const everybodyHere = mesh.until((parties) => (mesh.addressesHere !== undefined && parties.length >= mesh.addressesHere ? true : undefined));
    await Promise.race([everybodyHere, new Promise((resolve) => (timer = setTimeout(resolve, TELL_MS)))]);
    await mesh.abort(refusalOf(error));
  } catch {
    // A relay that is not there: then nobody waits in it.
  } finally {
    clearTimeout(timer);
    mesh.close();
  }
}
