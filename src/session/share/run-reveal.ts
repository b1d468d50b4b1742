import { bug, MpcError } from '../../errors.js';
import { abortOf } from '../channel/abort.js';
import type { Identity } from '../channel/identity-proof.js';
import { Mesh } from '../channel/mesh.js';
import { reveal, revealMeeting, type Revealed, type RevealEntry } from './reveal.js';

export interface RunReveal {
  readonly identity: Identity;
  readonly entry: RevealEntry;
  readonly relay: string;
  readonly withNames: readonly string[];
  readonly patienceMs: number;
  /** Aborted with an MpcError as its reason. */
  readonly signal: AbortSignal;
  readonly onReady: (names: readonly string[]) => void;
}

const FAREWELL_MS = 5_000;

/** Meets the other holders and the recipients, and opens. Every way that it can fail ends in an MpcError. */
export async function runReveal({ identity, entry, relay, withNames, patienceMs, signal, onReady }: RunReveal): Promise<Revealed> {
  signal.throwIfAborted();
  const receipt = entry.kind === 'share' ? entry.share.receipt : entry.receipt;
  // All parties of the agreement, whoever holds shares now: the relay lets nobody in who counts other seats than the first.
  const meeting = revealMeeting(receipt, identity, receipt.agreement.parties.map((party) => party.name));
  const mesh = new Mesh({ relay, meeting, identity, proposes: false, patienceMs });
  const onAbort = () => mesh.fail(signal.reason as MpcError);
  signal.addEventListener('abort', onAbort);
  try {
    const revealed = await reveal(mesh, identity, entry, withNames, onReady);
    await mesh.end(FAREWELL_MS);
    return revealed;
  } catch (error) {
    const reason = error instanceof MpcError ? error : bug(error instanceof Error ? (error.stack ?? error.message) : String(error));
    await mesh.abort(abortOf(reason));
    throw reason;
  } finally {
    signal.removeEventListener('abort', onAbort);
    mesh.close();
  }
}
