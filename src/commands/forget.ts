import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { askYesNo } from '../cli/terminal/prompts.js';
import { toUser } from '../cli/terminal/screen.js';
import { MpcError } from '../library/errors.js';
import { cleaned } from '../library/text.js';
import { forget, forgetPastRetention, FORGETTABLE, lookThrough, pastRetention, USUAL, type Forgettable, type Found, type PastRetention } from '../library/home.js';

const MAX_PURPOSE = 200;

const WORDS: Readonly<Record<Forgettable, string>> = {
  history: 'the history of sessions (one file)',
  receipts: 'receipts, and the log that chains them',
  parties: 'known parties: their names and keys',
  ledger: 'the ledger of what others tested against your lists: the counts begin again at nothing',
  runs: 'records of runs: session and time go. That an agreement was run stays, by its digest alone, so that it cannot be run again',
  approvals: 'approvals that were taken back: signed copies of those agreements are good again until they expire',
  tokens: 'admission tokens of relays',
  shares: 'shares of sealed results: without enough of them nobody can open these any more',
  identity: 'this party’s identity, former ones too: its key is lost, and with it records of runs',
};

export default class Forget extends MpcCommand {
  static override summary = 'Remove what this machine keeps of sessions and partners, and say what remains.';
  static override description =
    'By default this removes history, receipts, known parties, the ledger and what records of runs tell. Identity, relay tokens, shares of sealed results and withdrawals of approvals stay. A receipt is evidence for you, too: others keep theirs.\n\nRemoved files can often be read from a disk for a long time. An encrypted disk, and a passphrase on the identity, protect a laptop that is taken away.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --only parties --only history', '<%= config.bin %> <%= command.id %> --all --yes'];
  static override flags = withEnvironment({
    only: Flags.string({ description: 'Only this. Repeatable.', options: [...FORGETTABLE], multiple: true, multipleNonGreedy: true }),
    keep: Flags.string({ description: 'All that goes by default, but not this. Repeatable.', options: [...FORGETTABLE], multiple: true, multipleNonGreedy: true, exclusive: ['only'] }),
    all: Flags.boolean({ description: 'Everything, the identity too.', exclusive: ['only', 'keep'] }),
    'past-retention': Flags.boolean({ description: 'Only shares of sealed results that should be gone by their agreements.', exclusive: ['only', 'keep', 'all'] }),
    yes: Flags.boolean({ char: 'y', description: 'Do not ask.' }),
    operator: participationFlags.operator,
  });

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Forget);
    const past = await pastRetention(this.store, Date.now());
    if (flags['past-retention']) return this.#past(past.filter(({ shares }) => shares.length > 0), flags);
    const what: readonly Forgettable[] = flags.all ? FORGETTABLE : flags.only === undefined ? USUAL.filter((each) => flags.keep?.includes(each) !== true) : FORGETTABLE.filter((each) => flags.only?.includes(each) === true);
    const here = (await lookThrough()).filter(({ paths }) => paths.length > 0);
    const [goes, stays] = [here.filter((found) => what.includes(found.what)), here.filter((found) => !what.includes(found.what))];
    if (goes.length === 0) {
      this.note('There is nothing to remove.');
      return { removed: [], remains: stays.map(json) };
    }
    await this.#confirm(listed(goes), flags.yes);
    const removed = await forget(what, { operator: flags.operator });
    this.printFitted(`Removed:\n${listed(removed)}`);
    this.printFitted(`\nStill here:\n${stays.length === 0 ? '  nothing of this program' : listed(stays)}`);
    this.printFitted('\nNot touched, wherever they are: agreement files, your data, results that you wrote to files, back-ups, the history of your shell and terminal, and what the other parties keep.');
    if (past.length > 0) this.printFitted(`\nBy their agreements these results should be gone, so delete what you wrote of them to files:\n${pastInWords(past)}`);
    return { removed: removed.map(json), remains: stays.map(json) };
  }

  async #past(past: readonly PastRetention[], { yes, operator }: { readonly yes: boolean; readonly operator?: string | undefined }): Promise<object> {
    if (past.length === 0) {
      this.note('There is nothing to remove.');
      return { removed: [] };
    }
    await this.#confirm(`shares of these results: without enough of them nobody can open these any more\n${pastInWords(past)}`, yes);
    const removed = await forgetPastRetention(this.store, { operator });
    this.printFitted(`Removed: shares of these results\n${pastInWords(removed)}`);
    return { removed: removed.map(({ session, retainUntil }) => ({ session, retainUntil })) };
  }

  async #confirm(goes: string, yes: boolean): Promise<void> {
    if (yes) return;
    if (!this.isInteractive) throw new MpcError('USAGE', 'Nobody can be asked whether to remove it, and --yes is not given.', 'Look at what would go with `mpc forget` at a terminal, or add --yes.');
    toUser(`To be removed for good:\n${goes}\n`);
    if (!(await askYesNo('Remove all of this?'))) throw new MpcError('DECLINED', 'Nothing was removed.', '');
  }
}

function pastInWords(past: readonly PastRetention[]): string {
  return past.map(({ session, purpose, retainUntil }) => `  ${session.slice(0, 8)}, until ${retainUntil}: ${cleaned(purpose, MAX_PURPOSE)}`).join('\n');
}

function listed(found: readonly Found[]): string {
  return found.map(({ what, count }) => `  ${what} (${count}): ${WORDS[what]}`).join('\n');
}

function json({ what, count }: Found): object {
  return { what, count };
}
