import { MpcError, type ErrorCode } from '../../src/errors.js';

/** The code of the MpcError that a call throws; undefined where it throws none. Any other error is passed on. */
export function codeOf(call: () => unknown): ErrorCode | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof MpcError) return error.code;
    throw error;
  }
}

/** The same for a promise. */
export async function codeOfAsync(work: Promise<unknown>): Promise<ErrorCode | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof MpcError) return error.code;
    throw error;
  }
}
