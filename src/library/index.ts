/**
 * `mpc` as a library: what the program does, without a terminal. docs/library.md shows it with examples. The program's own commands use this interface and nothing behind it.
 *
 * Files, folders and checks are the program's own: a session that was joined here has its receipt where `mpc receipt list` finds it, and counts against the same ledger.
 */
export * from './agreements.js';
export * from './data.js';
export * from './errors.js';
export * from './home.js';
export * from './operations.js';
export * from './programs.js';
export * from './receipts.js';
export * from './relays.js';
export * from './review.js';
export * from './sealed.js';
export * from './sessions.js';
export * from './text.js';
