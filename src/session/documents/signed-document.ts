import * as v from 'valibot';
import { FIRST_PROBLEM, JsonError, parseBoundedJson } from '../../bounded-json.js';
import { fromHex, toHex, utf8 } from '../../crypto/bytes.js';
import { sign, verify } from '../../crypto/ed25519.js';
import { sha256 } from '../../crypto/hash.js';
import type { MpcError } from '../../errors.js';
import { otherVersion } from '../../other-version.js';
import { canonicalJson } from './canonical-json.js';

/** SHA-256 of a value's canonical form. Signatures cover this hash. */
export function canonicalHash(value: unknown): Uint8Array {
  return sha256(utf8(canonicalJson(value)));
}

export interface DocumentKind<S extends v.GenericSchema> {
  /** The format as written in the document: `mpc-receipt/2`. Undefined for a part of a document, whose version is checked elsewhere. */
  readonly format?: string;
  readonly schema: S;
  /** Longer documents are not parsed. */
  readonly maxBytes: number;
  /** Makes the error from a clause that says what is wrong. */
  readonly invalid: (why: string) => MpcError;
  /** The message for bytes that are not the canonical form of their content. */
  readonly edited?: string;
  /** Whether only one line end, which editors add, may follow the document. Otherwise white space may follow. */
  readonly endsStrictly?: boolean;
}

const EDITED = 'its bytes are not in canonical form: it was edited or re-formatted';

/**
 * A kind of document that is written in canonical form (RFC 8785) and signed. All kinds share one way to parse, check and canonicalise. Each kind itself checks
 * what the schema alone does not express.
 */
export class SignedDocument<S extends v.GenericSchema> {
  readonly #kind: DocumentKind<S>;

  constructor(kind: DocumentKind<S>) {
    this.#kind = kind;
  }

  /** The JSON value of untrusted bytes. */
  json(bytes: Uint8Array): unknown {
    try {
      return parseBoundedJson(bytes, { maxBytes: this.#kind.maxBytes });
    } catch (error) {
      if (error instanceof JsonError) throw this.#kind.invalid(error.message);
      throw error;
    }
  }

  /** Checks a value against the schema. Documents of another program version are distinguished from invalid ones. */
  check(value: unknown): v.InferOutput<S> {
    const { format, schema, invalid } = this.#kind;
    const version = format === undefined ? undefined : otherVersion(value, format);
    if (version !== undefined) throw invalid(version);
    const parsed = v.safeParse(schema, value, FIRST_PROBLEM);
    if (!parsed.success) throw invalid(`${v.getDotPath(parsed.issues[0]) ?? 'the document'} is not as the format asks`);
    return parsed.output;
  }

  /** Parses and checks. The caller still has to compare the bytes with their canonical form, once it has read the whole document. */
  read(bytes: Uint8Array): v.InferOutput<S> {
    return this.check(this.json(bytes));
  }

  /** Throws unless the bytes are the canonical form of the document, except for what may follow it. */
  checkCanonical(document: object, bytes: Uint8Array): void {
    const { invalid, edited = EDITED, endsStrictly = false } = this.#kind;
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    if (canonicalJson(document) !== (endsStrictly ? text.replace(/\r?\n$/, '') : text.trimEnd())) throw invalid(edited);
  }
}

/** The text of a document's file: its canonical form and a line end. */
export function documentText(document: object): string {
  return `${canonicalJson(document)}\n`;
}

/** A signature under a label, on the hash of a document's body and on further parts: 128 hex digits. */
export function signDocument(secretKey: Uint8Array, label: string, body: Uint8Array, ...beside: readonly string[]): string {
  return toHex(sign(secretKey, label, body, ...beside));
}

export function isDocumentSignature(publicKey: Uint8Array, signature: string, label: string, body: Uint8Array, ...beside: readonly string[]): boolean {
  return verify(publicKey, fromHex(signature), label, body, ...beside);
}
