import { formatDecimal } from '../crypto/decimal.js';
import { bug, MpcError } from '../errors.js';
import type { Notice } from '../io/notices.js';
import { checkNotExpired } from '../session/agreement/canonical.js';
import type { SignedAgreement } from '../session/agreement/signed.js';
import type { Agreement } from '../session/agreement/types.js';
import { notTestedIn } from '../session/operations/lists/matched-rows.js';
import { entriesOf, type Entry as ProgramEntry } from '../session/operations/program/entries.js';
import type { Contribution } from '../session/operations/reading.js';
import { operationOf } from '../session/operations/registry.js';
import { seatIn } from '../session/seat.js';
import { brokenHouseRules } from './house-rules.js';
import { refuseFormerKey } from './identity.js';
import { readInput } from './input.js';
import { knownKeys } from './known-keys.js';
import type { OwnFile, WhileReading } from './own-file.js';
import { checkQuota } from './quota.js';
import type { Store } from './store.js';

/** What this party may expect of an agreement. */
export interface CheckedAgreement {
  /** What this party is called in it. */
  readonly ownName: string;
  /** Why this machine would refuse to take part in the present state, in sentences for the user. */
  readonly refusals: readonly string[];
}

/** Compares an agreement with what this party keeps. Changes nothing. Throws NOT_IN_ROSTER, AGREEMENT_EXPIRED, KEY_INVALID, or what reading the store does. */
export async function checkAgreement(store: Store, { agreement, digest }: SignedAgreement): Promise<CheckedAgreement> {
  await refuseFormerKey(store, agreement.parties);
  const identity = await store.identity.read();
  const ownName = agreement.parties[seatIn(agreement, identity)]?.name ?? identity.name;
  checkNotExpired(agreement, Date.now());
  const refusals: string[] = [];
  if ((await store.runs.count(digest)) >= agreement.runs) refusals.push(`This agreement may be run ${agreement.runs === 1 ? 'once' : `${agreement.runs} times`}, and was: \`mpc join\` will refuse it.`);
  const broken = await brokenHouseRules(store, agreement);
  if (broken !== undefined) refusals.push(`${broken} \`mpc join\` will refuse it.`);
  await knownKeys(store, identity, agreement);
  await checkQuota(store, identity, agreement).catch((error: unknown) => {
    if (!(error instanceof MpcError) || error.code !== 'LEDGER_LIMIT') throw error;
    refusals.push(`As your ledger stands, \`mpc join\` will refuse this: ${error.message}\n  → ${error.next}`);
  });
  return { ownName, refusals };
}

/** What a file would put into a session: exact numbers of this party alone. */
export type Given =
  | { readonly kind: 'totals'; readonly columns: readonly { readonly name: string; readonly sum: string; readonly count: string }[] }
  /** `rows` and `keys`, each with its cap; `notTested`: rows that make no key. */
  | { readonly kind: 'keys'; readonly rows: number; readonly maxRows: number; readonly keys: number; readonly maxKeys: number; readonly notTested: number }
  | { readonly kind: 'entries'; readonly entries: readonly ProgramEntry[] };

/** What came of reading a file as a session would. */
export interface CheckedFile {
  readonly rows: number;
  readonly given: Given;
  /** What was noticed about the file. */
  readonly warnings: readonly Notice[];
  /** Sentences for the user. They include the messages of these notices. */
  readonly notes: readonly string[];
}

/** Reads this party's file as a session under the agreement would, and sends nothing. Throws an MpcError that names file, line and column. */
export async function checkFile(agreement: Agreement, ownName: string, source: OwnFile, watching?: WhileReading): Promise<CheckedFile> {
  const { contribution, rows, notes, warnings } = await readInput(agreement, ownName, source, watching);
  return { rows, given: givenBy(agreement, ownName, contribution), notes, warnings };
}

/** What a contribution under an agreement is, for the party whose file gave it. */
export function givenBy(agreement: Agreement, ownName: string, contribution: Contribution): Given {
  const reading = operationOf(agreement).reads(agreement, ownName);
  if (reading.kind === 'totals' && contribution.kind === 'totals') {
    const totals = contribution.totals;
    return { kind: 'totals', columns: reading.columns.map(({ name, decimals }, i) => ({ name, sum: formatDecimal(totals[i]?.sum ?? 0n, decimals), count: (totals[i]?.count ?? 0n).toString() })) };
  }
  if (reading.kind === 'records' && contribution.kind === 'records') {
    const { count, rows } = contribution.records;
    return { kind: 'keys', rows, maxRows: reading.maxRows, keys: count, maxKeys: reading.maxKeys, notTested: notTestedIn(contribution.records).count };
  }
  if (reading.kind === 'rows' && contribution.kind === 'sums') return { kind: 'entries', entries: entriesOf(reading.compiled, contribution.sums) };
  throw bug('a file was read as something else than the agreement asks for');
}
