import { mostItemsHeld, okvsParameters } from '../../../crypto/okvs/parameters.js';
import type { MpcError } from '../../../errors.js';
import { KEYS_ID, NEAR_ID, rulesFor, type KeyColumn } from '../../../linkage/index.js';
import { invalid } from '../linear/bounds.js';
import type { CapsWanted } from '../../agreement/propose.js';
import type { KeyRules, MatchingAgreement, MatchingOperation, PsiProtocol } from '../../agreement/types.js';

/** Members of a matched row in what is printed: a key column of that name would take their place. */
const TAKEN_NAMES = ['row', 'rules', 'payload'];

/** What a matching agreement's shape alone does not say. Throws AGREEMENT_INVALID. */
export function checkMatching(agreement: MatchingAgreement): void {
  checkRoles(agreement);
  checkCaps(agreement);
  checkSizes(agreement);
  checkSealed(agreement);
  checkRules(agreement);
  for (const { name } of agreement.columns) {
    if (TAKEN_NAMES.includes(name)) throw invalid(`a key column is called "${name}", which is what the result calls something else: give it another name (and say with --map which header that is)`);
  }
  const { operation } = agreement;
  if (operation.name !== 'psi') return;
  if (operation.protocol === 'vole' && agreement.recipients.some((name) => keyCapOf(agreement, name) > MAX_VOLE_KEYS)) {
    throw invalid(`a recipient in it may have more than ${MAX_VOLE_KEYS} keys, which is the most that its protocol, vole, can take`);
  }
  if ((operation.protocol === 'dh-count') !== (operation.reveals === 'count')) throw invalid('its protocol is not one for what it reveals');
  if (operation.reveals === 'matches') return;
  if (operation.payload !== undefined) throw invalid('it reveals a count alone, and asks for a payload');
  if (operation.keys.rules.length > 1) throw invalid('it reveals a count alone, and has several keys a record, which would be counted each');
}

function checkRoles({ operation, contributors, recipients }: MatchingAgreement): void {
  if (recipients.some((name) => !contributors.includes(name))) throw invalid('a recipient in it puts no list in: only who has a list learns which of its rows match');
  if (operation.name === 'psi' && contributors.length !== 2) throw invalid(`it compares two lists, and names ${contributors.length} parties that put one in`);
  if (operation.name === 'match' && recipients.length !== 1) throw invalid('it does not name exactly one recipient');
  if (operation.name === 'match' && contributors.length < 3) throw invalid('it hides whose list a match is from, and there is but one list beside the recipient’s (two lists are compared with `mpc psi`)');
}

function checkCaps({ contributors, limits }: MatchingAgreement): void {
  if (limits.caps.map((cap) => cap.name).join('\n') !== contributors.join('\n')) throw invalid('it does not have one cap of each contributor, in their order');
}

/** Rows in a hundred of a list that make keys at least, where the agreement says nothing. */
export const USUAL_MIN_USABLE = 50;

/** Keys of all lists together: places of keys are numbers of 24 bits. */
const MAX_KEYS = 2 ** 24;
/** Payloads that a recipient gets in one piece of memory. */
const MAX_PAYLOADS_BYTES = 2 ** 30;
/** A sealed list is kept by its recipient in a file, as a whole, in letters that hold six bits each, twice over. */
const MAX_SEALED_KEYS = 2 ** 20;
const MAX_SEALED_PAYLOADS_BYTES = 2 ** 26;

/** What could not be computed for want of memory is refused before anyone approves it. */
function checkSizes(agreement: MatchingAgreement): void {
  const keys = agreement.contributors.map((name) => keyCapOf(agreement, name));
  const largest = Math.max(...keys);
  const all = keys.reduce((sum, each) => sum + each, 0);
  if (largest > MAX_KEYS) throw invalid(`its caps allow ${largest} keys in one list: at most ${MAX_KEYS} can be`);
  if (agreement.operation.name === 'match' && all > MAX_KEYS) throw invalid(`its caps allow ${all} keys together: at most ${MAX_KEYS} can be mixed`);
  const payload = agreement.operation.name === 'psi' ? agreement.operation.payload : undefined;
  if (payload === undefined) return;
  if (new Set(payload.columns).size !== payload.columns.length) throw invalid('a payload column stands in it twice');
  const most = agreement.threshold === undefined ? MAX_PAYLOADS_BYTES : MAX_SEALED_PAYLOADS_BYTES;
  if (largest * payload.bytes > most) throw invalid(`its payloads may take ${largest * payload.bytes} bytes together: at most ${most} can be${agreement.threshold === undefined ? '' : ' sealed'}`);
}

