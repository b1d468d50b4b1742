/** What an operation of one's own is made of: docs/adding-an-operation.md. */
export { FIELDS, type Field } from '../crypto/field.js';
export { elementsOf, vectorOf, type FieldVector } from '../crypto/field-vector.js';
export { invalid } from '../session/agreement/invalid.js';
export type { OwnSchema } from '../session/agreement/schema.js';
export type { Computation, JsonSchema, Operation, ProposedTerms, Results, Words } from '../session/operations/operation.js';
export type { OperationOutcome } from '../session/operations/outcome.js';
export { seatsOf } from '../session/operations/seats.js';
export type { ColumnTotal, Contribution, EmptyCells, ProgramReading, Reading, RecordKeys, RecordsReading, TotalsReading } from '../session/operations/reading.js';
export { operationNamed, operationOf, registerOperation } from '../session/operations/registry.js';
export { broadcast } from '../session/protocol/broadcast.js';
export type { Hooks } from '../session/protocol/hooks.js';
export type { Network, ProtocolContext } from '../session/protocol/network.js';
export { COMMIT_STEP, secureSum } from '../session/protocol/secure-sum.js';
