import { existsSync } from 'node:fs';
import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { dryRun } from '../cli/dry-run.js';
import { unlocking } from '../cli/identity.js';
import { askData, readsStandardInput } from '../cli/input.js';
import { showOutcome } from '../cli/outcome.js';
import { participate } from '../cli/participation.js';
import { askLines, type PromptOptions } from '../cli/terminal/prompts.js';
import { hasTerminal } from '../cli/terminal/terminal.js';
import { MpcError } from '../library/errors.js';
import { beginsInvite, entryIn, inviteIn, looksLikeInvite, openForJoining, putsDataIn, readEntryText } from '../library/sessions.js';

export default class Join extends MpcCommand {
  static override summary = 'Take part in a session, by an agreement file or an invite.';
  static override description =
    'Shows the agreement in plain words and asks for approval, unless --approve names its digest or the file holds this party’s signature. Without FILE, asks for the invite.\n\nWith an agreement file, this party’s CSV file is read and checked before the relay is called; by invite, once every party has approved. Nothing that depends on it leaves before every party has approved.\n\nEvery flag can come from the environment; a repeatable one has its values there between commas, or one a line if they hold commas.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --csv payroll.csv',
    '<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv --map salary="Gross pay"',
    '<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv --approve DIGEST --json --no-input',
    '<%= config.bin %> <%= command.id %> - --csv payroll.csv < invite.txt',
  ];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement or invite file; - for standard input.' }) };
  static override flags = {
    ...participationFlags,
    ...withEnvironment({ 'dry-run': Flags.boolean({ char: 'n', description: 'Only read this party’s file as the session would, as `mpc check` does. Nothing is sent.', helpGroup: 'TAKING PART' }) }),
  };

  protected override async execute(): Promise<object> {
    const { args, flags: given } = await this.parse(Join);
    if (args.file === '-' && readsStandardInput(given)) throw new MpcError('USAGE', 'The agreement or invite and the data cannot both come from standard input.', 'Put one of them into a file.');
    if (given['dry-run']) {
      if (args.file === undefined) throw new MpcError('USAGE', '--dry-run needs an agreement file: by an invite, nobody knows yet what is asked.', 'Give the agreement file.');
      const by = { store: this.store, isInteractive: this.isInteractive, isQuiet: this.common.quiet, print: (text: string) => this.print(text), note: (text: string) => this.note(text) };
      return dryRun(by, args.file, given);
    }
    const toJoin = await entryIn(await this.#text(args.file), args.file === '-' ? 'Standard input' : (args.file ?? 'What was given'));
    const { identity, signedAhead } = await openForJoining(this.store, toJoin, unlocking(given['passphrase-file'], this.isInteractive), given.ca);
    const stdinIsTaken = (args.file === '-' || readsStandardInput(given)) && !this.common['no-input'];
    const canAsk = stdinIsTaken ? hasTerminal() : this.isInteractive;
    // A party that comes by an invite and lacks a file would end the session for everyone.
    const asksData = given.data === undefined && given.csv === undefined && canAsk;
    const asked = asksData ? await this.#askData(putsDataIn(toJoin, identity), { fromTerminal: stdinIsTaken }) : undefined;
    const participated = await participate({
      store: this.store,
      identity,
      entry: toJoin.entry,
      flags: { ...given, ...(asked === undefined ? {} : { data: [asked] }) },
      signedAhead,
      isInteractive: this.isInteractive && args.file !== '-',
      stdinIsTaken,
      isQuiet: this.common.quiet,
      texts: this.texts,
      settings: this.settings,
      note: (text) => this.note(text),
    });
    return showOutcome(participated, this.common.json, (text) => this.note(text));
  }

  /** `isNeeded`: undefined if the agreement does not say yet whether this party puts data in. */
  async #askData(isNeeded: boolean | undefined, prompt: PromptOptions): Promise<string | undefined> {
    return isNeeded === false ? undefined : askData(isNeeded === undefined, prompt);
  }

  async #text(file: string | undefined): Promise<string> {
    if (file !== undefined) return readEntryText(file);
    if (!this.isInteractive) throw new MpcError('USAGE', 'It is not said what to join.', 'Give an agreement or invite file, or - for standard input.');
    const text = await askLines('Paste the invite, or the path of an agreement file:', judgePasted);
    return looksLikeInvite(text) ? text : this.#text(text);
  }
}

/** The invite, from a mail that was pasted whole. */
const MOST_LINES = 200;

/** Finds in what was pasted so far a whole invite or the path of a file, or says what to ask for. */
function judgePasted(lines: readonly string[]): { text: string } | { say: string; keep: boolean } {
  const path = (lines.at(-1) ?? '').trim();
  if (path !== '' && existsSync(path)) return { text: path };
  const pasted = lines.join('\n');
  const invite = inviteIn(pasted);
  if (invite !== undefined) return { text: invite };
  if (beginsInvite(pasted)) return { say: 'This is no whole invite: a part of it is missing or wrong. Paste the rest, or the whole again:', keep: true };
  return { say: path === '' ? 'An invite begins with mpcinvite1. Paste it:' : 'That is neither an invite, which begins with mpcinvite1, nor a file. Try again:', keep: lines.length < MOST_LINES };
}
