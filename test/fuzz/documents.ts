/** Documents that others write: what is signed, kept or handed on. */
import { publicKeyOf } from '../../src/crypto/ed25519.js';
import { decodePublicKey, encodePublicKey } from '../../src/crypto/public-key.js';
import { decrypt, encrypt } from '../../src/crypto/secretbox.js';
import { kindOf } from '../../src/app/file-kind.js';
import { parseIdentity, serialise } from '../../src/io/identity-file.js';
import { makeDirectory, readDirectory } from '../../src/app/parties/directory.js';
import { cardText, makeCard, readCard } from '../../src/io/key-card.js';
import { makeRotation, verifyRotation } from '../../src/io/rotation.js';
import { describeAgreement } from '../../src/session/agreement/describe.js';
import { parseAgreement } from '../../src/session/agreement/canonical.js';
import { parseSigned, signedBytes } from '../../src/session/agreement/signed.js';
import { decodeInvite, encodeInvite, inviteIn } from '../../src/session/invite.js';
import { decodeSignature, encodeSignature } from '../../src/session/receipt.js';
import { verifyReceipt } from '../../src/session/receipt-verify.js';
import { decodeState, encodeState, parseShare } from '../../src/session/share/file.js';
import { decodeList } from '../../src/session/share/list-file.js';
import { describeOpening, makeOpening, openingBytes, parseOpening } from '../../src/session/share/opening.js';
import { releaseText, verifyRelease } from '../../src/session/share/release.js';
import { checkPlan, encodeAnnouncement, encodePlan, readAnnouncement, standingOf } from '../../src/session/share/reshare-plan.js';
import { RESHARE_FORMAT, reshareReceiptText, verifyReshare } from '../../src/session/share/reshare-receipt.js';
import { revealReceiptText, verifyReveal } from '../../src/session/share/reveal-receipt.js';
import { bytes, goldenAgreements, goldenRecord, goldenRecords } from './seeds.js';
import { nothing, only, type Target } from './target.js';

const secretKey = new Uint8Array(32).fill(4);
const identity = { name: 'North', publicKey: publicKeyOf(secretKey), secretKey };
const other = { name: 'North', publicKey: publicKeyOf(new Uint8Array(32).fill(5)), secretKey: new Uint8Array(32).fill(5) };
const plainIdentity = await serialise(identity);
const lockedIdentity = await serialise(identity, 'a passphrase');
const AD = bytes('fuzz');
const box = await encrypt(secretKey, 'a passphrase', AD);

const sealed = goldenRecord('average-threshold');
const share = parseShare(bytes(Object.values(sealed.shares)[0] ?? ''));
const { receipt } = share;
const listed = goldenRecord('psi-threshold');
const listReceipt = parseShare(bytes(Object.values(listed.shares)[0] ?? '')).receipt;
const opening = makeOpening(receipt, { recipients: [receipt.agreement.parties[0]?.name ?? ''], purpose: 'Audit' }, Date.UTC(2026, 1, 1));
const HASH = 'ab'.repeat(32);
const said = { name: share.holder, nonce: new Uint8Array(32), signature: new Uint8Array(64) };
const plan = { session: receipt.session, digest: receipt.digest, dealers: [...share.holders], holders: [...share.holders], needed: 2 };
const facts = { by: said, epoch: 0, state: new Uint8Array(32), approvals: [], opened: [] };

/** The largest agreement below 4 KiB of each operation, and one with approvals. */
function agreements(): Buffer[] {
  return goldenAgreements().map(({ canonical }) => bytes(canonical)).filter(({ length }) => length <= 4096);
}

const DOCUMENT = { json: true, most: 16_384 };

