import { askText } from './terminal/prompts.js';
import { asAgreed, groupsOf, KINDS_IN_WORDS, parseKeys, parsePlaceholders } from '../library/data.js';
import type { MatchingValues } from './flags.js';
import { parseRegions } from './input.js';
import { ProposeCommand, type ProposeValues } from './propose-command.js';
import { parsePercent } from './percent.js';
import { needed, problemOf, usage } from './proposing.js';
import { keyRulesOf, MAX_CAP, type CapsWanted, type KeyRules, type MatchingOperation, type MatchingTerms } from '../library/agreements.js';

/** What `mpc psi` and `mpc match` share: columns that make a key, and caps. */
export abstract class MatchingCommand<Own extends object> extends ProposeCommand<MatchingValues & Own> {
  protected abstract readonly usualCap: number;

  protected abstract operationOf(flags: MatchingValues & Own, keys: KeyRules, caps: CapsWanted): MatchingOperation;

  protected async askTerms(flags: ProposeValues<MatchingValues & Own>): Promise<void> {
    flags.key ??= (await askText(`Which columns say who or what a row is? (COLUMN or COLUMN:KIND, between commas; KIND is ${KINDS_IN_WORDS})`, { check: (text) => problemOf(() => parseKeys(text.split(','))) })).split(',');
  }

  protected termsOf(flags: MatchingValues & Own): MatchingTerms {
    if (flags.key === undefined || flags.key.length === 0) throw needed('key', 'Name the columns that say who a row is: --key surname:name --key born:date.');
    const columns = asAgreed(parseKeys(flags.key), { regions: parseRegions(flags.region) });
    const caps = parseCaps(flags.cap ?? [], this.usualCap);
    const keys = keyRulesOf(columns, flags.near, parsePlaceholders(flags.placeholder));
    if (flags.near && keys.rules.length === groupsOf(columns).length) throw usage('--near: nothing can be written a little differently in columns of these kinds.', 'Leave --near out, or give the kinds, such as --key surname:name --key born:date.');
    return { operation: this.operationOf(flags, keys, caps), columns, caps, maxMatches: flags['max-matches'], allowLargerLast: flags['allow-larger-last'], minUsable: parsePercent('min-usable', flags['min-usable']), tellTested: flags['tell-tested'] };
  }
}

/** Reads [NAME=]N, repeated. Throws USAGE. */
function parseCaps(entries: readonly string[], usual: number): CapsWanted {
  const byName = new Map<string, number>();
  let general: number | undefined;
  for (const entry of entries) {
    const at = entry.lastIndexOf('=');
    const digits = entry.slice(at + 1).trim();
    if (!/^(0|[1-9]\d{0,7})$/.test(digits) || (digits === '0' && at === -1)) throw usage(`--cap ${entry}: not [NAME=]N.`, 'Write --cap 5000 for every list, or --cap North=200 for one; --cap North=0 for a party that mixes and has no list.');
    if (Number(digits) > MAX_CAP) throw usage(`--cap ${entry}: at most ${MAX_CAP} rows a list can be compared.`, 'Compare lists that are longer in parts, each under an agreement of its own.');
    const name = at === -1 ? undefined : entry.slice(0, at).trim();
    if (name === undefined ? general !== undefined : byName.has(name)) throw usage(`--cap says twice how many rows ${name ?? 'every list'} may have.`, 'Say it once.');
    if (name === undefined) general = Number(digits);
    else byName.set(name, Number(digits));
  }
  return { general: general ?? usual, byName };
}
