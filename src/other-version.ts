import { parseBoundedJson } from './bounded-json.js';
import { MpcError, type ErrorCode } from './errors.js';

/**
 * What keeps this program from reading a document that another version of it wrote, as a clause; undefined for any other document.
 *
 * @param own the format that this program reads: `mpc-receipt/2`.
 */
export function otherVersion(value: unknown, own: string): string | undefined {
  const format = (value as { format?: unknown } | null | undefined)?.format;
  const [kind, ownVersion] = own.split('/');
  const version = typeof format === 'string' && format !== own ? new RegExp(`^${kind}/(\\d{1,4})$`).exec(format)?.[1] : undefined;
  return version === undefined ? undefined : `it has the format ${kind}/${version}, which ${Number(version) < Number(ownVersion) ? 'mpc 0.1' : 'a newer mpc'} reads; this program reads ${own}`;
}

/** The error for a file of this kind that could not be read, where the reason is its version; otherwise undefined. `what` names the file, as the beginning of a sentence. */
export function versionError(bytes: Uint8Array, own: string, what: string, code: ErrorCode): MpcError | undefined {
  let value: unknown;
  try {
    value = parseBoundedJson(bytes, { maxBytes: bytes.length });
  } catch {
    return undefined;
  }
  const why = otherVersion(value, own);
  return why === undefined ? undefined : new MpcError(code, `${what} cannot be read: ${why}.`, 'Use the version of mpc that wrote it (`mpc --version`).');
}
