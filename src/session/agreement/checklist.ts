/** What an approver should look at twice, worst first, and what was looked for in vain. Plain facts of the agreement: nobody is told what to decide. */
import { operationOf } from '../operations/registry.js';
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
export function checklist(agreement: Agreement, unverified: readonly string[] | undefined): Clause {
  const checks = checksOf(agreement, unverified);
  const [found, fine] = [checks.filter(({ problem }) => problem !== undefined), checks.filter(({ problem }) => problem === undefined)];
  const missing = notSaid(agreement);
  return {
    heading: 'Look twice',
    lines: [
      ...(found.length === 0 ? ['Nothing that this program looks for.'] : found.map(({ what, problem }) => `- ${what}: ${problem ?? ''}`)),
      ...(missing.length === 0 ? [] : [`- Not said in it: ${missing.join(', ')}.`]),
      ...(fine.length === 0 ? [] : [`Looked for, and not found: ${fine.map(({ what }) => what).join('; ')}.`]),
      'This list is made by rules from the agreement. It cannot say whether the purpose is a good one.',
    ],
  };
}

interface Check {
  readonly what: string;
  readonly problem: string | undefined;
}

function checksOf(agreement: Agreement, unverified: readonly string[] | undefined): Check[] {
  const operation = operationOf(agreement);
  const { operation: own, columns, limits } = agreement as unknown as OwnParts;
  const sources = agreement.parties.filter(({ name }) => operation.putsDataIn(agreement, name)).map(({ name }) => name);
  const keyed = columns.filter(({ type }) => type !== undefined && type !== 'number');
  const codes = operation.attentionCodes(agreement);
  const testers = [...new Map(sources.flatMap((owner) => operation.testers(agreement, owner)).map((tester) => [tester.name, tester])).values()].filter(({ keys }) => keys >= MANY_KEYS);
  const small = limits.caps?.filter(({ records }) => records > 0 && records < SMALL_ROWS).map(({ name, records }) => `${name} at most ${records}`) ?? (limits.maxRows !== undefined && limits.maxRows < SMALL_ROWS ? [`each at most ${limits.maxRows}`] : []);
  return [
    // Without an identity nobody can say that there are none.
    ...(unverified === undefined && agreement.meeting !== 'invite' ? [] : [{ what: 'unchecked keys', problem: uncheckedKeys(agreement, unverified) }]),
    { what: 'notices that the proposer accepted', problem: codes.length === 0 ? undefined : `${codes.join(', ')}. "Read this first" says what each gives away.` },
    { what: 'two parties that put data in', problem: sources.length !== 2 ? undefined : `${sources.join(' and ')}. Whatever is learned that does not come from one of them comes from the other.` },
    { what: 'names alone', problem: namesAlone(keyed) ? 'people are told apart by names and nothing else. Many people share a name.' : undefined },
    { what: 'columns handed over with matches', problem: own.payload === undefined ? undefined : `${own.payload.columns.join(', ')}.` },
    { what: 'few rows', problem: small.length === 0 ? undefined : `${small.join(', ')}. A result about so few people says something about each of them.` },
    { what: `${MANY_KEYS} tries or more`, problem: testers.length === 0 ? undefined : `${testers.map(({ name, keys }) => `${name} can try ${keys}`).join(', ')}. That is enough to go through a whole town.` },
    { what: 'several runs', problem: agreement.runs === 1 ? undefined : `${agreement.runs}. Two results, before and after a row changed, tell of that row.` },
    { what: 'a late end', problem: instantOf(agreement.expires) - instantOf(agreement.created) <= LATE_MS ? undefined : `it can be run until ${agreement.expires}, more than a year after it was made.` },
  ];
}

/** The keys of a session by invite are those of whoever came. */
function uncheckedKeys({ meeting }: Agreement, unverified: readonly string[] | undefined): string | undefined {
  if (unverified !== undefined && unverified.length > 0) return `${unverified.join(', ')}. Nobody on this machine has checked whose they are.`;
  return meeting === 'invite' ? 'the parties met by an invite, and their names are what they call themselves. Compare the words by phone.' : undefined;
}

/** Whether one key of the rows, or any of several keys, consists of names. */
function namesAlone(columns: OwnParts['columns']): boolean {
  const groups = [...new Set(columns.flatMap(({ groups: own = [''] }) => own))];
  return groups.some((group) => columns.filter(({ groups: own = [''] }) => own.includes(group)).every(({ type }) => type === 'name'));
}

function notSaid({ legalBasis, reference, contacts = [], parties, retainUntil }: Agreement): string[] {
  const without = parties.filter(({ name }) => !contacts.some((each) => each.name === name)).map(({ name }) => name);
  return [
    ...(legalBasis === undefined ? ['a legal basis'] : []),
    ...(reference === undefined ? ['a reference'] : []),
    ...(without.length === 0 ? [] : [`a contact of ${without.join(', ')}`]),
    ...(retainUntil === undefined ? ['until when the result may be kept'] : []),
  ];
}