export const DOCUMENTS: Readonly<Record<string, Target>> = {
  agreements: { run: (input) => describeAgreement(parseAgreement(input)), allows: only('AGREEMENT_INVALID'), seeds: agreements, json: true },
  approvals: {
    run: (input) => parseSigned(input),
    allows: only('AGREEMENT_INVALID', 'SIGNATURE_INVALID'),
    seeds: () => goldenAgreements().slice(0, 12).map(({ canonical, approvals }) => {
      const agreement = parseAgreement(bytes(canonical));
      return signedBytes({ agreement, approvals: agreement.parties.map(({ publicKey }, i) => ({ publicKey, signature: approvals[i] ?? '' })) });
    }),
    ...DOCUMENT,
  },
  receipts: { run: (input) => verifyReceipt(input), allows: only('RECEIPT_INVALID'), seeds: () => goldenRecords().map((each) => bytes(each.receipt)).filter(({ length }) => length < 6000), ...DOCUMENT },
  'receipt-signatures': { run: (input) => decodeSignature(receipt, receipt.agreement.parties[0]?.publicKey ?? '', input), allows: nothing, seeds: () => receipt.signatures.map(encodeSignature), json: true },
  shares: { run: async (input) => parseShare(input).open({ secretKey }), allows: only('SHARE_INVALID', 'IDENTITY_LOCKED'), seeds: () => [...Object.values(sealed.shares), ...Object.values(listed.shares)].map(bytes), ...DOCUMENT },
  'share-states': { run: (input) => decodeState(input, receipt), allows: nothing, seeds: () => [encodeState(share)], ...DOCUMENT },
  'sealed-lists': { run: async (input) => decodeList(input, { agreement: listReceipt.agreement, session: listReceipt.session, identity: { secretKey } }), allows: only('SHARE_INVALID'), seeds: () => Object.values(listed.lists).map(bytes), json: true },
  openings: { run: (input) => describeOpening(parseOpening(input)), allows: only('AGREEMENT_INVALID'), seeds: () => [openingBytes(opening)], json: true },
  'opening-receipts': { run: (input) => verifyReveal(input), allows: only('RECEIPT_INVALID'), seeds: () => [bytes(revealReceiptText(receipt, opening, facts)), bytes(revealReceiptText(receipt, undefined, facts))], ...DOCUMENT },
  releases: { run: (input) => verifyRelease(input), allows: only('RECEIPT_INVALID'), seeds: () => [bytes(releaseText(receipt, opening, facts, [share.holder], secretKey, Date.UTC(2026, 1, 1)))], ...DOCUMENT },
  'resharing-receipts': {
    run: (input) => verifyReshare(input),
    allows: only('RECEIPT_INVALID'),
    seeds: () => [bytes(reshareReceiptText({ format: RESHARE_FORMAT, receipt, plan: { dealers: plan.dealers, holders: plan.holders, needed: 2 }, base: standingOf(share), reshare: HASH, nonces: share.holders.map(() => HASH), approvals: share.holders.map(() => HASH + HASH), epoch: 1, state: HASH, transcript: HASH, signatures: share.holders.map((name) => ({ name, signature: HASH + HASH })) }))],
    ...DOCUMENT,
  },
  'resharing-plans': {
    run: (input) => {
      readAnnouncement(input, 'North', receipt.agreement.parties.map(({ name }) => name));
      checkPlan(input, plan, 'North');
    },
    allows: only('DEVIATION', 'AGREEMENT_MISMATCH'),
    seeds: () => [encodePlan(plan), encodeAnnouncement({ held: standingOf(share), pending: null })],
    json: true,
  },
  identities: {
    run: async (input) => {
      const { secret } = parseIdentity(input, 'identity.json');
      if ('box' in secret) await decrypt({ ...secret.box, n: Math.min(secret.box.n, 2 ** 17), p: 1, r: 8 }, 'a passphrase', AD);
    },
    // Of a box that no program made, which `loadIdentity` tells as a damaged file.
    allows: (error) => error instanceof RangeError || only('IDENTITY_INVALID')(error),
    seeds: () => [plainIdentity, lockedIdentity, bytes(JSON.stringify({ ...JSON.parse(Buffer.from(lockedIdentity).toString()), encrypted: box }))],
    json: true,
  },
  rotations: { run: (input) => verifyRotation(JSON.parse(input.toString('utf8'))), allows: (error) => error instanceof SyntaxError || only('KEY_INVALID', 'SIGNATURE_INVALID')(error), seeds: () => [bytes(JSON.stringify(makeRotation(identity, other, new Date(0))))], json: true },
  'key-cards': { run: (input) => readCard(input.toString('utf8')), allows: only('KEY_INVALID', 'SIGNATURE_INVALID'), seeds: () => [makeCard(identity, 0), cardText(makeCard({ ...identity, name: 'Zoë & Co' }, 0))].map(bytes) },
  directories: { run: (input) => readDirectory(input), allows: only('KEY_INVALID', 'SIGNATURE_INVALID'), seeds: () => [bytes(makeDirectory(identity, [other], new Date(0)))], ...DOCUMENT },
  invites: {
    run: (input) => {
      const text = input.toString('utf8');
      decodeInvite(inviteIn(text) ?? text);
    },
    allows: only('USAGE'),
    seeds: () => [encodeInvite({ secret: new Uint8Array(16), relay: 'wss://relay.example', seats: 3 }), encodeInvite({ secret: new Uint8Array(16), relay: 'wss://relay.example', seats: 64, admissionToken: 'abcdefghijklmnop' })].map(bytes),
  },
  keys: { run: (input) => decodePublicKey(input.toString('utf8')), allows: only('KEY_INVALID'), seeds: () => [bytes(encodePublicKey(identity.publicKey))] },
  'kinds-of-files': {
    run: (input) => kindOf(input),
    allows: nothing,
    seeds: () => [bytes(`Name: North\nPublic key: ${encodePublicKey(identity.publicKey)}\n`), bytes(JSON.stringify({ name: 'North', publicKey: encodePublicKey(identity.publicKey) })), plainIdentity, bytes('# a\ntally 1\n'), bytes('On Monday you wrote:\n> mpcinvite1qqqq\n')],
  },
};
