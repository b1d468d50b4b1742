import { existsSync } from 'node:fs';
import { Args } from '@oclif/core';
import { asKind, beginsInvite, decodeInvite, inviteIn, isApprovedAhead, looksLikeInvite, MAX_FILE_BYTES, parseSigned, readAsKind, seatIn, type SignedAgreement } from '../library/agreements.js';
import { openIdentity, refuseFormerKey, type Identity } from '../library/home.js';
import { wayTo } from '../library/relays.js';
import { MpcCommand } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { unlocking } from '../cli/identity.js';
import { askData } from '../cli/input.js';
import { showOutcome } from '../cli/outcome.js';
import { participate } from '../cli/participation.js';
import { MpcError } from '../library/errors.js';
import { readBounded, readStandardInput } from '../io/files.js';
import { askLines, hasTerminal, type PromptOptions } from '../cli/terminal/prompts.js';
import { operationOf } from '../library/operations.js';
import { tellKeyChanged, type Entry } from '../library/sessions.js';

export default class Join extends MpcCommand {
  static override summary = 'Take part in a session, by an agreement file or an invite.';
  static override description =
    'Reads the agreement aloud and asks for approval, unless --approve names its digest or the file holds this party’s signature. Without FILE, asks for the invite.\n\nWith an agreement file, this party’s CSV file is read and checked before the relay is called; by invite, once every party has approved. Nothing that depends on it leaves before every party has approved.\n\nEvery flag can come from the environment; one that is repeatable has its values there between commas, or in lines where they hold commas.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --csv payroll.csv',
    '<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv --map salary="Gross pay"',
    '<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv --approve DIGEST --json --no-input',
    '<%= config.bin %> <%= command.id %> - --csv payroll.csv < invite.txt',
  ];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement or invite file; - for standard input.' }) };
  static override flags = { ...participationFlags };

  protected override async execute(): Promise<object> {
    const { args, flags: given } = await this.parse(Join);
    if (args.file === '-' && given.data === '-') throw new MpcError('USAGE', 'The agreement or invite and the data cannot both come from standard input.', 'Put one of them into a file.');
    const { store } = this;
    const bytes = await this.#content(args.file);
    const content = bytes.toString('utf8');
    const signed = looksLikeInvite(content) ? undefined : await parseAgreement(bytes, args.file ?? 'What was given');
    const entry: Entry = signed === undefined ? { kind: 'invite', invite: decodeInvite(content) } : { kind: 'agreement', agreement: signed.agreement };
    if (signed !== undefined) {
      const { agreement } = signed;
      await refuseFormerKey(store, agreement.parties, async (former) => tellKeyChanged(agreement, former, { admissionToken: await store.relayTokens.tokenFor(agreement.relay), way: await wayTo(agreement.relay, given.ca) }));
    }
    const identity = await openIdentity(store, unlocking(given['passphrase-file'], this.isInteractive));
    const signedAhead = signed !== undefined && (await isApprovedAhead(store, signed, identity.publicKey));
    const stdinIsTaken = (args.file === '-' || given.data === '-') && !this.common['no-input'];
    const canAsk = stdinIsTaken ? hasTerminal() : this.isInteractive;
    // Whoever comes by an invite and lacks a file would end the session for everyone.
    const flags = { ...given, data: given.data ?? (given.csv === undefined && canAsk ? await this.#askData(entry, identity, { fromTerminal: stdinIsTaken }) : undefined) };
    const participated = await participate({
      store,
      identity,
      entry,
      flags,
      signedAhead,
      isInteractive: this.isInteractive && args.file !== '-',
      stdinIsTaken,
      isQuiet: this.common.quiet,
      note: (text) => this.note(text),
    });
    return showOutcome(participated, this.common.json, (text) => this.note(text));
  }

  async #askData(entry: Entry, identity: Identity, prompt: PromptOptions): Promise<string | undefined> {
    if (entry.kind !== 'agreement') return askData(true, prompt);
    const name = entry.agreement.parties[seatIn(entry.agreement, identity)]?.name ?? '';
    return operationOf(entry.agreement).putsDataIn(entry.agreement, name) ? askData(false, prompt) : undefined;
  }

  async #content(file: string | undefined): Promise<Buffer> {
    if (file === '-') return Buffer.from(await readStandardInput(MAX_FILE_BYTES, 'an agreement or invite'));
    if (file !== undefined && looksLikeInvite(file) && !existsSync(file)) {
      throw new MpcError('USAGE', 'An invite is a secret, and other users of this machine can see what stands on a command line.', 'Run `mpc join` and paste it, or put it into a file and run `mpc join FILE`.');
    }
    if (file !== undefined) return readAsKind(file, ['mpc-agreement', 'invite'], 'an agreement or an invite', async () => Buffer.from(await readBounded(file, MAX_FILE_BYTES, 'USAGE', 'agreement or invite')));
    if (!this.isInteractive) throw new MpcError('USAGE', 'It is not said what to join.', 'Give an agreement or invite file, or - for standard input.');
    const text = await askLines('Paste the invite, or the path of an agreement file:', judgePasted);
    return looksLikeInvite(text) ? Buffer.from(text, 'utf8') : this.#content(text);
  }
}

/** Of what was pasted so far: an invite that is whole, the path of a file, or what to ask for. */
function judgePasted(lines: readonly string[]): { text: string } | { say: string; keep: boolean } {
  const path = (lines.at(-1) ?? '').trim();
  if (path !== '' && existsSync(path)) return { text: path };
  const pasted = lines.join('\n');
  const invite = inviteIn(pasted);
  if (invite !== undefined) return { text: invite };
  if (beginsInvite(pasted)) return { say: 'This is no whole invite: a part of it is missing or wrong. Paste the rest, or the whole again:', keep: true };
  return { say: path === '' ? 'An invite begins with mpcinvite1. Paste it:' : 'That is neither an invite, which begins with mpcinvite1, nor a file. Try again:', keep: lines.length < MOST_LINES };
}

/** Of a mail that was pasted whole. */
const MOST_LINES = 200;

async function parseAgreement(bytes: Buffer, from: string): Promise<SignedAgreement> {
  return asKind(from === '-' ? 'Standard input' : from, bytes, ['mpc-agreement'], 'an agreement or an invite', () => {
    if (!/^\s*\{/.test(bytes.toString('utf8'))) throw new MpcError('USAGE', 'This is neither an agreement nor an invite.', 'An agreement file begins with {, an invite with mpcinvite1.');
    return parseSigned(bytes);
  });
}
