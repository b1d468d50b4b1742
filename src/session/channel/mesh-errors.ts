import { encodePublicKey } from '../../crypto/public-key.js';
import { MpcError } from '../../errors.js';
import type { Meeting } from './meeting.js';
import { PROTOCOL_VERSION } from './packet.js';

/**
 * The error for a party that could not prove the key that it should have. No relay can cause this, because it lacks the key or the invite. `pinned`: that key,
 * if the parties meet by keys.
 */
export function impostor(meeting: Meeting, pinned: Uint8Array | undefined, what: string): MpcError {
  const index = pinned === undefined || meeting.mode !== 'keys' ? -1 : meeting.others.indexOf(pinned);
  const name = meeting.mode === 'keys' ? meeting.names?.[index] : undefined;
  const who = pinned === undefined ? 'Somebody who has the invite' : (name ?? `The party with the key ${encodePublicKey(pinned)}`);
  const next =
    pinned === undefined
      ? 'Nothing was sent that depends on data. Make a new invite, and send it to the parties alone.'
      : 'Nothing was sent that depends on data. Ask that party, by telephone, which program and key it uses; if it knows of nothing, its key was copied: see "After a theft" in docs/identities.md.';
  return new MpcError('SIGNATURE_INVALID', `${who} ${what}.`, next, name === undefined ? {} : { party: name });
}

/** Text about what may keep the parties from meeting, for a message about a time-out. Empty if there is nothing to say. */
export function suspicionOf(forged: number, strangers: number): string {
  const parts: string[] = [];
  if (forged > 0) parts.push(`${forged} messages did not authenticate, so the relay or somebody on the way alters them, or a party holds another invite or key`);
  if (strangers > 0) parts.push('somebody who is no party to this session is in its room');
  return parts.join('; ');
}

export function otherProtocol(version: number): MpcError {
  return new MpcError('VERSION_MISMATCH', `A party in this room speaks version ${version} of the protocol, as ${version < PROTOCOL_VERSION ? 'mpc 0.1 does' : 'a newer mpc does'}; this program speaks version ${PROTOCOL_VERSION}.`, 'Let all parties use the same version of mpc (`mpc --version`). If they do, the relay makes it up: use another.');
}

export function anotherOfOwn(): MpcError {
  return new MpcError('IDENTITY_INVALID', 'Another process with the key of this identity is in the session.', 'Close it, if it is yours. If it is not, your key was copied: see "After a theft" in docs/identities.md.');
}

export function didNotComeBack(party: string, patienceMs: number): MpcError {
  return new MpcError('PEER_LEFT', `${party} left and did not come back within ${Math.round(patienceMs / 1000)} s.`, 'Ask that party what happened, then start again.', { party });
}

export function leftBefore(party: string): MpcError {
  return new MpcError('PEER_LEFT', `${party} left before the session began.`, 'Ask that party what happened, then start again.', { party });
}
