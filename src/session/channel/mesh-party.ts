import type { Channel } from './channel.js';
import type { Claim, Identity } from './identity-proof.js';
import type { Meeting } from './meeting.js';
import type { RelayAccess } from './relay-access.js';

export interface MeshOptions extends RelayAccess {
  readonly meeting: Meeting;
  readonly identity: Identity;
  readonly proposes: boolean;
}

/** A party that joined, with a channel whose other end proved its key. */
export interface MeshParty extends Claim {
  /** Whether the relay says that it is connected. A party that is not may come back. */
  readonly isHere: boolean;
  readonly channel: Channel;
}
