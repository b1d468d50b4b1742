/**
 * Reading a party's own file. In order of dependency: types, errors; file, gunzip, encodings, transcode, encoding, blocks,
 * checks (bytes); rows, plain, regular, strict (records); delimiter, header, columns (names); text-reader (CSV); ../typed (other formats);
 * reader (all of them); number, cell-errors, totals, total-words, total-row (numbers).
 */
export { encodingNamed } from './encodings.js';
export { checkHeaders, readHeader, readStyle, readRecords, takeRecords } from './reader.js';
export { TextCheck } from './text-check.js';
export { columnTotals, type ColumnTotal, type EmptyCells, type Totals, type TotalsOptions } from './totals.js';
export { recogniseData } from '../typed/recognise.js';
export type { CsvEncoding, CsvRecord, CsvSource, NumericColumn, ReadOptions, RecordSink } from './types.js';
export { hintFor, tooFineOrTwo, twoReadings } from './cell-errors.js';
export { invalid, positionOf } from './errors.js';
export { hasTwoReadings, numberFormatOf, plainForm, plainNumber, type Evidence, type NumberFormat } from './number.js';
export { TotalRows } from './total-row.js';
