export { heapBase } from './lib/memory';
export { hashPiece, multiply, multiplyWhere, preparePoint } from './lib/polynomial-hash';
