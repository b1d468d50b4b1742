import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import { publicKeyOf } from '../../src/crypto/ed25519.js';
import { vectorOf } from '../../src/crypto/field-vector.js';
import { FIELDS } from '../../src/crypto/field.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { approveSession } from '../../src/session/agreement/approval.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { secureSum } from '../../src/session/protocol/secure-sum.js';
import { sessionId } from '../../src/session/session-id.js';
import { RECEIPT_FORMAT, receiptText, signReceipt, type Receipt, type ReceiptBody } from '../../src/session/receipt.js';
import { checkOwnReceipt, verifyReceipt } from '../../src/session/receipt-verify.js';
import { memoryNetwork, type MemoryParty } from '../../src/testing/memory-network.js';
import { openAndApprove } from '../support/opened.js';
import { agreementOf } from '../support/proposals.js';
import { codeOf } from '../support/errors.js';

const [FIELD = expect.fail('no field')] = FIELDS;

interface Signer {
  readonly publicKey: string;
  readonly secretKey: Uint8Array;
}

/** A session of three, of whom two put something in, with its receipt unsigned. */
async function session(): Promise<{ body: ReceiptBody; signers: readonly Signer[] }> {
  const { parties } = memoryNetwork(3);
  const [first] = parties as [MemoryParty];
  const created = Date.now();
  const roster = first.names.map((name, i) => ({ name, publicKey: encodePublicKey(first.publicKeys[i] as Uint8Array) }));
  const agreement = agreementOf({ purpose: 'a test', operation: { name: 'sum', emptyCells: 'refuse' }, columns: [parseColumn('x:0..9')], recipients: [], withoutData: ['Harbour'], maxRows: 1, allowTwo: true, relay: 'ws://127.0.0.1:1', created, expires: created + 3_600_000, runs: 1 }, roster, 'known keys');
  const [body = expect.fail('no session')] = await Promise.all(
    parties.map(async ({ network, secretKey, names }) => {
      const { context, transcript, approvals, nonces } = await openAndApprove(network, agreement, { name: names[network.self] ?? '', secretKey, publicKey: publicKeyOf(secretKey) });
      const { commitments } = await secureSum(context, FIELD, vectorOf(FIELD, [3n]), { contributors: [0, 1], recipients: [0, 1, 2] });
      return { format: RECEIPT_FORMAT, agreement, digest: digestOf(agreement), session: toHex(context.sid), approvals: approvals.map(toHex), nonces: nonces.map(toHex), transcript: toHex(transcript.hash), commitments: commitments.map(toHex) };
    }),
  );
  return { body: body as ReceiptBody, signers: parties.map(({ secretKey }) => ({ secretKey, publicKey: encodePublicKey(publicKeyOf(secretKey)) })) };
}

const signed = (body: ReceiptBody, signers: readonly Signer[]): Receipt => ({ ...body, signatures: signers.map(({ secretKey, publicKey }) => signReceipt(body, secretKey, publicKey, true, Date.now())) });
const verdict = (receipt: Receipt) => codeOf(() => verifyReceipt(utf8(receiptText(receipt))));
const flip = (hex = '') => `${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`;
const firstFlipped = (list: readonly string[]) => [flip(list[0]), ...list.slice(1)];

