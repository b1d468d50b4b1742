import { relayAccessOf, type RelayAccess } from '../channel/relay-access.js';
import { withinMesh } from '../channel/within-mesh.js';
import { MpcError } from '../../errors.js';
import { MeshGathering } from '../mesh-gathering.js';
import { seatIn } from '../seat.js';
import { reveal } from './reveal.js';
import { holdersMeeting } from './holders-meeting.js';
import type { Revealed, RevealOptions } from './reveal-types.js';

export interface RunReveal extends RevealOptions, RelayAccess {
  /** Aborted with an MpcError as its reason. */
  readonly signal: AbortSignal;
}

/** Meets the other holders and the recipients, and opens. Every failure is an MpcError. */
export async function runReveal(options: RunReveal): Promise<Revealed> {
  const { identity, entry, signal } = options;
  signal.throwIfAborted();
  const receipt = entry.kind === 'share' ? entry.share.receipt : entry.receipt;
  return withinMesh({
    ...relayAccessOf(options),
    meeting: holdersMeeting(receipt, identity, 'reveal'),
    identity,
    proposes: false,
    signal,
    // `reveal` itself says what it waited for.
    explain: (error) => error,
    run: async (mesh) => {
      // Holders come and go: an interruption of one ends nothing for the others.
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
