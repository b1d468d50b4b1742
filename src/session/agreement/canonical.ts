import { toHex, utf8 } from '../../crypto/bytes.js';
import { checkPartyName } from '../../crypto/party-name.js';
import { sha256 } from '../../crypto/hash.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { MpcError } from '../../errors.js';
import { canonicalJson } from '../documents/canonical-json.js';
import { SignedDocument } from '../documents/signed-document.js';
import type { Operation } from '../operations/operation.js';
import { operationNamed } from '../operations/registry.js';
import { invalid } from './invalid.js';
import { agreementSchema, generalSchema } from './schema.js';
import { FORMAT, type Agreement } from './types.js';

/** An agreement of 64 parties and 1 000 columns takes less than this. */
export const MAX_AGREEMENT_BYTES = 1024 * 1024;

/** The part that all agreements have in common. The schema of the whole depends on the operation that the agreement names. */
export const GENERAL = new SignedDocument({ format: FORMAT, schema: generalSchema, maxBytes: MAX_AGREEMENT_BYTES, invalid, edited: 'its bytes are not in canonical form: it was edited or re-formatted after it was made', endsStrictly: true });

/** The bytes whose SHA-256 is the digest. They are sent to the other parties. */
export function canonicalBytes(agreement: Agreement): Uint8Array {
  return utf8(canonicalJson(agreement));
}

/** SHA-256 of the canonical bytes, 64 lower-case hex digits. */
export function digestOf(agreement: Agreement): string {
  return toHex(sha256(canonicalBytes(agreement)));
}

/** Reads an agreement that another party sent. The bytes must be exactly the canonical form of their content. Throws AGREEMENT_INVALID. */
export function parseAgreement(bytes: Uint8Array): Agreement {
  const agreement = validateAgreement(GENERAL.json(bytes));
  if (toHex(canonicalBytes(agreement)) !== toHex(bytes)) throw invalid('its bytes are not in canonical form (RFC 8785)');
  return agreement;
}

/**
 * Checks the shape, and everything that the shape alone does not express. Throws AGREEMENT_INVALID. `isPast`: the session is over, so this program need not be
 * able to compute by its rules any more.
 */
export function validateAgreement(value: unknown, { isPast = false } = {}): Agreement {
  const operation = operationIn(value);
  const agreement: Agreement = new SignedDocument({ schema: agreementSchema(operation.schema), maxBytes: MAX_AGREEMENT_BYTES, invalid }).check(value);
  checkParties(agreement);
  checkSubset(agreement, 'contributors', agreement.contributors);
  checkSubset(agreement, 'recipients', agreement.recipients);
  checkThreshold(agreement);
  if (new Set(agreement.columns.map((column) => column.name)).size !== agreement.columns.length) throw invalid('a column stands in it twice');
  if (instantOf(agreement.expires) <= instantOf(agreement.created)) throw invalid('it expires before it was made');
  if (agreement.contacts !== undefined) checkSubset(agreement, 'contacts', agreement.contacts.map(({ name }) => name));
  checkRetention(agreement);
  checkRelay(agreement.relay);
  if (agreement.threshold !== undefined && operation.sealing === 'never') throw invalid('its result is to be sealed, and a result of its operation cannot be');
  operation.check(agreement);
  if (!isPast) operation.checkCurrent(agreement);
  return agreement;
}

/** The operation that a document names. It determines the schema of the rest. */
function operationIn(value: unknown): Operation {
  const operation = operationNamed(GENERAL.check(value).operation.name);
  if (operation === undefined) throw invalid('it asks for an operation that this program does not have');
  return operation;
}

function checkParties({ parties }: Agreement): void {
  for (const party of parties) {
    try {
      decodePublicKey(party.publicKey);
      if (checkPartyName(party.name) !== party.name) throw invalid('a party name is not in its normal form');
    } catch (error) {
      if (error instanceof MpcError) throw invalid(`a party in it has a malformed name or key`);
      throw error;
    }
  }
  if (new Set(parties.map((party) => party.publicKey)).size !== parties.length) throw invalid('a key stands in its roster twice');
  if (new Set(parties.map((party) => party.name.toLowerCase())).size !== parties.length) throw invalid('a name stands in its roster twice');
}

function checkSubset(agreement: Agreement, role: string, names: readonly string[]): void {
  const inOrder = agreement.parties.map((party) => party.name).filter((name) => names.includes(name));
  if (inOrder.join('\n') !== names.join('\n')) throw invalid(`its ${role} are not some of its parties, each once, in their order`);
}

function checkThreshold(agreement: Agreement): void {
  const { threshold } = agreement;
  if (threshold === undefined) return;
  checkSubset(agreement, 'holders', threshold.holders);
  if (threshold.needed > threshold.holders.length) throw invalid(`it asks for ${threshold.needed} holders and names ${threshold.holders.length}`);
}

/** What a run computes may be kept for a day at least: no run is allowed after the result of it should be gone. */
function checkRetention({ retainUntil, expires }: Agreement): void {
  if (retainUntil === undefined) return;
  instantOf(`${retainUntil}T00:00:00Z`);
  if (retainUntil < expires.slice(0, 10)) throw invalid('its result is to be deleted before the agreement expires');
}

/** Whether the result of an agreement should be gone. `now` in milliseconds since 1970. */
export function isPastRetention({ retainUntil }: Pick<Agreement, 'retainUntil'>, now: number): boolean {
  return retainUntil !== undefined && new Date(now).toISOString().slice(0, 10) > retainUntil;
}

/** Milliseconds since 1970. Throws AGREEMENT_INVALID on a day or hour that does not exist. */
export function instantOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time) || `${new Date(time).toISOString().slice(0, 19)}Z` !== text) throw invalid('a date in it does not exist');
  return time;
}

/** Throws AGREEMENT_INVALID unless the address is ws:// or wss:// with nothing secret or odd in it. */
export function checkRelay(address: string): void {
  // `new URL` drops line ends and accepts control characters: the address shown would differ from the address called.
  if (!/^[\x21-\x7e]+$/.test(address)) throw invalid('the address of its relay holds a space, a control character or a letter outside ASCII');
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw invalid('its relay is not an address');
  }
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') throw invalid('its relay is not a ws:// or wss:// address');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw invalid('the address of its relay holds a user name, password, query or fragment');
  }
}

/** Throws AGREEMENT_EXPIRED. `now` in milliseconds since 1970. */
export function checkNotExpired(agreement: Agreement, now: number): void {
  if (now < instantOf(agreement.expires)) return;
  throw new MpcError('AGREEMENT_EXPIRED', `The agreement expired at ${agreement.expires}.`, 'Ask its author for a new agreement.');
}
