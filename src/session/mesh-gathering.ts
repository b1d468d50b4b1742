import { encodePublicKey } from '../crypto/public-key.js';
import { bug } from '../errors.js';
import type { Agreement } from './agreement/types.js';
import type { Channel } from './channel/channel.js';
import type { Mesh } from './channel/mesh.js';
import type { MeshParty } from './channel/mesh-party.js';
import type { Gathering, Visit } from './protocol/gathering.js';
import type { Network } from './protocol/network.js';

/** The channels of a mesh whose parties come and go, by the parties' seats in a roster. */
export class MeshGathering implements Gathering {
  readonly self: number;
  readonly #mesh: Mesh;
  readonly #roster: Agreement['parties'];
  /** A channel is one visit: a party that comes back has another. */
  readonly #visits = new WeakMap<Channel, Visit>();

  constructor(mesh: Mesh, { parties }: Pick<Agreement, 'parties'>, self: number) {
    this.#mesh = mesh;
    this.#roster = parties;
    this.self = self;
  }

  async until<T>(look: (visits: readonly Visit[]) => T | undefined): Promise<T> {
    return this.#mesh.until((parties) => look(parties.flatMap((party) => this.#visitOf(party) ?? [])));
  }

  recheck(): void {
    this.#mesh.recheck();
  }

  #visitOf({ publicKey, channel }: MeshParty): Visit | undefined {
    const key = encodePublicKey(publicKey);
    const seat = this.#roster.findIndex((party) => party.publicKey === key);
    if (seat === -1) return undefined;
    const known = this.#visits.get(channel);
    if (known !== undefined) return known;
    channel.name = this.#roster[seat]?.name ?? channel.name;
    const visit = { seat, network: new VisitNetwork(channel, seat, this.self, this.#roster.length) };
    this.#visits.set(channel, visit);
    return visit;
  }
}

/** The channel of one visit, as a network that holds nobody else. */
class VisitNetwork implements Network {
  readonly self: number;
  readonly count: number;
  readonly #seat: number;
  readonly #channel: Channel;

  constructor(channel: Channel, seat: number, self: number, count: number) {
    this.#channel = channel;
    this.#seat = seat;
    this.self = self;
    this.count = count;
  }

  send(to: number, label: string, message: Uint8Array): void {
    this.#to(to).send(label, message);
  }

  async receive(from: number, label: string, maxBytes: number): Promise<Uint8Array> {
    return this.#to(from).receive(label, maxBytes);
  }

  #to(seat: number): Channel {
    if (seat !== this.#seat) throw bug('a visit reaches one party alone');
    return this.#channel;
  }
}
