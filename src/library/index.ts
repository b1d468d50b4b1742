/**
 * `mpc` as a library: what the program does, without a terminal. docs/library.md shows each with an example.
 *
 * Files, folders and checks are the program's own: a session that was joined here has its receipt where `mpc receipt list` finds it, and counts against the same ledger.
 */
import { verifyReceipt as verify, type VerifiedReceipt } from '../session/receipt-verify.js';

export { MpcError, type ErrorCode } from '../errors.js';
export { addParty, createIdentity, whoami, type AtHome, type PartyKey } from '../app/at-home.js';
export { average, compare, match, psi, sum, type CompareOptions, type KeyTerms, type NumberTerms, type PsiTerms } from '../app/terms.js';
export { invite, propose, type Invited, type Proposed, type Proposing } from '../app/propose.js';
export { approve, join, type Decision, type FileReading, type Joined, type JoinOptions } from '../app/join.js';
export { describeAgreement, type Clause } from '../session/agreement/describe.js';
export { startRelay, type Relay, type RelayOptions } from '../session/relay/server.js';
export { registerOperation } from '../session/operations/registry.js';
export type { ApprovalRequest } from '../app/approve-ahead.js';
export type { Agreement, OwnTerms, Party } from '../session/agreement/types.js';
export type { Phase } from '../session/participation.js';
export type { VerifiedReceipt } from '../session/receipt-verify.js';

// What an operation of one's own is made of: docs/adding-an-operation.md.
export { invalid } from '../session/agreement/invalid.js';
export type { OwnSchema } from '../session/agreement/schema.js';
export type { Computation, Operation, ProposedTerms, Results, Words } from '../session/operations/operation.js';
export type { Hooks, OperationOutcome } from '../session/operations/outcome.js';
export type { ColumnTotal, Contribution, Reading, TotalsReading } from '../session/operations/reading.js';
export { FIELDS, type Field } from '../crypto/field.js';
export { elementsOf, vectorOf, type FieldVector } from '../crypto/field-vector.js';
export { placesOf } from '../session/operations/places.js';
export type { Block, Cell } from '../session/operations/result-view.js';
export { broadcast } from '../session/protocol/broadcast.js';
export type { Network, ProtocolContext } from '../session/protocol/network.js';
export { COMMIT_STEP, secureSum } from '../session/protocol/secure-sum.js';

/**
 * Checks a receipt: digest, approvals, session, transcript and every signature. Needs no network and no data.
 *
 * @param receipt the bytes or text of a receipt file.
 * @throws MpcError RECEIPT_INVALID. A receipt that some did not sign is valid, and says so in `missing`.
 */
export function verifyReceipt(receipt: string | Uint8Array): VerifiedReceipt {
  return verify(typeof receipt === 'string' ? new Uint8Array(Buffer.from(receipt, 'utf8')) : receipt);
}
