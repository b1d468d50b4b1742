export { memoryNetwork as memorySession, MemoryNetwork, type MemoryParty as TestParty, type MemorySession as TestSession, type Sent } from '../../src/testing/memory-network.js';
