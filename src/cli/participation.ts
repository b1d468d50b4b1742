import { replaceFile } from '../io/files.js';
import { checkFingerprints, givenBy, type Agreement } from '../library/agreements.js';
import type { CsvSource, Notice } from '../library/data.js';
import { MpcError } from '../library/errors.js';
import type { Identity, Store } from '../library/home.js';
import { operationOf } from '../library/operations.js';
import { failureOf, filesIn, leavesResult, namesAsRead, participate as takePartHere, readInput, type Entry, type Outcome, type OwnFile, type ReadInput } from '../library/sessions.js';
import { decideApproval, missing } from './approval.js';
import { confirmNames } from './confirm-names.js';
import { Deadline } from './deadline.js';
import { parseWait } from './duration.js';
import { openEvents, type EventLog } from './events.js';
import type { ParticipationValues } from './flags.js';
import { dataFilesOf, ownFileOf, rowsInWords } from './input.js';
import { givenBeforeApproval } from './given.js';
import { jsonLine } from './json.js';
import { matchesCsv } from './matches-file.js';
import { sessionJson, type SessionJson } from './session-json.js';
import { checkIsNoInput, checkOutputs } from './output.js';
import { phaseText, showPhase } from './phases.js';
import { offerToKeep } from './keep-compared.js';
import { parseGrace } from './relay-access.js';
import { formatOf } from './format-names.js';
import type { ToShow } from './outcome.js';
import { readOut } from './show-agreement.js';
import type { Texts } from '../library/text.js';
import { Progress } from './terminal/progress.js';
import type { PromptOptions } from './terminal/prompts.js';
import { hasTerminal } from './terminal/terminal.js';
import { Remarks } from './terminal/remarks.js';

export interface Participation {
  readonly store: Store;
  readonly identity: Identity;
  readonly entry: Entry;
  readonly flags: ParticipationValues;
  /** Whether this party signed the agreement's file ahead, or wrote the agreement itself. */
  readonly signedAhead?: boolean;
  readonly isOwn?: boolean;
  /** For a proposer: an agreement that asks the same of its file as the session's agreement will, known before anyone comes. */
  readonly trial?: Agreement;
  readonly isInteractive: boolean;
  /** The language of what is approved, and of the result. */
  readonly texts: Texts;
  /** What was taken from the folder's `mpc.json`. It is said once more above the question whether to approve. */
  readonly settings?: string | undefined;
  /** Standard input brought the agreement or invite, so questions go to the terminal itself. */
  readonly stdinIsTaken?: boolean;
  readonly isQuiet: boolean;
  readonly note: (text: string) => void;
  /** Awaited when everything of this party is in order, right before the call to the relay. */
  readonly beforeConnecting?: () => Promise<void>;
}

