import { fromEd25519PublicKey, type KeyPair } from '../../crypto/x25519.js';
import type { RelayClient } from '../relay/client.js';
import type { Meeting } from './meeting.js';
import type { PairingKeys } from './pairing.js';
import type { PeerLink } from './peer.js';

/** The way to an address of the room. */
export function linkTo(relay: RelayClient, address: string): PeerLink {
  return {
    send: (packet) => relay.send(address, packet),
    get isClogged() {
      return relay.isClogged;
    },
  };
}

/** What the handshake with a party starts from; undefined for somebody who is no party of the meeting. `pinned`: its Ed25519 key, by keys. */
export function pairingKeysOf(meeting: Meeting, s: KeyPair, pinned: Uint8Array | undefined): PairingKeys | undefined {
  if (meeting.mode === 'invite') return { mode: 'invite', psk: meeting.psk };
  return pinned === undefined ? undefined : { mode: 'keys', s, rs: fromEd25519PublicKey(pinned) };
}
