import { MpcError, type ErrorCode } from '../../../src/errors.js';

/** What each party ended with: its value, or the error. */
export async function outcomes<T>(parties: readonly Promise<T>[]): Promise<(T | Error)[]> {
  const settled = await Promise.allSettled(parties);
  return settled.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as Error)));
}

/** Of an end that must be an error with this code: who is named, and in which words. */
export function failureOf(end: unknown, code: ErrorCode): { party: string | undefined; message: string } {
  if (!(end instanceof MpcError) || end.code !== code) throw new Error(`expected ${code}, got ${end instanceof Error ? (end.stack ?? end.message) : JSON.stringify(end)}`);
  return { party: end.party, message: end.message };
}

export function deviationOf(end: unknown): { party: string | undefined; message: string } {
  return failureOf(end, 'DEVIATION');
}
