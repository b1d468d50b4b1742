import type { RelayAccess } from '../channel/relay-access.js';
import { withinMesh } from '../channel/within-mesh.js';
import { MpcError } from '../../errors.js';
import { MeshGathering } from '../mesh-gathering.js';
import { seatIn } from '../seat.js';
import { reveal } from './reveal.js';
import { revealMeeting } from './reveal-meeting.js';
import type { Revealed, RevealOptions } from './reveal-types.js';

export interface RunReveal extends RevealOptions, RelayAccess {
  /** Aborted with an MpcError as its reason. */
  readonly signal: AbortSignal;
}

/** Meets the other holders and the recipients, and opens. Every way that it can fail ends in an MpcError. */
export async function runReveal({ relay, patienceMs, relayPatienceMs, admissionToken, way, onParty, onRelay, signal, ...options }: RunReveal): Promise<Revealed> {
  const { identity, entry } = options;
  signal.throwIfAborted();
  const receipt = entry.kind === 'share' ? entry.share.receipt : entry.receipt;
  // All parties of the agreement, whoever holds shares now: the relay lets nobody in who counts other seats than the first.
  const meeting = revealMeeting(receipt, identity, receipt.agreement.parties.map((party) => party.name));
  return withinMesh({
    relay,
    meeting,
    identity,
    proposes: false,
    patienceMs,
    relayPatienceMs,
    admissionToken,
    way,
    onParty,
    onRelay,
    signal,
    // `reveal` itself says what it waited for.
    explain: (error) => error,
    run: async (mesh) => {
      // Holders come and go: that one was interrupted ends nothing for the others.
      mesh.release();
      try {
        return await reveal(new MeshGathering(mesh, receipt.agreement, seatIn(receipt.agreement, identity)), options);
      } catch (error) {
        if (error instanceof MpcError) mesh.fail(error);
        throw error;
      }
    },
  });
}
