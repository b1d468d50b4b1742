export { heapBase } from './lib/memory';
export { hashPiece, multiply, preparePoint } from './lib/polynomial-hash';
