import { MpcError, type ErrorCode } from '../../src/errors.js';

/** A parser that meets bytes of others, and what it may do with them. */
export interface Target {
  readonly run: (bytes: Buffer) => unknown;
  /** Whether it may throw this: its own error type, and nothing else. */
  readonly allows: (error: Error) => boolean;
  readonly seeds: () => readonly Uint8Array[];
  /** Whether inputs are JSON, which is changed as JSON most of the time. */
  readonly json?: boolean;
  /** Whether inputs are text, whose bytes mostly stay ASCII. */
  readonly text?: boolean;
  /** Bytes of an input at most, where 4 KiB are too few for a seed. */
  readonly most?: number;
  /** Steps that even an empty input may take, where it takes many. */
  readonly steps?: number;
}

/** Nothing may be thrown. */
export const nothing = (): boolean => false;

/** MpcError with one of these codes. */
export const only = (...codes: ErrorCode[]) => (error: Error): boolean => error instanceof MpcError && codes.includes(error.code);
