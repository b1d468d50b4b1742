/** This party's own file: which kind it is, its rows, what they become as keys, and what was noticed about it. */
export { refuseOwnKinds } from '../app/file-kind.js';
export { formatDecimal, parseDecimal } from '../crypto/decimal.js';
export { encodingNamed, readRecords, readStyle, recogniseData, type CsvSource } from '../io/csv/index.js';
export { csvWriter, foreign, type CsvCell } from '../io/csv/writer.js';
export { KeyNotices } from '../io/linkage/index.js';
export type { Notice, NoticeCode } from '../io/notices.js';
export { asAgreed, asWritten, groupsOf, KINDS_IN_WORDS, NEAR_ID, NO_VALUE, normalisationOf, normaliserOf, parseKeys, parseOwnDateOrder, parseOwnRegion, parsePlaceholders, ruleNames, rulesFor, whyUnusable, type DateOrder, type KeyColumn, type RowParts } from '../linkage/index.js';
export { notTestedIn } from '../session/operations/lists/matched-rows.js';
