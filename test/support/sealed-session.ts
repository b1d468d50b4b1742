import { toHex } from '../../src/crypto/bytes.js';
import { openFeldman } from '../../src/crypto/feldman.js';
import { publicKeyOf } from '../../src/crypto/ed25519.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { addInto, fromBytes, zeroVector } from '../../src/crypto/field-vector.js';
import { unmaskVector } from '../../src/crypto/masked-vector.js';
import { fieldFor } from '../../src/session/operations/linear/bounds.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import { agreementOf } from './proposals.js';
import { openAndApprove } from './opened.js';
import { resultOf, vectorLength } from '../../src/session/operations/linear/totals.js';
import { seatsOf } from '../../src/session/operations/seats.js';
import { sumDefinition, type SumOperation } from '../../src/session/operations/sum/index.js';
import type { LinearAgreement } from '../../src/session/operations/linear/types.js';
import { pointOf } from '../../src/session/protocol/dealing.js';
import { RECEIPT_FORMAT, signReceipt, type Receipt, type ReceiptBody } from '../../src/session/receipt.js';
import { exchangeReceipts } from '../../src/session/receipts.js';
import type { Share } from '../../src/session/share/file.js';
import { memoryNetwork } from '../../src/testing/memory-network.js';
import { asLinear, runOperation } from './operations.js';

/** A session over memory whose result is sealed: what its parties hold at its end. */
export interface SealedSession {
  readonly receipt: Receipt;
  readonly secretKeys: readonly Uint8Array[];
  readonly names: readonly string[];
  /** By the name of the holder. */
  readonly shares: ReadonlyMap<string, Share>;
}

/** `count` parties, of whom the first three put in 1, 10 and 100, held by the named seats. */
export async function sealedSession(count: number, needed: number, holderSeats: readonly number[]): Promise<SealedSession> {
  const { parties } = memoryNetwork(count);
  const { names = [], publicKeys = [] } = parties[0] ?? {};
  const now = Date.now();
  const agreement = agreementOf(
    {
      purpose: 'A test',
      operation: { name: 'sum', emptyCells: 'refuse' },
      columns: [parseColumn('x:0..1000')],
      recipients: [],
      withoutData: names.slice(3),
      threshold: needed,
      holders: holderSeats.map((seat) => names[seat] ?? ''),
      maxRows: 10,
      allowTwo: false,
      relay: 'ws://127.0.0.1:1',
      created: now,
      expires: now + 3_600_000,
      runs: 1,
    },
    names.map((name, i) => ({ name, publicKey: encodePublicKey(publicKeys[i] ?? new Uint8Array(32)) })),
    'known keys',
  );
  const ended = await Promise.all(
    parties.map(async ({ network, secretKey }, i) => {
      const identity = { name: names[i] ?? '', secretKey, publicKey: publicKeyOf(secretKey) };
      const { context, transcript, approvals, nonces } = await openAndApprove(network, agreement, identity);
      const totals = i < 3 ? [{ sum: 10n ** BigInt(i), count: 1n }] : undefined;
      const { commitments, sealed } = await runOperation(context, agreement, totals && { kind: 'totals', totals }, {});
      const body: ReceiptBody = {
        format: RECEIPT_FORMAT,
        agreement,
        digest: digestOf(agreement),
        session: toHex(context.sid),
        approvals: approvals.map(toHex),
        nonces: nonces.map(toHex),
        transcript: toHex(transcript.hash),
        commitments: commitments.map(toHex),
      };
      const { signatures } = await exchangeReceipts(network, body, signReceipt(body, identity.secretKey, encodePublicKey(identity.publicKey), true, Date.now()), false);
      return { receipt: { ...body, signatures }, sealed };
    }),
  );
  const { holders } = agreement.threshold ?? { holders: [] };
  const shares = ended.flatMap(({ receipt, sealed }, i): [string, Share][] => {
    const holder = names[i] ?? '';
    if (sealed?.shares === undefined) return [];
    return [[holder, { receipt, epoch: 0, needed, holders, holder, shares: sealed.shares, dealings: sealed.dealings.map((each) => ({ ...each, current: each.commitments })) }]];
  });
  const [first] = ended;
  if (first === undefined) throw new Error('no party');
  return { receipt: first.receipt, secretKeys: parties.map((party) => party.secretKey), names, shares: new Map(shares) };
}

/** What these shares open to; undefined where they do not, by the state of the first. */
export function openedBy(shares: readonly Share[]): string | undefined {
  const [state] = shares;
  if (state === undefined) return undefined;
  const { session } = state.receipt;
  const agreement = asLinear(state.receipt.agreement);
  const field = fieldFor(agreement);
  const total = zeroVector(field, vectorLength(sumDefinition, agreement));
  for (const [i, { dealer, sealed, current }] of state.dealings.entries()) {
    const held = shares.map((share) => ({ x: pointOf(seatsOf(agreement, [share.holder])[0] ?? -1), share: share.shares[i] ?? 0n }));
    const { secret } = openFeldman(current, held);
    const vector = fromBytes(field, vectorLength(sumDefinition, agreement), sealed);
    if (secret === undefined || vector === undefined) return undefined;
    addInto(field, total, unmaskVector(field, vector, secret, Buffer.from(session, 'hex'), dealer));
  }
  return resultOf(sumDefinition, agreement as LinearAgreement<SumOperation>, field, total).columns['x']?.sum;
}
