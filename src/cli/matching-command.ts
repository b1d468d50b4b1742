import { MAX_CAP, type KeyTerms } from '../library/agreements.js';
import { KINDS_IN_WORDS, parseKeys } from '../library/data.js';
import type { MatchingValues } from './flags.js';
import { parseRegions } from './input.js';
import { parsePercent } from './percent.js';
import { ProposeCommand, type ProposeValues } from './propose-command.js';
import { needed, problemOf, usage } from './proposing.js';
import { askText } from './terminal/prompts.js';

/** What `mpc psi` and `mpc match` share: columns that make a key, and caps. */
export abstract class MatchingCommand<Own extends object> extends ProposeCommand<MatchingValues & Own> {
  protected async askTerms(flags: ProposeValues<MatchingValues & Own>): Promise<void> {
    flags.key ??= (await askText(`Which columns say who or what a row is? (COLUMN or COLUMN:KIND, between commas; KIND is ${KINDS_IN_WORDS})`, { check: (text) => problemOf(() => parseKeys(text.split(','))) })).split(',');
  }
}

/** What the flags say about how rows are compared. Throws USAGE. */
export function keyTermsOf(flags: MatchingValues): KeyTerms {
  if (flags.key === undefined || flags.key.length === 0) throw needed('key', 'Name the columns that say who a row is: --key surname:name --key born:date.');
  return { key: flags.key, region: parseRegions(flags.region), near: flags.near, placeholders: flags.placeholder, ...capsOf(flags.cap ?? []), maxMatches: flags['max-matches'], minUsable: parsePercent('min-usable', flags['min-usable']), tellTested: flags['tell-tested'] };
}

/** Reads [NAME=]N, repeated. Throws USAGE. */
function capsOf(entries: readonly string[]): Pick<KeyTerms, 'cap' | 'otherCap'> {
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
  return byName.size === 0 ? { cap: general } : { cap: Object.fromEntries(byName), otherCap: general };
}
