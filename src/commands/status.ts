import { Args } from '@oclif/core';
import { MpcCommand } from '../cli/base-command.js';
import { attemptInWords, minute } from '../cli/history-view.js';
import { shownPath } from '../cli/paths.js';
import { statusOf, type AgreementStatus, type Status as Standing } from '../library/home.js';
import { cleaned } from '../library/text.js';

const MAX_PURPOSE = 200;
const RECENTLY_MS = 60 * 86_400_000;
const SOON_MS = 7 * 86_400_000;

export default class Status extends MpcCommand {
  static override summary = 'Show where this party stands: identity, agreements and what they wait for, sealed results, last sessions.';
  static override description = 'Looks at the agreement files in this folder, or at FILE, and at what earlier sessions left on this machine. It connects to nothing.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> agreement.json --json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file; otherwise all in this folder.' }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(Status);
    const now = Date.now();
    const status = await statusOf(this.store, process.cwd(), args.file === undefined ? undefined : [args.file], now);
    this.printFitted(inWords(status, now));
    return { ...status, identity: status.identity ?? null, agreements: status.agreements.map((each) => ({ ...each, file: each.file ?? null, operation: each.operation ?? null, expires: each.expires ?? null, retainUntil: each.retainUntil ?? null, runs: { ...each.runs, of: each.runs.of ?? null } })) };
  }
}

function inWords({ identity, parties, agreements, sealed, open, last, pastRetention }: Standing, now: number): string {
  const who = identity === undefined ? 'None yet: mpc init NAME' : `${identity.name}${identity.isEncrypted ? '' : ' (not encrypted)'}\n  ${identity.publicKey}\n  ${identity.fingerprint}`;
  return [
    `Identity: ${who}`,
    `Known parties: ${parties.verified.length === 0 ? 'none verified' : `${parties.verified.join(', ')} (verified)`}${parties.unchecked.length === 0 ? '' : `; ${parties.unchecked.join(', ')} (UNCHECKED: mpc party verify NAME)`}`,
    section('Agreements', agreements.map((each) => agreementInWords(each, now)), 'none in this folder, and none with runs left from earlier sessions'),
    section('Sealed results', sealed.map(({ file, purpose, isOpened }) => `${isOpened ? 'opened by this party before' : 'not opened by this party'}: ${cleaned(purpose, MAX_PURPOSE)}\n  mpc reveal ${shownPath(file)}`), 'none'),
    ...(open.length === 0 ? [] : [section('Without an end in the history', open.map(attemptInWords), '')]),
    ...(pastRetention.length === 0 ? [] : [section('Results that should be gone by their agreements', pastInWords(pastRetention, now), '')]),
    section('Last sessions that gave a result', last.map(attemptInWords), 'none'),
  ].join('\n\n');
}

/** What is long past is counted only: whether its files are gone, the program cannot see. */
function pastInWords(past: Standing['pastRetention'], now: number): string[] {
  const isShown = ({ retainUntil, shares }: Standing['pastRetention'][number]) => shares.length > 0 || now - Date.parse(retainUntil) < RECENTLY_MS;
  const rest = past.filter((each) => !isShown(each)).length;
  return [
    ...past.filter(isShown).map(({ session, purpose, retainUntil, shares }) => `session ${session.slice(0, 8)}, since the end of ${retainUntil}\n  For: ${cleaned(purpose, MAX_PURPOSE)}\n  ${shares.length === 0 ? 'Delete what you wrote of it to files.' : 'Its share lies here. Remove it: mpc forget --past-retention'}`),
    ...(rest === 0 ? [] : [`${rest} more, for longer than ${RECENTLY_MS / 86_400_000} days`]),
  ];
}

function section(title: string, parts: readonly string[], none: string): string {
  return parts.length === 0 ? `${title}: ${none}` : `${title}:\n${parts.map((part) => part.replace(/^/gm, '  ')).join('\n')}`;
}

function agreementInWords({ file, digest, purpose, operation, expires, retainUntil, runs, approved, notApproved, waitsFor }: AgreementStatus, now: number): string {
  const expiry = expires === undefined ? '' : Date.parse(expires) <= now ? `expired ${minute(expires)} UTC` : `expires ${minute(expires)} UTC${Date.parse(expires) - now < SOON_MS ? ' (soon)' : ''}`;
  const often = runs.of === undefined ? `${runs.left} runs left` : `${runs.left} of ${runs.of} runs left`;
  return [
    `${file === undefined ? `digest ${digest.slice(0, 16)}… (no file here)` : shownPath(file)}${operation === undefined ? '' : `: ${operation}`}`,
    `  For: ${cleaned(purpose, MAX_PURPOSE)}`,
    `  ${[often, expiry, retainUntil === undefined ? '' : `result until ${retainUntil}`].filter((part) => part !== '').join('; ')}`,
    ...(file === undefined ? [] : [`  Signed ahead: ${approved.length === 0 ? 'nobody' : approved.join(', ')}${notApproved.length === 0 ? '' : `; not: ${notApproved.join(', ')}`}`]),
    `  Waits for ${waitsFor}${next(waitsFor, file)}`,
  ].join('\n');
}

function next(waitsFor: AgreementStatus['waitsFor'], file: string | undefined): string {
  if (file === undefined) return '';
  if (waitsFor === 'your approval') return `: mpc agreement show ${shownPath(file)}, then mpc join or mpc agreement sign`;
  if (waitsFor === 'another key') return ': it does not name the key of this party';
  return waitsFor.startsWith('a session') ? `: mpc join ${shownPath(file)}` : '';
}
