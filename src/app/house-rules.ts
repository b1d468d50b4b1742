import { MpcError } from '../errors.js';
import { NOTICES } from '../language/explain/tables/notices.js';
import type { Agreement } from '../session/agreement/types.js';
import { operationOf } from '../session/operations/registry.js';
import type { Store } from './store.js';

/** A code that a house rule can refuse. */
export interface HouseRule {
  readonly code: string;
  /** What the notice is about. */
  readonly about: string;
}

/** The codes that programs can have under ATTENTION, in order. */
export const RULES: readonly HouseRule[] = Object.entries(NOTICES).filter(([code]) => code.startsWith('A')).map(([code, { about }]) => ({ code, about }));

/** What this party never agrees to. */
export async function houseRules({ houseRules: rules }: Pick<Store, 'houseRules'>): Promise<readonly HouseRule[]> {
  const refused = await rules.refused();
  return refused.map((code) => RULES.find((rule) => rule.code === code) ?? { code, about: 'not a code of this version of mpc' });
}

/** Refuses codes from now on, or allows them again. Gives what this party never agrees to then. Throws USAGE where there is no such code. */
export async function changeHouseRules(store: Pick<Store, 'houseRules'>, action: 'refuse' | 'allow', codes: readonly string[]): Promise<readonly HouseRule[]> {
  const given = codes.map((code) => code.toUpperCase());
  // A newer version may have refused codes that this one does not know.
  const removable = action === 'allow' ? await store.houseRules.refused() : [];
  const unknown = given.findIndex((code) => !removable.includes(code) && !RULES.some((rule) => rule.code === code));
  if (unknown >= 0) throw new MpcError('USAGE', `There is no notice "${(codes[unknown] ?? '').slice(0, 20)}" that could be refused.`, `Codes that stand under ATTENTION can be: ${RULES.map(({ code }) => code).join(', ')}. \`mpc program explain CODE\` tells what each is about.`);
  await store.houseRules[action](given);
  return houseRules(store);
}

/** In words for the user, what an agreement has that this party's house rules refuse; undefined where there is nothing. */
export async function brokenHouseRules(store: Pick<Store, 'houseRules'>, agreement: Agreement): Promise<string | undefined> {
  const refused = await store.houseRules.refused();
  const broken = [...new Set(operationOf(agreement).attentionCodes(agreement))].filter((code) => refused.includes(code)).sort();
  return broken.length === 0 ? undefined : `The house rules on this machine refuse what this agreement has under ATTENTION: ${broken.join(', ')}.`;
}

/** Throws HOUSE_RULE where an agreement has what this party never agrees to. */
export async function checkHouseRules(store: Pick<Store, 'houseRules'>, agreement: Agreement): Promise<void> {
  const broken = await brokenHouseRules(store, agreement);
  if (broken !== undefined) throw new MpcError('HOUSE_RULE', broken, 'Ask for a program without it. Whoever answers for the house rules can change them: see `mpc policy`.');
}
