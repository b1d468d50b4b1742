import { checkColumns, needsData, readInput } from '../app/input.js';
import type { OwnFile, ReadInput } from '../app/own-file.js';
import { toUser } from '../io/screen.js';
import { readHeader, type CsvSource } from '../io/csv/index.js';
import { hasTerminal } from '../io/prompts.js';
import { MpcError } from '../errors.js';
import { checkWritable, replaceFile } from '../io/files.js';
import { openEvents, type EventLog } from '../io/events.js';
import { ensureFolder, type Home } from '../io/home.js';
import type { Notice } from '../io/notices.js';
import { checkOutput } from '../io/output.js';
import { Progress } from '../io/progress.js';
import { tokenFor } from '../io/relay-tokens.js';
import { countRecords, missingRecords } from '../io/record-count.js';
import { receiptPath, saveReceipt } from '../io/receipt-store.js';
import { checkRuns, recordRun } from '../io/runs.js';
import { digestOf, checkNotExpired } from '../session/agreement/canonical.js';
import type { Agreement } from '../session/agreement/types.js';
import { receiptText } from '../session/receipt.js';
import type { Identity } from '../session/channel/identity-proof.js';
import { operationOf } from '../session/operations/registry.js';
import { seatIn } from '../session/seat.js';
import type { Entry, Outcome } from '../session/participation.js';
import { takePart } from '../session/take-part.js';
import { decideApproval, missing } from './approval.js';
import { Deadline } from './deadline.js';
import { parseWait } from './duration.js';
import type { ParticipationValues } from './flags.js';
import { dataFileOf, ownFileOf, rowsInWords } from './input.js';
import { jsonLine } from './json.js';
import { checkFingerprints, expectedKeys } from './expected-keys.js';
import { areAllVerified, knownKeys } from './known-keys.js';
import { matchesCsv } from './matches-file.js';
import { confirmNames } from './names-as-read.js';
import { chargeQuota, checkQuota } from './quota.js';
import { parseGrace } from './relay-access.js';
import { saveList } from './list-file.js';
import { saveShare, sharePath } from './share-file.js';
import { showPhase } from './phases.js';
import { mayPrint, sessionJson, type SessionJson } from './outcome.js';

export interface Participation {
  readonly home: Home;
  readonly identity: Identity;
  readonly entry: Entry;
  readonly flags: ParticipationValues;
  /** Whether this party signed the agreement's file ahead, or wrote the agreement itself. */
  readonly signedAhead?: boolean;
  readonly isOwn?: boolean;
  /** Of a proposer: an agreement that asks of its file what the one of the session will ask, known before anyone comes. */
  readonly trial?: Agreement;
  readonly isInteractive: boolean;
  /** Standard input brought the agreement or invite: questions go to the terminal itself. */
  readonly stdinIsTaken?: boolean;
  readonly isQuiet: boolean;
  readonly note: (text: string) => void;
  /** Awaited when everything of this party is in order, right before the relay is called. */
  readonly beforeConnecting?: () => Promise<void>;
}

export interface Participated {
  readonly outcome: Outcome;
  readonly json: SessionJson;
}

/** One party's session from the command line: reads, asks, takes part, keeps the receipt. */
export async function participate(options: Participation): Promise<Participated> {
  const events = options.flags.events === undefined ? undefined : openEvents(options.flags.events);
  try {
    const participated = await inSession(options, events);
    const { session, problem } = participated.outcome;
    events?.write('ended', { session, ...(problem === undefined ? {} : { code: problem.code, exit: problem.exit }) });
    return participated;
  } catch (error) {
    const { code, exit } = error instanceof MpcError ? error : { code: 'BUG', exit: 1 };
    events?.write('failed', { code, exit });
    throw error;
  }
}

