import { bug, MpcError, type ErrorCode } from './errors.js';

/** An error as it goes from one thread to another. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next: string;
  readonly party: string | undefined;
  readonly aside?: string | undefined;
}

/** What is no MpcError is a bug. */
export function plainError(error: unknown): PlainError {
  const { code, message, next, party, aside } = error instanceof MpcError ? error : bug(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { code, message, next, party, aside };
}

export function errorOf({ code, message, next, party, aside }: PlainError): MpcError {
  return new MpcError(code, message, next, { aside, ...(party === undefined ? {} : { party }) });
}
