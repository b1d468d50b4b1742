import { ERRORS, MpcError } from '../errors.js';
import { othersOf, type Network } from './protocol/network.js';
import { decodeSignature, encodeSignature, MAX_SIGNATURE_BYTES, type ReceiptBody, type ReceiptSignature } from './receipt.js';

const LABEL = 'receipt';
/**
 * The result is there already: no party's silence keeps it from its recipient longer than parties are awaited elsewhere. A party without a result waits as long
 * as the session may take: a recipient of large lists has much to compute between the last message it gets and its signature.
 */
const LEAST_WAIT_MS = 15_000;

export interface SignedBy {
  /** In the roster's order; some may be missing. */
  readonly signatures: readonly ReceiptSignature[];
  /** Why some are missing: RECEIPT_INCOMPLETE or, for a party without a result, the deviation that it was told about. */
  readonly problem: MpcError | undefined;
}

/**
 * Sends this party's signature on the receipt and collects the others'. The computed result stands, whatever happens here.
 * @param patienceMs how long to wait for another party that lost its connection, or was suspended.
 */
export async function exchangeReceipts(network: Network, body: ReceiptBody, own: ReceiptSignature, hasResult: boolean, patienceMs = LEAST_WAIT_MS): Promise<SignedBy> {
  for (const party of othersOf(network)) network.send(party, LABEL, encodeSignature(own));
  const waitMs = Math.max(LEAST_WAIT_MS, patienceMs);
  const problems: MpcError[] = [];
  const missing: string[] = [];
  const collected = await Promise.all(
    body.agreement.parties.map(async (party, seat) => {
      if (seat === network.self) return own;
      try {
        const received = network.receive(seat, LABEL, MAX_SIGNATURE_BYTES);
        const signature = decodeSignature(body, party.publicKey, await (hasResult ? withinWait(received, party.name, waitMs) : received));
        if (signature !== undefined) return signature;
        problems.push(new MpcError('DEVIATION', `${party.name} sent a signature that does not fit the receipt.`, 'Keep the receipt, and ask that party.', { party: party.name }));
      } catch (error) {
        if (!(error instanceof MpcError)) throw error;
        problems.push(error);
      }
      missing.push(party.name);
      return undefined;
    }),
  );
  const signatures = collected.filter((signature) => signature !== undefined);
  const [problem] = problems;
  if (problem === undefined) return { signatures, problem: undefined };
  // A recipient that detected a deviation says so here: a party without a result learns that there may be none.
  const deviated = problems.find((each) => each.exit === ERRORS.DEVIATION.exit);
  if (deviated !== undefined && !hasResult) return { signatures, problem: deviated };
  return {
    signatures,
    problem: new MpcError('RECEIPT_INCOMPLETE', `The computation is done, but the receipt lacks the signature of ${missing.join(', ')}: ${problem.message}`, 'Keep the receipt, and ask those parties what happened.', { cause: problem }),
  };
}

async function withinWait(signature: Promise<Uint8Array>, name: string, waitMs: number): Promise<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new MpcError('TIMEOUT', `${name} did not sign within ${waitMs / 1000} s.`, 'Ask that party what happened.', { party: name })), waitMs);
  });
  try {
    return await Promise.race([signature, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
