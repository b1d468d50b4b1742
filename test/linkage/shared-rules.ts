import { normaliserOf, parseKey, ruleNames, rulesFor } from '../../src/linkage/index.js';

/** The rules by which two records match, in the order of their weight. */
export function sharedRules(keys: readonly string[], a: readonly string[], b: readonly string[]): string[] {
  const columns = keys.map(parseKey);
  const normalise = normaliserOf(columns);
  const slots = rulesFor(columns, true);
  const made = [a, b].map((cells) => slots.flatMap(({ rule, make }) => {
    const key = make(normalise(cells));
    return key === undefined ? [] : [JSON.stringify([rule, ...key])];
  }));
  const found = new Set(made[0]);
  return ruleNames(slots).filter((rule) => made[1]?.some((key) => found.has(key) && key.startsWith(JSON.stringify([rule]).slice(0, -1) + ',')));
}
