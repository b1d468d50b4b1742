/** Keys of a party's own file. In order of dependency: no-item, growing, digest-table, problems, key-notices; namesakes, items; read-keys; read-thread, read-worker. */
export { NO_ITEM, readKeys, type KeyedRecords, type ReadKeysOptions } from './read-keys.js';
export { KeyNotices } from './key-notices.js';
export { inWords, type ColumnProblem } from './problems.js';
export { readList } from './read-thread.js';
