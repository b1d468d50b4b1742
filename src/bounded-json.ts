/** Nesting that every document of this program stays below by far. */
const MAX_DEPTH = 64;

export interface JsonBounds {
  readonly maxBytes: number;
}

/** Text from elsewhere that is not JSON as this program reads it: malformed, too long, too deep, or with a number that JSON cannot write. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/** For every check of a value against a schema: the first problem ends it. A list of a million wrong entries would otherwise cost a million descriptions of problems. */
export const FIRST_PROBLEM = { abortEarly: true } as const;

/**
 * Parses JSON (RFC 8259) that somebody else wrote, strictly UTF-8. What comes back can be walked by recursion and made canonical: brackets nest
 * at most 64 deep, and numbers are finite. `JSON.parse` alone takes `1e999` for infinity, and nests as deep as the text does.
 * Throws JsonError, and nothing else.
 */
export function parseBoundedJson(bytes: Uint8Array, { maxBytes }: JsonBounds): unknown {
  if (bytes.length > maxBytes) throw new JsonError(`it is longer than ${maxBytes} bytes`);
  if (depthOf(bytes) > MAX_DEPTH) throw new JsonError(`its brackets nest more than ${MAX_DEPTH} deep`);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    // Without the cause: its text quotes what was read, which may be a secret.
    throw new JsonError('it is not JSON');
  }
  if (hasOddNumber(value)) throw new JsonError('a number in it is too large');
  return value;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{`, `]` and `}`: two that differ in one bit alone, which this sets. */
const OPENING = 0x7b;
const CLOSING = 0x7d;
const SQUARE_OR_CURLY = 0x20;

/** How deep brackets nest, outside strings. All bytes of a multi-byte letter in UTF-8 are above those that count here. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if ((byte | SQUARE_OR_CURLY) === OPENING) deepest = Math.max(deepest, ++depth);
    else if ((byte | SQUARE_OR_CURLY) === CLOSING) depth--;
  }
  return deepest;
}

function hasOddNumber(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasOddNumber);
}
