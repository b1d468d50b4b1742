import * as v from 'valibot';
import { checkPartyName } from '../../crypto/party-name.js';
import { decodePublicKey, encodePublicKey } from '../../crypto/public-key.js';
import { MpcError } from '../../errors.js';
import { canonicalHash, documentText, isDocumentSignature, SignedDocument, signDocument } from '../../session/documents/signed-document.js';
import { folded } from '../known-keys.js';
import type { Identity } from '../../session/channel/identity-proof.js';

/** Partners of one party, by the names that it calls them, in a file that it signed. */
export interface PartyDirectory {
  readonly signer: NamedKey;
  /** ISO 8601 UTC, by the signer's clock. */
  readonly made: string;
  readonly parties: readonly NamedKey[];
}

export interface NamedKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
}

const FORMAT = 'mpc-directory/1';
const LABEL = 'mpc directory v1';
export const MAX_DIRECTORY_BYTES = 256 * 1024;
const MAX_PARTIES = 1000;

const Entry = v.strictObject({ name: v.string(), publicKey: v.string() });
const document = new SignedDocument({
  format: FORMAT,
  schema: v.strictObject({
    format: v.literal(FORMAT),
    signer: Entry,
    made: v.pipe(v.string(), v.isoTimestamp()),
    parties: v.pipe(v.array(Entry), v.minLength(1), v.maxLength(MAX_PARTIES)),
    signature: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
  }),
  maxBytes: MAX_DIRECTORY_BYTES,
  invalid: malformed,
});

const entryOf = ({ name, publicKey }: NamedKey) => ({ name, publicKey: encodePublicKey(publicKey) });

/** Writes and signs a directory. Throws USAGE if it would hold nobody, or more parties than a directory can hold. */
export function makeDirectory(signer: Identity, parties: readonly NamedKey[], date: Date): string {
  if (parties.length === 0) throw new MpcError('USAGE', 'A directory holds parties whose keys you have verified, and there is none.', 'See `mpc party list`, and verify a key with `mpc party verify NAME`.');
  if (parties.length > MAX_PARTIES) throw new MpcError('USAGE', `A directory holds at most ${MAX_PARTIES} parties.`, 'Name those that it is to hold.');
  const body = { format: FORMAT, signer: entryOf(signer), made: date.toISOString(), parties: parties.map(entryOf) };
  return documentText({ ...body, signature: signDocument(signer.secretKey, LABEL, canonicalHash(body)) });
}

/**
 * Reads a directory and checks its signature. Whether its signer is to be believed is for others to judge. Throws KEY_INVALID when it is malformed or names somebody
 * twice, SIGNATURE_INVALID when it is not signed by the key that it gives as its signer's.
 */
export function readDirectory(bytes: Uint8Array): PartyDirectory {
  const read = document.read(bytes);
  document.checkCanonical(read, bytes);
  const { signature, ...body } = read;
  const signer = readEntry(body.signer);
  if (!isDocumentSignature(signer.publicKey, signature, LABEL, canonicalHash(body))) {
    throw new MpcError('SIGNATURE_INVALID', 'The directory is not signed by the party that it names: somebody changed it.', 'Do not use it. Ask its author for the file that `mpc party export` wrote, and tell them.');
  }
  const parties = body.parties.map(readEntry);
  if (new Set(parties.map(({ name }) => folded(name))).size !== parties.length || new Set(body.parties.map(({ publicKey }) => publicKey)).size !== parties.length) throw malformed('it names a party or a key twice');
  return { signer, made: body.made, parties };
}

function readEntry({ name, publicKey }: v.InferOutput<typeof Entry>): NamedKey {
  if (!isUsual(name)) throw malformed('it holds a name that no party can have');
  return { name, publicKey: decodePublicKey(publicKey) };
}

function isUsual(name: string): boolean {
  try {
    return checkPartyName(name) === name;
  } catch {
    return false;
  }
}

function malformed(why: string): MpcError {
  return new MpcError('KEY_INVALID', `This is not a directory of parties: ${why}.`, 'Ask its author for the file that `mpc party export` wrote, and leave it as it is.');
}
