import type { Target } from '../../test/fuzz/target.js';
export interface Work {
  readonly counts: Uint32Array;
  readonly touched: Uint32Array;
  length: number;
  steps: number;
  clear(): void;
}
export interface Fuzzed {
  readonly ran: number;
  readonly corpus: readonly Buffer[];
  readonly branches: number;
  readonly findings: readonly { readonly wrong: string; readonly bytes: Buffer }[];
}
export function runOnce(target: Target, bytes: Buffer, work: Work): Promise<string | undefined>;
export function fuzz(target: Target, work: Work, options: { runs: number; seed: number; seconds?: number; seeds: readonly Buffer[]; most?: number; stopAt?: number }): Promise<Fuzzed>;