function checkSealed(agreement: MatchingAgreement): void {
  if (agreement.threshold === undefined) return;
  const keys = agreement.contributors.reduce((sum, name) => sum + keyCapOf(agreement, name), 0);
  if (keys > MAX_SEALED_KEYS) throw invalid(`its result is to be sealed, and its caps allow ${keys} keys together: at most ${MAX_SEALED_KEYS} can be`);
}

/** The rules must be those that this program makes keys by: otherwise the two sides would silently compare different things. */
function checkRules({ operation, columns }: MatchingAgreement): void {
  const { normalisation, rules } = operation.keys;
  const own = keyRulesOf(columns, isNear(operation));
  if (normalisation !== own.normalisation) throw otherRules(normalisation, own.normalisation);
  if (rules.join('\n') !== own.rules.join('\n')) throw invalid('its key rules are not those of this program for its columns');
}

/** Names the way out: rules are older, newer, or of another build. */
function otherRules(theirs: string, ours: string): MpcError {
  const [old, own] = [theirs, ours].map((rules) => Number(/^keys\/(\d{1,4})\b/.exec(rules)?.[1] ?? NaN));
  const why = `its keys are made by the rules "${theirs}", and this mpc makes keys by "${ours}"`;
  if (old === undefined || own === undefined || !(old < own)) return invalid(why, 'All parties need the same version of mpc: install the one that its author uses, or ask the author to propose it again with yours.');
  return invalid(`${why}, which find more people and tell more of them apart`, 'Propose it again with this version of mpc (the same command with --propose) and have all parties approve the new one. Or let every party run it with the version it was made with.');
}

/** Keys of both lists together, and of each recipient's, from which the protocol for large lists is proposed: `docs/decisions/0023-vole-from-two-thousand-keys.md`. */
const LARGE = 2000;
const LARGE_RECIPIENT = 1000;
/** Longest list of keys that a recipient can have under `vole`: as long as the correlation can be. */
const MAX_VOLE_KEYS = 6_000_000;

/** The protocol that is proposed where nobody names one. `recipients`: names, none if both owners of a list are; a record has `keys` keys. */
export function usualProtocol({ general, byName }: CapsWanted, recipients: readonly string[], withoutData: readonly string[], keys: number): PsiProtocol {
  const keysOf = (name: string) => keys * (byName.get(name) ?? general);
  // The others may be nobody's names yet: they meet by an invite.
  const named = [...new Set([...recipients, ...byName.keys()])].filter((name) => !withoutData.includes(name));
  const lists = [...named.map(keysOf), keys * general, keys * general].slice(0, 2);
  const asking = recipients.length === 0 ? lists : recipients.map(keysOf);
  const isLarge = lists.reduce((sum, each) => sum + each, 0) >= LARGE && asking.every((each) => each >= LARGE_RECIPIENT);
  return isLarge ? 'vole' : 'voprf';
}

export function keyRulesOf(columns: readonly KeyColumn[], near: boolean): KeyRules {
  return { normalisation: near ? `${KEYS_ID} ${NEAR_ID}` : KEYS_ID, rules: rulesFor(columns, near).map((slot) => slot.rule) };
}

/** Whether rows also match where they agree on less than the whole key. */
export function isNear({ keys }: Pick<MatchingOperation, 'keys'>): boolean {
  return keys.rules.length > 1;
}

/** Whose rows another party learns of, in the roster's order: of two lists to both owners, both; of several, all but the recipient's. */
export function sendersOf({ contributors, recipients }: Pick<MatchingAgreement, 'contributors' | 'recipients'>): string[] {
  return contributors.filter((name) => recipients.some((recipient) => recipient !== name));
}

/** Keys that a party may put in at most: what is compared, and padded to. Throws where it puts none in. */
export function keyCapOf({ limits, operation }: Pick<MatchingAgreement, 'limits' | 'operation'>, name: string): number {
  return recordCapOf({ limits }, name) * operation.keys.rules.length;
}

/**
 * Keys that a recipient can test at most, whatever its program does: what a ledger is to be charged. Under `vole` more than its cap, 622 at
 * the least (`docs/protocols/okvs.md`, "An encoder that cheats").
 */
export function testableKeysOf(agreement: Pick<MatchingAgreement, 'limits' | 'operation'>, name: string): number {
  const cap = keyCapOf(agreement, name);
  return agreement.operation.protocol === 'vole' ? mostItemsHeld(okvsParameters(cap)) : cap;
}

export function recordCapOf({ limits }: Pick<MatchingAgreement, 'limits'>, name: string): number {
  const cap = limits.caps.find((each) => each.name === name);
  if (cap === undefined) throw invalid(`it has no cap for ${name}`);
  return cap.records;
}
