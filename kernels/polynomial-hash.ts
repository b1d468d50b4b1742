export { heapBase } from './lib/memory';
export { combinePiece, hashPiece, multiply, multiplyWhere, preparePoint } from './lib/polynomial-hash';
