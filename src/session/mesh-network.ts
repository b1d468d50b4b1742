import { encodePublicKey } from '../crypto/public-key.js';
import { bug } from '../errors.js';
import type { Agreement } from './agreement/types.js';
import type { Channel } from './channel/channel.js';
import type { Mesh } from './channel/mesh.js';
import { checkSending, type Network } from './protocol/network.js';

/** The channels of a session, by the parties' seats in its roster. Protocols run over it. */
export class MeshNetwork implements Network {
  readonly self: number;
  readonly count: number;
  readonly #channels: readonly (Channel | undefined)[];

  /** @param lanes the label prefixes of messages that are sent in parallel with the others. They must be known before any such message can come. */
  constructor(mesh: Mesh, { parties: roster }: Pick<Agreement, 'parties'>, self: number, lanes: readonly string[] = []) {
    const parties = mesh.parties;
    this.self = self;
    this.count = roster.length;
    this.#channels = roster.map((party) => parties.find((each) => encodePublicKey(each.publicKey) === party.publicKey)?.channel);
    for (const channel of this.#channels) for (const lane of lanes) channel?.openLane(lane);
  }

  send(to: number, label: string, message: Uint8Array): void {
    checkSending(this, to, label);
    this.#channel(to).send(label, message);
  }

  async receive(from: number, label: string, maxBytes: number): Promise<Uint8Array> {
    return this.#channel(from).receive(label, maxBytes);
  }

  #channel(party: number): Channel {
    const channel = this.#channels[party];
    if (channel === undefined) throw bug('a protocol addressed a party without a channel');
    return channel;
  }
}
