import { readList } from '../io/linkage/index.js';
import type { Progress } from '../io/progress.js';
import { MpcError } from '../errors.js';
import { isNear, recordCapOf, sendersOf } from '../session/agreement/matching.js';
import { payloadBytes, textsOf } from '../session/operations/payload.js';
import type { MatchingAgreement } from '../session/agreement/types.js';
import type { OwnFile, ReadInput } from './input.js';

/** Reads this party's list under an agreement, whole, and makes its keys. Throws an MpcError that names file and line. */
export async function readRecordKeys(agreement: MatchingAgreement, ownName: string, source: OwnFile, progress: Progress, signal?: AbortSignal): Promise<ReadInput> {
  const { operation } = agreement;
  const payload = operation.name === 'psi' && sendersOf(agreement).includes(ownName) ? operation.payload : undefined;
  const read = await readList(source, agreement.columns, {
    near: isNear(operation),
    maxRows: recordCapOf(agreement, ownName),
    keepCells: agreement.recipients.includes(ownName),
    dateOrders: source.dateOrders,
    ...(payload === undefined ? {} : { payload: payload.columns }),
    onProgress: (done, total) => progress.advance('Reading the file', done, total),
    ...(signal === undefined ? {} : { signal }),
  });
  const keys = { rows: read.rows, slots: read.rules.length, itemOf: read.itemOf, count: read.count };
  const texts = payload === undefined ? [] : textsOf(keys, (row) => payloadText(read.payload(row - 1), row, payload.bytes, source));
  const records = { ...keys, digests: read.digests, setHash: read.setHash, cells: (row: number) => read.cells(row - 1), texts };
  return { contribution: { kind: 'records', records }, rows: read.rows, notes: read.notes };
}

function payloadText(cells: readonly string[], row: number, maxBytes: number, { file }: OwnFile): Uint8Array {
  const text = payloadBytes(cells);
  if (text.length <= maxBytes) return text;
  throw new MpcError('INPUT_INVALID', `${file}, data row ${row}: its payload columns take more than the ${maxBytes} bytes that the agreement allows.`, 'Shorten them, or ask for an agreement with --payload-bytes.');
}
