import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import { MpcError } from '../errors.js';
import { readBounded, readStandardInput } from '../io/files.js';
import { parseSigned, type SignedAgreement } from '../session/agreement/signed.js';
import type { Identity } from '../session/channel/identity-proof.js';
import { decodeInvite, looksLikeInvite } from '../session/invite.js';
import { operationOf } from '../session/operations/registry.js';
import type { Entry } from '../session/participation.js';
import { seatIn } from '../session/seat.js';
import { tellKeyChanged } from '../session/tell-refusal.js';
import { MAX_FILE_BYTES } from './agreement-file.js';
import { isApprovedAhead } from './approve-ahead.js';
import { asKind, wrongKind } from './file-kind.js';
import { openIdentity, refuseFormerKey, type Unlocking } from './identity.js';
import { wayTo } from './relay-way.js';
import type { Store } from './store.js';

/** What a party comes into a session by: an invite, or an agreement with the approvals that its file holds. */
export interface ToJoin {
  readonly entry: Entry;
  /** Undefined for an invite. */
  readonly signed: SignedAgreement | undefined;
}

/** The text of an agreement or invite file; `-` is standard input. Throws USAGE, also for an invite in place of a path: others can see the arguments of a command. */
export async function readEntryText(path: string): Promise<string> {
  if (path === '-') return Buffer.from(await readStandardInput(MAX_FILE_BYTES, 'an agreement or invite')).toString('utf8');
  if (looksLikeInvite(path) && !existsSync(path)) {
    throw new MpcError('USAGE', 'An invite is a secret, and other users of this machine can see what stands on a command line.', 'Run `mpc join` and paste it, or put it into a file and run `mpc join FILE`.');
  }
  const bytes = Buffer.from(await readBounded(path, MAX_FILE_BYTES, 'USAGE', 'agreement or invite'));
  // A file that is no text is recognised by its bytes.
  const wrong = isUtf8(bytes) ? undefined : wrongKind(path, bytes, ['mpc-agreement', 'invite'], 'an agreement or an invite');
  if (wrong !== undefined) throw new MpcError('USAGE', wrong.what, wrong.next);
  return bytes.toString('utf8');
}

/** Reads an agreement or an invite; `from` names it in errors. Throws USAGE, INVITE_INVALID, AGREEMENT_INVALID or SIGNATURE_INVALID. */
export async function entryIn(text: string, from: string): Promise<ToJoin> {
  if (looksLikeInvite(text)) return { entry: { kind: 'invite', invite: decodeInvite(text) }, signed: undefined };
  const bytes = new Uint8Array(Buffer.from(text, 'utf8'));
  const signed = await asKind(from, bytes, ['mpc-agreement'], 'an agreement or an invite', () => {
    if (!/^\s*\{/.test(text)) throw new MpcError('USAGE', 'This is neither an agreement nor an invite.', 'An agreement file begins with {, an invite with mpcinvite1.');
    return parseSigned(bytes);
  });
  return { entry: { kind: 'agreement', agreement: signed.agreement }, signed };
}

/** Whoever joins, and whether it approved the agreement's file ahead. */
export interface Joining {
  readonly identity: Identity;
  readonly signedAhead: boolean;
}

/**
 * Opens this party's identity for a session. An agreement that names a key which this party has changed since is refused, and the others are told so: throws NOT_IN_ROSTER, and what
 * opening the identity does. `ca`: file with certificates of authorities that the relay's may be signed by.
 */
export async function openForJoining(store: Store, { signed }: ToJoin, unlocking: Unlocking, ca?: string): Promise<Joining> {
  if (signed !== undefined) {
    const { agreement } = signed;
    await refuseFormerKey(store, agreement.parties, async (former) => tellKeyChanged(agreement, former, { admissionToken: await store.relayTokens.tokenFor(agreement.relay), way: await wayTo(agreement.relay, ca) }));
  }
  const identity = await openIdentity(store, unlocking);
  return { identity, signedAhead: signed !== undefined && (await isApprovedAhead(store, signed, identity.publicKey)) };
}

/** Whether a party puts data in; undefined by invite, where the agreement is not known yet. Throws NOT_IN_ROSTER. */
export function putsDataIn({ signed }: ToJoin, identity: Identity): boolean | undefined {
  if (signed === undefined) return undefined;
  const { agreement } = signed;
  return operationOf(agreement).putsDataIn(agreement, agreement.parties[seatIn(agreement, identity)]?.name ?? '');
}
