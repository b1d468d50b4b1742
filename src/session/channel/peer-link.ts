import { fromEd25519PublicKey, type KeyPair } from '../../crypto/x25519.js';
import type { RelayClient } from '../relay/client.js';
import type { Meeting } from './meeting.js';
import type { PairingKeys } from './pairing.js';
import type { PeerLink } from './peer.js';

/** The link to an address of the room. */
export function linkTo(relay: RelayClient, address: string): PeerLink {
  return {
    send: (packet) => relay.send(address, packet),
    get isClogged() {
      return relay.isClogged;
    },
  };
}

/**
 * The keys with which the handshake with a party starts. Undefined for an address that is not a party of the meeting. `pinned`: the party's Ed25519 key, by
 * keys.
 */
export function pairingKeysOf(meeting: Meeting, s: KeyPair, pinned: Uint8Array | undefined): PairingKeys | undefined {
  if (meeting.mode === 'invite') return { mode: 'invite', psk: meeting.psk };
  return pinned === undefined ? undefined : { mode: 'keys', s, rs: fromEd25519PublicKey(pinned) };
}
