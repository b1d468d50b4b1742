import { groupsOf } from '../../../linkage/index.js';
import type { Unit } from '../../../texts/shapes.js';
import type { Texts } from '../../../texts/texts.js';
import { keyCapOf, recordCapOf } from './caps.js';
import { isNear, shownRules, USUAL_MIN_USABLE } from './key-rules.js';
import type { MatchingAgreement } from './types.js';

export function sameLines(agreement: MatchingAgreement, { lists: texts }: Texts): string[] {
  return [...exactLines(agreement, texts), texts.placeholders(agreement.operation.keys.placeholders), ...(isNear(agreement.operation) ? [texts.near(looserRules(agreement, texts))] : [])];
}

/** What rows of different people can have in common so that they still match. */
export function sameRisks(agreement: MatchingAgreement, { lists: texts }: Texts): string[] {
  const weak = groupsOf(agreement.columns).length === 1 ? [] : [texts.weakestGroup];
  if (!isNear(agreement.operation)) return weak;
  return [...weak, texts.differentPeople(shownRules(agreement).some(({ rule }) => rule.startsWith('without '))), texts.nearFitsMany];
}

function exactLines({ columns }: MatchingAgreement, texts: Texts['lists']): string[] {
  const groups = groupsOf(columns).map(({ name, indices }) => ({ name, agreeing: indices.flatMap((index) => columns[index] ?? []) }));
  const [only] = groups;
  if (groups.length === 1) return [texts.columns(only?.agreeing ?? [])];
  return [texts.groups, ...groups.map(({ name, agreeing }) => texts.group(name ?? '', agreeing))];
}

function looserRules(agreement: MatchingAgreement, texts: Texts['lists']): string[] {
  return [...new Set(shownRules(agreement).filter(({ rule }) => rule !== 'exact').map(({ rule, group }) => texts.rule(texts.ruleName(rule), group)))];
}

export function rulesLine({ operation }: MatchingAgreement, { lists: texts }: Texts): string {
  return texts.version(operation.keys.normalisation);
}

/** A sealed list protects only against a recipient: the party that made it has it anyway. */
export function thresholdRisks({ threshold }: MatchingAgreement, makers: readonly string[], { lists: texts }: Texts): string[] {
  return threshold === undefined ? [] : [texts.sealStopsOne(makers)];
}

/** What readers count. */
export function unitOf({ operation }: Pick<MatchingAgreement, 'operation'>): Unit {
  return operation.keys.rules.length === 1 ? 'row' : 'spelling';
}

/** A number of keys, in the unit that readers count. */
export function tested(agreement: Pick<MatchingAgreement, 'operation'>, keys: number, { lists: texts }: Texts): string {
  return texts.tested(keys, unitOf(agreement));
}

/** The most that a party may contribute, in words. */
export function capInWords(agreement: MatchingAgreement, name: string, { lists: texts }: Texts): string {
  return texts.cap({ rows: recordCapOf(agreement, name), spellings: unitOf(agreement) === 'row' ? undefined : keyCapOf(agreement, name) });
}

export function listLimits(agreement: MatchingAgreement, texts: Texts): string[] {
  const { limits, operation, recipients } = agreement;
  const { lists } = texts;
  const spellings = operation.keys.rules.length;
  const least = limits.minUsable ?? USUAL_MIN_USABLE;
  const most = lists.each(limits.caps.map(({ name }) => ({ name, most: capInWords(agreement, name, texts) })));
  return [
    lists.atMost({ most, told: limits.tellTested === true ? recipients : undefined }),
    ...(spellings === 1 ? [] : [lists.spellings(spellings)]),
    ...(least === 0 ? [] : [lists.leastUsable(least)]),
    ...(limits.maxMatches === undefined ? [] : [lists.maxMatches(limits.maxMatches)]),
  ];
}