/** One party's session from the command line: reads, asks, takes part, shows the progress. */
export async function participate(options: Participation): Promise<ToShow> {
  const { events: target } = options.flags;
  // A number is a descriptor that somebody has opened for the program.
  if (target !== undefined && !/^(?:-|\d{1,4})$/.test(target)) await checkIsNoInput('events', target, dataFilesOf(options.flags));
  const events = target === undefined ? undefined : openEvents(target);
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

async function inSession(options: Participation, events: EventLog | undefined): Promise<ToShow> {
  const { store, identity, entry, flags, texts, note } = options;
  const progress = new Progress(options.isQuiet);
  const expectedFingerprints = flags['expect-fingerprint'] ?? [];
  checkFingerprints(expectedFingerprints);
  const timeoutMs = parseWait(flags.timeout, 'timeout');
  const grace = parseGrace(flags.grace);
  const canAsk = options.isInteractive || (options.stdinIsTaken === true && hasTerminal());
  // A user who cannot be asked and named no digest can be told before any connection.
  if (entry.kind !== 'agreement' && !canAsk && options.isOwn !== true && flags.approve === undefined) throw missing(undefined);
  const source = await ownFileOf(flags);
  await checkOutputs(flags, dataFilesOf(flags));
  for (const line of await store.records.missing()) note(`Warning: ${line} If you removed it yourself, say so with \`mpc doctor --accept\`.`);
  const deadline = new Deadline(timeoutMs, flags.timeout);
  const remarks = new Remarks();
  /** Ends the open question or pager when the session fails meanwhile: nothing of it may stay at the terminal. */
  const over = new AbortController();
  const signal = AbortSignal.any([deadline.signal, over.signal]);
  const prompt: PromptOptions | undefined = canAsk ? { signal, fromTerminal: options.stdinIsTaken === true, remarks } : undefined;
  // Scripts that name a digest have looked before, with `mpc check`; their logs are read by others.
  const isAskedToApprove = prompt !== undefined && flags.approve === undefined && options.signedAhead !== true && options.isOwn !== true;
  let isAsking = false;
  let asked: Promise<unknown> = Promise.resolve();
  /** Stops the time while people read or answer. */
  const whileAsking = async <T>(question: () => Promise<T>): Promise<T> => {
    if (canAsk) deadline.pause();
    isAsking = canAsk;
    const answer = question().finally(() => (isAsking = false));
    asked = answer.catch(() => undefined);
    return answer;
  };
  let warnings: readonly Notice[] = [];
  const read = async (agreement: Agreement, ownName: string, file: OwnFile): Promise<ReadInput> => {
    const input = await readInput(agreement, ownName, file, { advance: (what, done, total) => progress.advance(what, done, total), signal: deadline.signal });
    progress.clear();
    warnings = input.warnings;
    for (const line of input.notes) note(line);
    note(`${filesIn(file).map((each) => each.file).join(', ')}: ${rowsInWords(input.rows)}.`);
    if (isAskedToApprove) note(givenBeforeApproval(givenBy(agreement, ownName, input.contribution)));
    if (prompt !== undefined) {
      const rows = await namesAsRead(agreement, ownName, file, input.warnings);
      await whileAsking(async () => confirmNames(rows, file.file, prompt, texts)).finally(() => deadline.resume());
    }
    return input;
  };

  try {
    const decided = { isVerified: false, isCompared: false };
    const outcome = await takePartHere({
      store,
      identity,
      entry,
      source,
      read,
      trial: options.trial,
      expectedFingerprints,
      ca: flags.ca,
      operator: flags.operator,
      ...grace,
      signal: deadline.signal,
      beforeConnecting: options.beforeConnecting,
      approve: async ({ agreement, digest, words, keysAreVerified, unverified, remarks: ofKeys }) => {
        progress.clear();
        if (options.settings !== undefined) remarks.say(options.settings);
        // It goes on when all have approved, because others read, too.
        const decision = await whileAsking(async () => decideApproval(agreement, digest, {
          named: flags.approve,
          signedAhead: options.signedAhead ?? false,
          isOwn: options.isOwn ?? false,
          keysAreVerified,
          unverified,
          words,
          remarks: ofKeys,
          texts,
          prompt,
          show: async (text) => readOut(text, { isQuiet: options.isQuiet, signal, remarks }),
        }));
        decided.isVerified = decision.identitiesVerified;
        decided.isCompared = decided.isVerified && !keysAreVerified;
        return decision;
      },
      watch: (phase) => {
        if (phase.step === 'approving') {
          progress.clear();
          note(`${texts.approval.sessionInWords(phase.words)}${decided.isVerified ? '' : `\n  ${texts.approval.unverified}`}`);
        }
        if (phase.step === 'computing' || (phase.step === 'connecting' && entry.kind === 'agreement')) deadline.resume();
        if (isAsking && (phase.step === 'relay' || phase.step === 'party')) remarks.say(phaseText(phase));
        else showPhase(progress, phase);
        const { step, ...fields } = phase;
        events?.write(step, fields);
      },
    });
    progress.clear();
    const question = { fromTerminal: options.stdinIsTaken === true };
    const afterwards = decided.isCompared && canAsk ? async () => offerToKeep(store, outcome.agreement, identity.publicKey, { prompt: question, operator: flags.operator, texts }) : undefined;
    return { ...(await keepResult(store, outcome, flags.out, source, warnings)), texts, format: formatOf(flags.format), chart: flags.chart, report: flags.report, afterwards };
  } finally {
    over.abort(new MpcError('INTERRUPTED', 'The session is over.', ''));
    await asked;
    progress.clear();
    deadline.clear();
  }
}

async function keepResult({ receipts, shares }: Store, outcome: Outcome, out: string | undefined, source: CsvSource | undefined, warnings: readonly Notice[]): Promise<Omit<ToShow, 'texts'>> {
  const shareFile = outcome.share === undefined ? null : shares.pathOf(outcome.session);
  const json = { ...sessionJson(outcome, receipts.pathOf(outcome.session), outcome.agreement.threshold === undefined ? undefined : shareFile), warnings };
  if (out === '-' && leavesResult(outcome)) return { outcome, json, output: outContent(out, outcome, json, source) };
  const unsaved = out !== undefined && out !== '-' && leavesResult(outcome) ? await failureOf(replaceFile(out, outContent(out, outcome, json, source), 0o600)) : undefined;
  return { outcome: { ...outcome, problem: outcome.problem ?? unsaved }, json };
}

/** What --out gets: for rows that match, this party's file once more with what matched, unless it is to be JSON. */
function outContent(out: string, { agreement, result }: Outcome, json: SessionJson, source: CsvSource | undefined): Iterable<string> | AsyncIterable<string> {
  const matches = result === undefined ? undefined : operationOf(agreement).result.ownRows(result);
  return matches === undefined || source === undefined || out.toLowerCase().endsWith('.json') ? jsonLine(json) : matchesCsv(source, matches);
}
