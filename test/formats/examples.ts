/** The examples of docs/formats, made by the program. Keys and all else are fixed: those of the golden files, where they have it. */
import { readFileSync } from 'node:fs';
import { fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { makeDirectory } from '../../src/app/parties/directory.js';
import { serialise } from '../../src/io/identity-file.js';
import { makeCard } from '../../src/io/key-card.js';
import { makeRotation } from '../../src/io/rotation.js';
import { parseSigned, signedBytes, withApproval } from '../../src/session/agreement/signed.js';
import { encodeAbort } from '../../src/session/channel/abort.js';
import { proveIdentity } from '../../src/session/channel/identity-proof.js';
import { headOf } from '../../src/session/channel/lane.js';
import { markOf } from '../../src/session/channel/meeting.js';
import { dataHeader, encodeHandshake, encodeHello } from '../../src/session/channel/packet.js';
import { FRAME } from '../../src/session/channel/stream.js';
import { roomOfAgreement } from '../../src/session/invite.js';
import { openingBytes, openingDigest, OPENING_FORMAT, type Opening } from '../../src/session/share/opening.js';
import { goldenParty } from '../golden/cases.js';

interface GoldenAgreement {
  readonly canonical: string;
  readonly digest: string;
  readonly session: string;
  readonly approvals: readonly string[];
  readonly sessionApprovals: readonly string[];
}

export interface GoldenRecord {
  readonly receipt: string;
  readonly shares: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, string>>;
}

const golden = (name: string): unknown => JSON.parse(readFileSync(new URL(`../golden/files/${name}.json`, import.meta.url), 'utf8'));
export const AGREEMENT = golden('agreements/sum') as GoldenAgreement;
export const FOR_FILES = golden('agreements/sum-record') as GoldenAgreement;
export const RECORD = golden('records/sum') as GoldenRecord;
export const SEALED = golden('records/sum-threshold') as GoldenRecord;
export const LIST = golden('records/psi-threshold') as GoldenRecord;

export const [north, south] = [goldenParty('North'), goldenParty('South')];
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
export const counting = (length: number, first: number): Uint8Array => Uint8Array.from({ length }, (_, i) => first + i);

export const agreementExamples = {
  Agreement: AGREEMENT.canonical,
  Digest: AGREEMENT.digest,
  'Approval of North, given ahead': AGREEMENT.approvals[0] ?? '',
  'File with that approval': text(signedBytes(withApproval(parseSigned(utf8(AGREEMENT.canonical)), north))),
  'Session identifier': AGREEMENT.session,
  'Approval of North in the session': AGREEMENT.sessionApprovals[0] ?? '',
  'Agreement with reference, contacts and retention date': FOR_FILES.canonical,
  'Digest of that agreement': FOR_FILES.digest,
};

const { session, digest } = JSON.parse(SEALED.receipt) as { session: string; digest: string };
export const opening: Opening = { format: OPENING_FORMAT, id: toHex(counting(16, 0)), agreement: digest, session, recipients: ['North'], purpose: 'Case 12, order of 3 March', created: '2026-03-03T09:00:00Z' };

export const shareExamples = { 'Opening agreement': text(openingBytes(opening)), 'Digest of the opening agreement': openingDigest(opening) };

const next = { ...goldenParty('North, later'), name: 'North' };
export const identityExamples = {
  Identity: text(await serialise(north)).trimEnd(),
  'Public key': encodePublicKey(north.publicKey),
  Rotation: JSON.stringify(makeRotation(north, next, new Date(Date.UTC(2026, 1, 1)))),
  'Key card': makeCard(north, Date.UTC(2026, 1, 1)),
  Directory: makeDirectory(north, [south], new Date(Date.UTC(2026, 1, 1))).trimEnd(),
};

/** Of the channel between North and South in the room of the agreement above. */
export const AGREEMENT_ID = (JSON.parse(AGREEMENT.canonical) as { id: string }).id;
const { room, helloKey } = roomOfAgreement(fromHex(AGREEMENT_ID));
export const ADDRESS = toHex(counting(16, 64));
export const HANDSHAKE_HASH = counting(32, 32);
const frame = (kind: number, acknowledged: number, body: Uint8Array): string => toHex(Uint8Array.from([kind, ...new Uint8Array(7), acknowledged, ...body]));

export const sessionExamples = {
  'HELLO, by known keys': toHex(encodeHello('keys', markOf({ mode: 'keys', room, helloKey } as Parameters<typeof markOf>[0], ADDRESS, north.publicKey))),
  'HELLO, by invite': toHex(encodeHello('invite', new Uint8Array(16))),
  'HANDSHAKE, second attempt, first message': toHex(encodeHandshake(2 << 2, utf8('message'))),
  'Head of DATA number 258': toHex(dataHeader(258n)),
  'Proof of identity': toHex(proveIdentity(north, true, true, HANDSHAKE_HASH)),
  'First of a message': frame(FRAME.FIRST, 3, Uint8Array.from([...headOf('sum/commit', 5), ...utf8('hel')])),
  'More of it': frame(FRAME.MORE, 3, utf8('lo')),
  'Acknowledgement alone': frame(FRAME.ACK, 4, Uint8Array.of(0b101)),
  Abort: frame(FRAME.ABORT, 4, encodeAbort({ reason: 'expired', text: 'My clock says so.', isPassedOn: false })),
  End: frame(FRAME.END, 4, new Uint8Array(0)),
};

