import type { MpcError } from '../../../errors.js';
import { wrongWithGroups } from '../../../linkage/index.js';
import { invalid } from '../../agreement/invalid.js';
import { keyCapOf } from './caps.js';
import { hasGroups, isNear, keyRulesOf } from './key-rules.js';
import type { MatchingAgreement } from './types.js';

/** Members of a matched row in the output. A key column with such a name would replace them. */
const TAKEN_NAMES = ['row', 'rules', 'payload'];

/** The most keys of all lists together: positions of keys are numbers of 24 bits. */
export const MAX_KEYS = 2 ** 24;
/** The most bytes of payloads, which a recipient gets in one piece of memory. */
const MAX_PAYLOADS_BYTES = 2 ** 30;
/** The recipient keeps a sealed list in a file, as a whole, in characters that hold six bits each, encoded twice. */
const MAX_SEALED_KEYS = 2 ** 20;
const MAX_SEALED_PAYLOADS_BYTES = 2 ** 26;

/** Checks what must hold for every comparison of lists and the shape alone does not express. Throws AGREEMENT_INVALID. */
export function checkLists(agreement: MatchingAgreement): void {
  const { recipients, contributors, columns } = agreement;
  if (recipients.some((name) => !contributors.includes(name))) throw invalid('a recipient in it puts no list in: only who has a list learns which of its rows match');
  checkCaps(agreement);
  checkSizes(agreement);
  checkSealed(agreement);
  checkKey(agreement);
  for (const { name } of columns) {
    if (TAKEN_NAMES.includes(name) || (name === 'groups' && hasGroups(columns))) throw invalid(`a key column is called "${name}", which is what the result calls something else: give it another name (and say with --map which header that is)`);
  }
}

function checkCaps({ contributors, limits }: MatchingAgreement): void {
  if (limits.caps.map((cap) => cap.name).join('\n') !== contributors.join('\n')) throw invalid('it does not have one cap of each contributor, in their order');
}

/** Throws AGREEMENT_INVALID if one of these parties, which must have a list, has a cap of 0. */
export function checkHaveLists({ limits }: MatchingAgreement, names: readonly string[]): void {
  const empty = limits.caps.find(({ name, records }) => records === 0 && names.includes(name));
  if (empty !== undefined) throw invalid(`the cap of ${empty.name} is 0: only a party that mixes the lists of others, and has none, can have that`);
}

export function allKeysOf(agreement: MatchingAgreement): number {
  return agreement.contributors.reduce((sum, name) => sum + keyCapOf(agreement, name), 0);
}

/** Refuses sizes that do not fit into memory before anyone approves them. */
function checkSizes(agreement: MatchingAgreement): void {
  const largest = Math.max(...agreement.contributors.map((name) => keyCapOf(agreement, name)));
  if (largest > MAX_KEYS) throw invalid(`its caps allow ${largest} keys in one list: at most ${MAX_KEYS} can be`);
  const { payload } = agreement.operation;
  if (payload === undefined) return;
  if (new Set(payload.columns).size !== payload.columns.length) throw invalid('a payload column stands in it twice');
  const most = agreement.threshold === undefined ? MAX_PAYLOADS_BYTES : MAX_SEALED_PAYLOADS_BYTES;
  if (largest * payload.bytes > most) throw invalid(`its payloads may take ${largest * payload.bytes} bytes together: at most ${most} can be${agreement.threshold === undefined ? '' : ' sealed'}`);
}

function checkSealed(agreement: MatchingAgreement): void {
  if (agreement.threshold === undefined) return;
  if (agreement.limits.tellTested === true) throw invalid('its result is to be sealed, and it lets recipients learn now how many rows were tested (--tell-tested): only one of the two can be');
  const keys = allKeysOf(agreement);
  if (keys > MAX_SEALED_KEYS) throw invalid(`its result is to be sealed, and its caps allow ${keys} keys together: at most ${MAX_SEALED_KEYS} can be`);
}

/** The rules must be the ones by which this program makes keys: otherwise the two sides would silently compare different things. */
export function checkRules({ operation, columns }: MatchingAgreement): void {
  const { normalisation, rules } = operation.keys;
  const own = keyRulesOf(columns, isNear(operation));
  if (normalisation !== own.normalisation) throw otherRules(normalisation, own.normalisation);
  if (rules.join('\n') !== own.rules.join('\n')) throw invalid('its key rules are not those of this program for its columns');
}

function checkKey({ operation, columns }: MatchingAgreement): void {
  const wrong = wrongWithGroups(columns);
  if (wrong !== undefined || columns.some(({ groups = [] }) => new Set(groups).size !== groups.length)) throw invalid(wrong ?? 'a column in it stands twice in one group');
  const { placeholders = [] } = operation.keys;
  if (placeholders.some((text, i) => text.trim() !== text || placeholders.indexOf(text) !== i)) throw invalid('a placeholder in it stands there twice, or has spaces around it');
}

/** The error says what to do: the rules are older, newer, or from another build. */
function otherRules(theirs: string, ours: string): MpcError {
  const [old, own] = [theirs, ours].map((rules) => Number(/^keys\/(\d{1,4})\b/.exec(rules)?.[1] ?? NaN));
  const why = `its keys are made by the rules "${theirs}", and this mpc makes keys by "${ours}"`;
  if (old === undefined || own === undefined || !(old < own)) return invalid(why, 'All parties need the same version of mpc: install the one that its author uses, or ask the author to propose it again with yours.');
  return invalid(`${why}, which tell more people apart and take no "unknown" for a name`, 'Propose it again with this version of mpc (the same command with --propose) and have all parties approve the new one. Or let every party run it with the version it was made with.');
}
