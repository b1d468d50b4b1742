/** `mpc/testing`: protocols and operations without a relay, for tests. */
export { memoryNetwork, MemoryNetwork, type MemoryOptions, type MemoryParty, type MemorySession, type Sent } from './memory-network.js';
