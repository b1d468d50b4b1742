/** What an approver should look at twice, worst first, and what was looked for in vain. Plain facts of the agreement: nobody is told what to decide. */
import { operationOf } from '../operations/registry.js';
import type { Texts } from '../../texts/texts.js';
import { instantOf } from './canonical.js';
import type { Agreement } from './types.js';

interface Clause {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Terms that only some operations have. */
interface OwnParts {
  readonly operation: { readonly payload?: { readonly columns: readonly string[] } };
  readonly columns: readonly { readonly name: string; readonly type?: string; readonly groups?: readonly string[] }[];
  readonly limits: { readonly maxRows?: number; readonly caps?: readonly { readonly name: string; readonly records: number }[] };
}

const SMALL_ROWS = 10;
const MANY_KEYS = 100_000;
const LATE_MS = 366 * 86_400_000;

/** @param unverified names of parties whose keys the reader has not checked; undefined where nobody can know. */
export function checklist(agreement: Agreement, unverified: readonly string[] | undefined, { checklist: texts }: Pick<Texts, 'checklist'>): Clause {
  const checks = checksOf(agreement, unverified, texts);
  const fine = checks.filter(({ problem }) => problem === undefined).map(({ what }) => what);
  const found = checks.flatMap(({ what, problem }) => (problem === undefined ? [] : [`- ${texts.found(what, problem)}`]));
  const missing = notSaid(agreement, texts);
  return {
    heading: texts.heading,
    lines: [
      ...(found.length === 0 ? [texts.nothing] : found),
      ...(missing.length === 0 ? [] : [`- ${texts.notSaid(missing)}`]),
      ...(fine.length === 0 ? [] : [texts.fine(fine)]),
      texts.byRules,
    ],
  };
}

interface Check {
  readonly what: string;
  readonly problem: string | undefined;
}

function checksOf(agreement: Agreement, unverified: readonly string[] | undefined, texts: Texts['checklist']): Check[] {
  const operation = operationOf(agreement);
  const { operation: own, columns, limits } = agreement as unknown as OwnParts;
  const sources = agreement.parties.filter(({ name }) => operation.putsDataIn(agreement, name)).map(({ name }) => name);
  const keyed = columns.filter(({ type }) => type !== undefined && type !== 'number');
  const codes = operation.attentionCodes(agreement);
  const testers = [...new Map(sources.flatMap((owner) => operation.testers(agreement, owner)).map((tester) => [tester.name, tester])).values()].filter(({ keys }) => keys >= MANY_KEYS);
  const small = smallCaps(limits, texts);
  return [
    // Without an identity nobody can say that there are none.
    ...(unverified === undefined && agreement.meeting !== 'invite' ? [] : [{ what: texts.uncheckedKeys.what, problem: uncheckedKeys(agreement, unverified, texts) }]),
    { what: texts.accepted.what, problem: codes.length === 0 ? undefined : texts.accepted.problem(codes) },
    { what: texts.twoSources.what, problem: sources.length !== 2 ? undefined : texts.twoSources.problem(sources) },
    { what: texts.namesAlone.what, problem: namesAlone(keyed) ? texts.namesAlone.problem : undefined },
    { what: texts.payload.what, problem: own.payload === undefined ? undefined : texts.payload.problem(own.payload.columns) },
    { what: texts.fewRows.what, problem: small.length === 0 ? undefined : texts.fewRows.problem(small) },
    { what: texts.manyTries.what(MANY_KEYS), problem: testers.length === 0 ? undefined : texts.manyTries.problem(testers) },
    { what: texts.severalRuns.what, problem: agreement.runs === 1 ? undefined : texts.severalRuns.problem(agreement.runs) },
    { what: texts.lateEnd.what, problem: instantOf(agreement.expires) - instantOf(agreement.created) <= LATE_MS ? undefined : texts.lateEnd.problem(agreement.expires) },
  ];
}

function smallCaps({ caps, maxRows }: OwnParts['limits'], { fewRows }: Texts['checklist']): string[] {
  if (caps !== undefined) return caps.filter(({ records }) => records > 0 && records < SMALL_ROWS).map(({ name, records }) => fewRows.ofParty(name, records));
  return maxRows !== undefined && maxRows < SMALL_ROWS ? [fewRows.ofEach(maxRows)] : [];
}

/** The keys of a session by invite are those of whoever came. */
function uncheckedKeys({ meeting }: Agreement, unverified: readonly string[] | undefined, { uncheckedKeys: texts }: Texts['checklist']): string | undefined {
  if (unverified !== undefined && unverified.length > 0) return texts.named(unverified);
  return meeting === 'invite' ? texts.byInvite : undefined;
}

/** Whether one key of the rows, or any of several keys, consists of names. */
function namesAlone(columns: OwnParts['columns']): boolean {
  const groups = [...new Set(columns.flatMap(({ groups: own = [''] }) => own))];
  return groups.some((group) => columns.filter(({ groups: own = [''] }) => own.includes(group)).every(({ type }) => type === 'name'));
}

function notSaid({ legalBasis, reference, contacts = [], parties, retainUntil }: Agreement, texts: Texts['checklist']): string[] {
  const without = parties.filter(({ name }) => !contacts.some((each) => each.name === name)).map(({ name }) => name);
  return [
    ...(legalBasis === undefined ? [texts.legalBasis] : []),
    ...(reference === undefined ? [texts.reference] : []),
    ...(without.length === 0 ? [] : [texts.contacts(without)]),
    ...(retainUntil === undefined ? [texts.retention] : []),
  ];
}
