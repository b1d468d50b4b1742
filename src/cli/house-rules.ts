import type { HouseRule } from '../library/home.js';

/** A line for each code that is refused. */
export function printRules(print: (line: string) => void, refused: readonly HouseRule[]): void {
  for (const { code, about } of refused) print(`Refused: ${code}  ${about}`);
}
