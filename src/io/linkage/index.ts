/** Keys of a party's own file. In order of dependency: growing, digest-table; items; read-keys; read-thread, read-worker. */
export { NO_ITEM, readKeys, type KeyedRecords, type ReadKeysOptions } from './read-keys.js';
export { readList } from './read-thread.js';
