import { open } from 'node:fs/promises';
import * as v from 'valibot';
import { FIRST_PROBLEM, parseBoundedJson } from '../bounded-json.js';
import { equalBytes, fromHex, toHex } from '../crypto/bytes.js';
import { sign, verify } from '../crypto/ed25519.js';
import { checkPartyName } from '../crypto/party-name.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { otherVersion } from '../other-version.js';
import type { Identity } from './identity-file.js';

/**
 * A rotation statement: a party's old key says which is the new one, and the new key agrees (or anyone could claim
 * another's key as his own successor). It is public. It proves that the holder of the old key made it, which after a
 * theft is not worth anything.
 */
const FORMAT = 'mpc-rotation/1';
const LABEL = 'mpc key rotation v1';
const MAX_BYTES = 4096;

const Signature = v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/));
const RotationSchema = v.strictObject({
  format: v.literal(FORMAT),
  name: v.string(),
  oldKey: v.string(),
  newKey: v.string(),
  /** ISO 8601, UTC. */
  date: v.pipe(v.string(), v.isoTimestamp()),
  signatureOld: Signature,
  signatureNew: Signature,
});

export type RotationStatement = v.InferOutput<typeof RotationSchema>;

/** A statement whose signatures verify. */
export interface Rotation {
  name: string;
  oldKey: Uint8Array;
  newKey: Uint8Array;
  date: string;
}

/** Makes the statement that `next` follows `old`. */
export function makeRotation(old: Identity, next: Identity, date: Date): RotationStatement {
  const parts = [next.name, old.publicKey, next.publicKey, date.toISOString()];
  return {
    format: FORMAT,
    name: next.name,
    oldKey: encodePublicKey(old.publicKey),
    newKey: encodePublicKey(next.publicKey),
    date: date.toISOString(),
    signatureOld: toHex(sign(old.secretKey, LABEL, 'old', ...parts)),
    signatureNew: toHex(sign(next.secretKey, LABEL, 'new', ...parts)),
  };
}

/** Checks a statement, as parsed from JSON. Throws KEY_INVALID when it is malformed, SIGNATURE_INVALID when false. */
export function verifyRotation(statement: unknown): Rotation {
  const parsed = v.safeParse(RotationSchema, statement, FIRST_PROBLEM);
  if (!parsed.success) throw malformed(otherVersion(statement, FORMAT));
  const { date, signatureOld, signatureNew } = parsed.output;
  const name = checkedName(parsed.output.name);
  const oldKey = decodePublicKey(parsed.output.oldKey);
  const newKey = decodePublicKey(parsed.output.newKey);
  if (equalBytes(oldKey, newKey)) throw malformed();
  const parts = [name, oldKey, newKey, date];
  if (!verify(oldKey, fromHex(signatureOld), LABEL, 'old', ...parts) || !verify(newKey, fromHex(signatureNew), LABEL, 'new', ...parts)) {
    throw new MpcError('SIGNATURE_INVALID', 'The rotation statement is not signed by both keys it names.', 'Do not use it. Ask its owner, by telephone, what happened.');
  }
  return { name, oldKey, newKey, date };
}

/** Reads and checks a statement from a file. Throws INPUT_UNREADABLE when it cannot be read, else as `verifyRotation`. */
export async function readRotation(path: string): Promise<Rotation> {
  const buffer = new Uint8Array(MAX_BYTES + 1);
  let length = 0;
  try {
    const file = await open(path, 'r');
    try {
      length = (await file.read(buffer)).bytesRead;
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new MpcError('INPUT_UNREADABLE', `The rotation statement ${path} cannot be read (${code}).`, 'Check the path.', { cause: error });
  }
  if (length > MAX_BYTES) throw malformed();
  let statement: unknown;
  try {
    statement = parseBoundedJson(buffer.subarray(0, length), { maxBytes: MAX_BYTES });
  } catch {
    throw malformed();
  }
  return verifyRotation(statement);
}

function checkedName(name: string): string {
  try {
    return checkPartyName(name);
  } catch {
    throw malformed();
  }
}

function malformed(version?: string): MpcError {
  if (version !== undefined) return new MpcError('KEY_INVALID', `The rotation statement cannot be read: ${version}.`, 'Use the version of mpc that wrote it (`mpc --version`).');
  return new MpcError('KEY_INVALID', 'That is not a rotation statement.', 'Ask its owner for the file rotation.json that `mpc init --rotate` wrote.');
}