async function inSession(options: Participation, events: EventLog | undefined): Promise<Participated> {
  const { home, identity, entry, flags, note } = options;
  const progress = new Progress(options.isQuiet);
  checkFingerprints(flags['expect-fingerprint'] ?? []);
  const timeoutMs = parseWait(flags.timeout, 'timeout');
  const grace = parseGrace(flags.grace);
  const canAsk = options.isInteractive || (options.stdinIsTaken === true && hasTerminal());
  // Whoever cannot be asked and named no digest can be told before any connection.
  if (entry.kind !== 'agreement' && !canAsk && options.isOwn !== true && flags.approve === undefined) throw missing(undefined);
  const source = await ownFileOf(flags);
  // What cannot be kept afterwards should be known before: the run counts, and the result comes once.
  await ensureFolder(home.receipts);
  await checkWritable(receiptPath(home, 'new'));
  await ensureFolder(home.shares);
  if (flags.out !== undefined) await checkOutput(flags.out, { input: source?.held === undefined ? source?.file : undefined, force: flags.force });
  for (const line of await missingRecords(home)) note(`Warning: ${line} If you removed it yourself, say so with \`mpc doctor --accept\`.`);
  const deadline = new Deadline(timeoutMs, flags.timeout);
  let warnings: readonly Notice[] = [];
  const read = async (agreement: Agreement, file: OwnFile): Promise<ReadInput> => {
    const name = ownName(agreement, identity);
    const input = await readInput(agreement, name, file, progress, deadline.signal);
    warnings = input.warnings;
    for (const line of input.notes) note(line);
    note(`${file.file}: ${rowsInWords(input.rows)}.`);
    if (canAsk) await confirmNames(operationOf(agreement).reads(agreement, name), file, input.warnings, { signal: deadline.signal, fromTerminal: options.stdinIsTaken === true });
    return input;
  };

  try {
    const readAhead = options.trial === undefined || source === undefined ? undefined : await read(options.trial, source);
    // Whoever is invited learns the columns only later; that the file is there and has a header, at once.
    if (entry.kind === 'invite' && source !== undefined) await readHeader(source);
    await options.beforeConnecting?.();
    let unsaved: MpcError | undefined;
    let isVerified = false;
    const outcome = await takePart({
      identity,
      entry,
      ...grace,
      admissionToken: await tokenFor(home, relayOf(entry)),
      signal: deadline.signal,
      check: async (agreement) => {
        checkNotExpired(agreement, Date.now());
        await checkRuns(home, digestOf(agreement), agreement.runs);
        await knownKeys(home, identity, agreement);
        expectedKeys(agreement, identity.publicKey, flags['expect-fingerprint'] ?? []);
        needsData(agreement, ownName(agreement, identity), dataFileOf(flags));
        if (entry.kind === 'invite' && source !== undefined) await checkColumns(agreement, ownName(agreement, identity), source);
        await checkQuota(home, identity, agreement);
      },
      contribute: async (agreement) => (source === undefined ? undefined : (readAhead ?? (await read(agreement, source))).contribution),
      approve: async (agreement, digest, words) => {
        progress.clear();
        const known = await knownKeys(home, identity, agreement);
        const expected = expectedKeys(agreement, identity.publicKey, flags['expect-fingerprint'] ?? []);
        // The time is not to run while people read, here or elsewhere; without a terminal nobody does.
        if (canAsk) deadline.pause();
        const decision = await decideApproval(agreement, digest, {
          named: flags.approve,
          signedAhead: options.signedAhead ?? false,
          isOwn: options.isOwn ?? false,
          keysAreVerified: areAllVerified(known, agreement, identity.publicKey, expected),
          words,
          remarks: known.remarks,
          prompt: canAsk ? { signal: deadline.signal, fromTerminal: options.stdinIsTaken === true } : undefined,
          show: (text) => toUser(`\n${text}\n\n`),
        });
        isVerified = decision.identitiesVerified;
        return decision;
      },
      recordRun: async (agreement, digest, session) => {
        await recordRun(home, digest, session, agreement.runs);
        await chargeQuota(home, identity, agreement, digest, session);
        await countRecords(home);
      },
      keepShare: async (share) => {
        await saveShare(home, share, identity);
      },
      keepForOpening: async (kept, { agreement, session }) => saveList(home, kept, { agreement, session, identity }),
      keepReceipt: async (each) => {
        unsaved = await keepReceipt(home, identity, each);
      },
      watch: (phase) => {
        if (phase.step === 'approving') note(`This session in words: ${phase.words}${isVerified ? '' : '\n  Identities unverified: compare these words with the other parties by phone.'}`);
        if (phase.step === 'computing' || (phase.step === 'meeting' && entry.kind === 'agreement')) deadline.resume();
        showPhase(progress, phase);
        const { step, ...fields } = phase;
        events?.write(step, fields);
      },
    });
    progress.clear();
    return await keepResult(home, { ...outcome, problem: outcome.problem ?? unsaved }, flags.out, source, warnings);
  } finally {
    progress.clear();
    deadline.clear();
  }
}

/** Keeps share and receipt. A disk that fails now does not take the result from the user, who is told. */
async function keepReceipt(home: Home, identity: Identity, { session, share, receipt }: Omit<Outcome, 'result'>): Promise<MpcError | undefined> {
  const ofShare = share === undefined ? undefined : await failureOf(saveShare(home, share, identity));
  const ofReceipt = await failureOf(saveReceipt(home, session, receiptText(receipt)));
  return ofShare ?? ofReceipt;
}

async function keepResult(home: Home, outcome: Outcome, out: string | undefined, source: CsvSource | undefined, warnings: readonly Notice[]): Promise<Participated> {
  const shareFile = outcome.share === undefined ? null : sharePath(home, outcome.session);
  const json = { ...sessionJson(outcome, receiptPath(home, outcome.session), outcome.agreement.threshold === undefined ? undefined : shareFile), warnings };
  const unsaved = out !== undefined && mayPrint(outcome) ? await failureOf(replaceFile(out, outContent(out, outcome, json, source), 0o600)) : undefined;
  return { outcome: { ...outcome, problem: outcome.problem ?? unsaved }, json };
}

async function failureOf(write: Promise<unknown>): Promise<MpcError | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    const why = error instanceof MpcError ? error.message : String(error);
    return new MpcError('OUTPUT_UNSAVED', `The session is done, but not everything of it could be kept: ${why}`, 'Keep what is printed here: the agreement cannot be run for it again.', { cause: error });
  }
}

/** What --out is given: of rows that match, this party's file once more with what matched, unless it is to be JSON. */
function outContent(out: string, { agreement, result }: Outcome, json: SessionJson, source: CsvSource | undefined): Iterable<string> | AsyncIterable<string> {
  const matches = result === undefined ? undefined : operationOf(agreement).result.ownRows(result);
  return matches === undefined || source === undefined || out.toLowerCase().endsWith('.json') ? jsonLine(json) : matchesCsv(source, matches);
}

function relayOf(entry: Entry): string {
  return entry.kind === 'agreement' ? entry.agreement.relay : entry.invite.relay;
}

function ownName(agreement: Agreement, identity: Identity): string {
  const party = agreement.parties[seatIn(agreement, identity)];
  if (party === undefined) throw new MpcError('NOT_IN_ROSTER', 'This identity is not a party to the agreement.', '');
  return party.name;
}