describe('a receipt that all of its parties forge together', () => {
  const made = session();

  it('is taken where nothing is altered', async () => {
    const { body, signers } = await made;
    expect(verdict(signed(body, signers))).toBeUndefined();
  });

  it.each<[string, (body: ReceiptBody, signers: readonly Signer[]) => ReceiptBody]>([
    ['the agreement', (body) => ({ ...body, agreement: { ...body.agreement, purpose: 'another' } })],
    ['the digest', (body) => ({ ...body, digest: flip(body.digest) })],
    ['the session', (body) => ({ ...body, session: flip(body.session) })],
    ['a nonce', (body) => ({ ...body, nonces: firstFlipped(body.nonces) })],
    ['an approval', (body) => ({ ...body, approvals: firstFlipped(body.approvals) })],
    ['an approval for that of another session', (body, signers) => ({ ...body, approvals: [toHex(approveSession(signers[0]?.secretKey ?? new Uint8Array(32), body.digest, new Uint8Array(32))), ...body.approvals.slice(1)] })],
    ['the transcript', (body) => ({ ...body, transcript: flip(body.transcript) })],
    ['a commitment', (body) => ({ ...body, commitments: firstFlipped(body.commitments) })],
    ['who contributed: a commitment of a party that put nothing in', (body) => ({ ...body, commitments: [...body.commitments.slice(0, 2), body.commitments[0] ?? ''] })],
    ['who contributed: none of a party that put something in', (body) => ({ ...body, commitments: ['', ...body.commitments.slice(1)] })],
    ['how many approvals there are', (body) => ({ ...body, approvals: body.approvals.slice(1) })],
    ['how many nonces there are', (body) => ({ ...body, nonces: [...body.nonces, body.nonces[0] ?? ''] })],
    ['session and nonces together, which the approvals do not fit', (body) => {
      const nonces = firstFlipped(body.nonces);
      return { ...body, nonces, session: toHex(sessionId(body.agreement, nonces.map(fromHex))) };
    }],
  ])('is refused though all signed it anew: %s', async (_, change) => {
    const { body, signers } = await made;
    expect(verdict(signed(change(body, signers), signers))).toBe('RECEIPT_INVALID');
  });
});

describe('signatures on a receipt', () => {
  const made = session();

  it.each<[string, (receipt: Receipt, signers: readonly Signer[]) => Receipt]>([
    ['of which one is altered', (receipt) => ({ ...receipt, signatures: receipt.signatures.map((each, i) => (i === 1 ? { ...each, signature: flip(each.signature) } : each)) })],
    ['of which one says another time than it was made', (receipt) => ({ ...receipt, signatures: receipt.signatures.map((each) => ({ ...each, signedAt: '2020-01-01T00:00:00Z' })) })],
    ['of which one says that identities were not verified', (receipt) => ({ ...receipt, signatures: receipt.signatures.map((each, i) => (i === 0 ? { ...each, identitiesVerified: false } : each)) })],
    ['of which one stands there twice', (receipt) => ({ ...receipt, signatures: [...receipt.signatures, ...receipt.signatures.slice(2)] })],
    ['of which one is by nobody’s key', (receipt) => {
      const secretKey = new Uint8Array(32).fill(7);
      return { ...receipt, signatures: [...receipt.signatures.slice(0, 2), signReceipt(receipt, secretKey, encodePublicKey(publicKeyOf(secretKey)), true, Date.now())] };
    }],
    ['of which one is made by another party', (receipt, signers) => ({ ...receipt, signatures: receipt.signatures.map((each, i) => (i === 1 ? signReceipt(receipt, signers[0]?.secretKey ?? new Uint8Array(32), each.publicKey, true, Date.now()) : each)) })],
    ['in another order', (receipt) => ({ ...receipt, signatures: [...receipt.signatures].reverse() })],
    ['of which there is none', (receipt) => ({ ...receipt, signatures: [] })],
  ])('are refused %s', async (_, change) => {
    const { body, signers } = await made;
    expect(verdict(change(signed(body, signers), signers))).toBe('RECEIPT_INVALID');
  });

  it('may be missing, and then who did not sign is named; a party acts on a receipt only where it signed itself', async () => {
    const { body, signers } = await made;
    const receipt = signed(body, signers.slice(0, 2));
    expect(verifyReceipt(utf8(receiptText(receipt)))).toMatchObject({ missing: ['Harbour'], unverified: [] });
    const keyOf = (seat: number) => publicKeyOf(signers[seat]?.secretKey ?? new Uint8Array(32));
    expect(codeOf(() => checkOwnReceipt(receipt, keyOf(1)))).toBeUndefined();
    expect(codeOf(() => checkOwnReceipt(receipt, keyOf(2)))).toBe('RECEIPT_INVALID');
  });
});
