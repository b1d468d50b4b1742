import { decodePublicKey, encodePublicKey } from '../../crypto/public-key.js';
import { bug, MpcError } from '../../errors.js';
import type { Identity } from '../channel/identity-proof.js';
import type { Mesh } from '../channel/mesh.js';
import { relayAccessOf, type RelayAccess } from '../channel/relay-access.js';
import { namingAwaited, withinMesh } from '../channel/within-mesh.js';
import { MeshGathering } from '../mesh-gathering.js';
import { MeshNetwork } from '../mesh-network.js';
import type { Visit } from '../protocol/gathering.js';
import { holdersMeeting } from './holders-meeting.js';
import { runReshareProtocol, type Reshared, type ReshareInput } from './reshare.js';
import { checkPlan, encodePlan, MAX_PLAN_BYTES, participantsOf } from './reshare-plan.js';

export interface RunReshare extends RelayAccess, Omit<ReshareInput, 'self'> {
  readonly identity: Identity;
  /** Aborted with an MpcError as its reason. */
  readonly signal: AbortSignal;
  readonly onPresent: (names: readonly string[], missing: readonly string[]) => void;
}

/** Meets all participants, re-shares, and puts the new share in place. Every failure is an MpcError. */
export async function runReshare(options: RunReshare): Promise<Reshared> {
  const { identity, receipt, signal } = options;
  signal.throwIfAborted();
  return withinMesh({
    ...relayAccessOf(options),
    meeting: holdersMeeting(receipt, identity, 'reshare'),
    identity,
    proposes: false,
    signal,
    explain: (error, mesh) => namingAwaited(error, mesh, 'All who deal or are to hold a share have to be there at the same time. Agree on a time, and run it again: nothing is lost.'),
    run: async (mesh) => takePartIn(mesh, options),
  });
}

async function takePartIn(mesh: Mesh, options: RunReshare): Promise<Reshared> {
  const { identity, receipt, plan, held, pending, commit, keep } = options;
  const { agreement } = receipt;
  const own = encodePublicKey(identity.publicKey);
  const names = participantsOf(agreement, plan);
  const self = agreement.parties.find((party) => party.publicKey === own)?.name ?? '';
  await new Lobby(mesh, options, self, names).meet();

  const roster = agreement.parties.filter((party) => names.includes(party.name));
  const network = new MeshNetwork(mesh, { parties: roster }, names.indexOf(self));
  const reshared = await runReshareProtocol(network, { receipt, identity, plan, self, held, pending, commit, keep });
  if (reshared.share !== undefined) {
    await commit().catch((error: unknown) => {
      throw new MpcError('OUTPUT_UNSAVED', 'The re-sharing is done, and the new share could not be put in the place of the old one.', 'It lies beside the old file, and its name ends in .next: move it over the old one.', { cause: error });
    });
  }
  return reshared;
}

/** Waits for all participants, each with the same plan. */
class Lobby {
  readonly #mesh: Mesh;
  readonly #options: RunReshare;
  readonly #self: string;
  readonly #names: readonly string[];
  readonly #greeted = new WeakSet<Visit>();
  /** Visits of parties that run the same re-sharing. */
  readonly #agreed = new WeakSet<Visit>();

  constructor(mesh: Mesh, options: RunReshare, self: string, names: readonly string[]) {
    this.#mesh = mesh;
    this.#options = options;
    this.#self = self;
    this.#names = names;
  }

  async meet(): Promise<void> {
    const { agreement } = this.#options.receipt;
    const gathering = new MeshGathering(this.#mesh, agreement, agreement.parties.findIndex((party) => party.name === this.#self));
    await gathering.until((visits) => {
      for (const visit of visits) this.#greet(visit);
      const here = [this.#self, ...visits.filter((visit) => this.#agreed.has(visit)).map(({ seat }) => this.#nameOf(seat))];
      const missing = this.#names.filter((name) => !here.includes(name));
      this.#mesh.missing = missing;
      this.#options.onPresent(this.#names.filter((name) => here.includes(name)), missing);
      return missing.length === 0 ? true : undefined;
    });
    const others = agreement.parties.filter((party) => this.#names.includes(party.name) && party.name !== this.#self);
    this.#mesh.freeze(others.map((party) => decodePublicKey(party.publicKey)));
  }

  #nameOf(seat: number): string {
    return this.#options.receipt.agreement.parties[seat]?.name ?? '';
  }

  #greet(visit: Visit): void {
    if (this.#greeted.has(visit)) return;
    this.#greeted.add(visit);
    const { seat, network } = visit;
    const { plan } = this.#options;
    const name = this.#nameOf(seat);
    network.send(seat, 'reshare/meet', encodePlan(plan));
    network.receive(seat, 'reshare/meet', MAX_PLAN_BYTES).then(
      (message) => {
        checkPlan(message, plan, name);
        this.#agreed.add(visit);
        this.#mesh.recheck();
      },
      // A party that comes and goes is no reason to stop. The mesh decides when it is.
      () => undefined,
    ).catch((error: unknown) => {
      // A party that neither deals nor will hold a share cannot stop those that do.
      if (!this.#names.includes(name)) return;
      this.#mesh.fail(error instanceof MpcError ? error : bug(String(error)));
    });
  }
}
