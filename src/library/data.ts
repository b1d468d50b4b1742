/** This party's own file: which kind it is, its rows, what they become as keys, and what was noticed about it. */

// Reading and writing it.
export { encodingNamed, readRecords, readStyle, recogniseData, type CsvSource } from '../io/csv/index.js';
export { csvWriter, foreign, type CsvCell } from '../io/csv/writer.js';
export type { Notice, NoticeCode } from '../io/notices.js';

// Rows as keys, and how this party's file writes them.
export { rowsAsRead } from '../app/names-as-read.js';
export { previewKeys, type KeysJson, type KeysPreview, type PreviewOptions } from '../app/keys-preview.js';
export { KINDS_IN_WORDS, parseKeys, parseOwnDateOrder, parseOwnRegion, type DateOrder, type KeyColumn } from '../linkage/index.js';

// Decimal numbers, exactly: as an integer of the last digit.
export { parseDecimal } from '../crypto/decimal.js';
