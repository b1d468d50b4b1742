import { createHash } from 'node:crypto';
import { concat, toHex } from '../../src/crypto/bytes.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { hashOfSet } from '../../src/crypto/set-hash.js';
import { atOnce } from '../../src/crypto/steps.js';
import { digestOf } from '../../src/session/agreement/canonical.js';
import type { Agreement } from '../../src/session/agreement/types.js';
import { emptyMember } from '../../src/language/evaluate/home.js';
import { madeUpInputs } from '../../src/language/evaluate/made-up.js';
import { ownEntries, type Entered } from '../../src/language/plan/sums/enter.js';
import { openAndApprove } from '../support/opened.js';
import { compareAgreements } from '../../src/session/compare.js';
import { payloadBytes, textsOf } from '../../src/session/operations/lists/payload.js';
import { operationOf } from '../../src/session/operations/registry.js';
import { RECEIPT_FORMAT, signReceipt, type Receipt } from '../../src/session/receipt.js';
import { exchangeReceipts } from '../../src/session/receipts.js';
import type { Share } from '../../src/session/share/file.js';
import { memoryNetwork, type Sent } from '../../src/testing/memory-network.js';
import type { GoldenCase } from './cases.js';
import type { MatchingAgreement } from '../../src/session/operations/lists/types.js';
import type { RecordKeys, Contribution, ProgramReading, TotalsReading } from '../../src/session/operations/reading.js';
import type { OperationOutcome } from '../../src/session/operations/outcome.js';
import { runOperation } from '../support/operations.js';

export interface Played {
  readonly wire: readonly Sent[];
  readonly ended: readonly { readonly receipt: Receipt; readonly outcome: OperationOutcome; readonly share: Share | undefined; readonly result: object | undefined }[];
}

export const SIGNED_AT = Date.UTC(2026, 1, 1);

/** A whole session but for the meeting, over memory, by the program's own code. */
export async function play({ agreement, parties }: GoldenCase, contribution: (agreement: Agreement, name: string) => Contribution | undefined = contributionOf): Promise<Played> {
  const session = memoryNetwork(parties.length, { secretKeys: parties.map((party) => party.secretKey), lanes: operationOf(agreement).lanes(agreement) });
  const ended = await Promise.all(
    parties.map(async (identity, seat) => {
      const network = session.parties[seat]?.network;
      if (network === undefined) throw new Error('no such party');
      await compareAgreements(network, agreement);
      const { context, transcript, approvals, nonces } = await openAndApprove(network, agreement, identity);
      const outcome = await runOperation(context, agreement, contribution(agreement, identity.name), {});
      const body = { format: RECEIPT_FORMAT, agreement, digest: digestOf(agreement), session: toHex(context.sid), approvals: approvals.map(toHex), nonces: nonces.map(toHex), transcript: toHex(transcript.hash), commitments: outcome.commitments.map(toHex) } as const;
      const own = signReceipt(body, identity.secretKey, encodePublicKey(identity.publicKey), true, SIGNED_AT);
      const { signatures } = await exchangeReceipts(network, body, own, outcome.readResult !== undefined);
      const receipt = { ...body, signatures };
      return { receipt, outcome, share: shareOf(receipt, identity.name, outcome), result: await outcome.readResult?.() };
    }),
  );
  return { wire: session.wire, ended };
}

function shareOf(receipt: Receipt, holder: string, { sealed }: OperationOutcome): Share | undefined {
  const { threshold } = receipt.agreement;
  if (threshold === undefined || sealed?.shares === undefined) return undefined;
  return { receipt, epoch: 0, needed: threshold.needed, holders: threshold.holders, holder, shares: sealed.shares, dealings: sealed.dealings.map((each) => ({ ...each, current: each.commitments })) };
}

export function contributionOf(agreement: Agreement, name: string): Contribution | undefined {
  const operation = operationOf(agreement);
  if (!operation.putsDataIn(agreement, name)) return undefined;
  const reading = operation.reads(agreement, name);
  switch (reading.kind) {
    case 'records':
      return { kind: 'records', records: recordsOf(agreement as MatchingAgreement, name) };
    case 'totals':
      return { kind: 'totals', totals: totalsOf(reading, name) };
    case 'rows':
      return { kind: 'sums', ...sumsOf(reading) };
  }
}

/** Of rows that are made up, the same each time. */
function sumsOf({ compiled, seat }: ProgramReading): Entered {
  const { checked, known } = compiled;
  const { members } = madeUpInputs(checked, { seed: 7 + seat.member, rows: 9, ends: 0, members: known.counts });
  return ownEntries(compiled, known, seat, members.get(seat.role)?.[seat.member] ?? emptyMember(), () => undefined);
}

function totalsOf({ columns }: TotalsReading, name: string): { sum: bigint; count: bigint }[] {
  return columns.map((_, i) => ({ sum: BigInt(name.length * 10 + i), count: BigInt(i + 1) }));
}

/** Two rows that everybody has, and one that nobody else has where the cap lets it. */
function recordsOf(agreement: MatchingAgreement, name: string): RecordKeys {
  const cap = agreement.limits.caps.find((each) => each.name === name)?.records ?? 0;
  const rows = ['shared 1', 'shared 2', `of ${name}`].slice(0, cap);
  const slots = agreement.operation.keys.rules.length;
  const keys = rows.flatMap((row) => Array.from({ length: slots }, (_, slot) => `${row} by rule ${slot}`));
  const digests = concat(new Uint8Array(0), ...keys.map((key) => new Uint8Array(createHash('sha256').update(key).digest())));
  const own = { rows: rows.length, slots, count: keys.length, itemOf: Uint32Array.from(keys, (_, i) => i) };
  const cells = (row: number) => agreement.columns.map((column) => `${column.name} of ${rows[row - 1] ?? ''}`);
  return { ...own, digests, setHash: atOnce(hashOfSet(digests)), cells, texts: textsOf(own, (row) => payloadBytes([`phone ${row} of ${name}`, 'a note'])) };
}

/** What each party sent to each other one, in order: with what label, and how many bytes. */
export function transcriptOf(wire: readonly Sent[], names: readonly string[]): Record<string, string[]> {
  const links: Record<string, string[]> = {};
  for (const { from, to, label, message } of wire) (links[`${names[from] ?? ''} to ${names[to] ?? ''}`] ??= []).push(`${label} ${message.length}`);
  // Links in the roster's order: which party is first to send is up to the machine.
  return Object.fromEntries(names.flatMap((from) => names.map((to) => `${from} to ${to}`)).flatMap((link) => (links[link] === undefined ? [] : [[link, links[link]]])));
}
