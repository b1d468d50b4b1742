import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { participationFlags } from '../../cli/flags.js';
import { KEYS, matchInWords } from '../../cli/review-view.js';
import { Keys } from '../../cli/terminal/keys.js';
import { toUser } from '../../cli/terminal/screen.js';
import { MpcError } from '../../library/errors.js';
import { Decisions, decisionsBeside, readMatches, type MatchDecision, type Matches } from '../../library/review.js';
import { english } from '../../library/text.js';

const BY_KEY: Readonly<Record<string, MatchDecision>> = { y: 'yes', n: 'no', u: 'unsure' };

export default class ReviewMatches extends MpcCommand {
  static override summary = 'Go through the matches of a session at the terminal, and write down what you decide.';
  static override description =
    'RESULTS is what --out wrote, or what --json printed. Of each match you see your own row, by which rules it matches, how many match by chance, and what you learned about it. One key decides, without Enter.\n\nEvery decision is written at once to a CSV file beside RESULTS, which only you can read; the same command goes on where you stopped. It holds numbers of rows and no cell. Nothing is sent.\n\nA CSV file shows all columns of your rows; JSON (--out FILE.json) shows the key columns and how many match by chance.';
  static override examples = ['<%= config.bin %> <%= command.id %> matches.csv', '<%= config.bin %> <%= command.id %> result.json --decisions checked.csv --operator j.doe'];
  static override args = { results: Args.string({ name: 'RESULTS', description: 'The result of a matching, as CSV or JSON.', required: true }) };
  static override flags = {
    ...withEnvironment({ decisions: Flags.string({ description: 'The file for the decisions. Default: beside RESULTS, with the ending .decisions.csv.', helpValue: 'FILE' }) }),
    operator: participationFlags.operator,
  };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ReviewMatches);
    if (flags.decisions === '-') throw new MpcError('USAGE', '--decisions writes a file, and not to standard output.', 'Name a file.');
    const path = flags.decisions ?? decisionsBeside(args.results);
    if (!this.isInteractive || !process.stderr.isTTY) throw new MpcError('USAGE', 'Matches are reviewed at a terminal, and there is none here.', 'Run it at a terminal, without --no-input.');
    const found = await readMatches(args.results);
    const decisions = await Decisions.open(path, found, flags.operator);
    if (found.strengths === undefined && found.matches.length > 0) this.note('This file does not say how many rows match by chance: a result as JSON does (--out FILE.json).');
    if (found.matches.length > 0) await goThrough(found, decisions);
    return this.#summary(found, decisions);
  }

  #summary({ matches, notTested, file }: Matches, decisions: Decisions): object {
    const [yes, no, unsure] = [decisions.count('yes'), decisions.count('no'), decisions.count('unsure')];
    const open = matches.length - decisions.size;
    this.printFitted(`${matches.length} ${matches.length === 1 ? 'match' : 'matches'}: ${yes} yes, ${no} no, ${unsure} unsure, ${open} open.`);
    if (decisions.size > 0) this.print(`Decisions: ${decisions.path}`);
    this.note(english.result.notFound(notTested));
    return { results: file, decisions: decisions.size === 0 ? null : decisions.path, matches: matches.length, yes, no, unsure, open, notTested };
  }
}

/** Begins at the first that is open, or at the first. Ends after the last. */
async function goThrough(found: Matches, decisions: Decisions): Promise<void> {
  const keys = new Keys();
  const firstOpen = found.matches.findIndex(({ row }) => decisions.of(row) === undefined);
  let at = Math.max(firstOpen, 0);
  try {
    await show(keys, found, at, decisions);
    for (;;) {
      const key = await keys.next();
      const row = found.matches[at]?.row ?? 0;
      const decision = BY_KEY[key];
      if (key === 'q' || key === 'end') {
        toUser('quit\n');
        return;
      }
      if (key === '') toUser(`\nOne key at a time. Is it the same? (${KEYS}) `);
      if (decision === undefined && !['s', 'b', 'left'].includes(key)) continue;
      if (decision !== undefined) await decisions.decide(row, decision);
      const isBack = key === 'b' || key === 'left';
      toUser(`${decision ?? (isBack ? 'back' : 'skip')}\n`);
      at = isBack ? Math.max(at - 1, 0) : at + 1;
      if (at === found.matches.length) return;
      await show(keys, found, at, decisions);
    }
  } catch (error) {
    // The cursor is behind the question.
    toUser('\n');
    if (error instanceof MpcError && error.code === 'INTERRUPTED') throw new MpcError('INTERRUPTED', `Interrupted. ${decisions.size === 0 ? 'Nothing was decided.' : `What was decided is in ${decisions.path}.`}`, decisions.size === 0 ? '' : 'The same command goes on from there.');
    throw error;
  } finally {
    keys.close();
  }
}

/** A key that was typed before a match was to be seen does not decide it. */
async function show(keys: Keys, found: Matches, at: number, decisions: Decisions): Promise<void> {
  await keys.forget();
  toUser(`${matchInWords(found, at, { count: decisions.size, here: decisions.of(found.matches[at]?.row ?? 0) }, process.stderr.columns)}\nIs it the same? (${KEYS}) `);
}
