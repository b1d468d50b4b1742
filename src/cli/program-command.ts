import { knownParty } from '../library/home.js';
import { acceptedSection, program, type ProgramProposal, type ProgramText } from '../library/programs.js';
import { textOf } from '../library/text.js';
import { ProposeCommand, type ProposeValues } from './propose-command.js';
import { usage } from './proposing.js';

/** What a proposer of a program decides in addition. */
export interface ProgramValues {
  role?: string[] | undefined;
  set?: string[] | undefined;
  list?: string[] | undefined;
  /** The notices that are accepted; undefined if all are, since the program is one of this command's own. */
  accept?: string[] | undefined;
}

/** What `mpc run` and the commands that write programs share: they propose a program, and take part in it. */
export abstract class ProgramCommand extends ProposeCommand<ProgramValues> {
  protected readonly usualSeats = '3';

  #terms: ProgramProposal['terms'] | undefined;

  protected askTerms(): Promise<void> {
    return Promise.resolve();
  }

  /** Throws PARTY_UNKNOWN. */
  async #checkNames(names: readonly string[]): Promise<void> {
    const { name: own } = await this.store.identity.read();
    for (const name of names) if (name !== own) await knownParty(this.store, name);
  }

  protected termsOf(): ProgramProposal['terms'] {
    if (this.#terms === undefined) throw new Error('a program is proposed before it was read');
    return this.#terms;
  }

  protected async proposeProgram(text: ProgramText, flags: ProposeValues<ProgramValues>, acceptsAll: boolean): Promise<object> {
    const { terms, accepted, assignedBy } = await program(text, { roles: flags.role, parameters: flags.set, lists: flags.list, accept: acceptsAll ? 'all' : flags.accept, runs: flags.runs, ...(flags.seats === undefined ? { checkNames: async (names) => this.#checkNames(names) } : {}) });
    const assigned = assignedBy?.((await this.store.identity.read()).name);
    if (assigned !== undefined && flags.party !== undefined) throw usage('--party and the names behind --role both say who takes part.', 'Leave --party out.');
    if (acceptsAll && accepted.length > 0) this.note(textOf([acceptedSection(accepted)]));
    this.#terms = terms;
    if (assigned === undefined) return this.propose(flags);
    const { parties, recipients, withoutData } = assigned;
    return this.propose({ ...flags, ...(flags.seats === undefined ? { party: [...parties] } : {}), to: [...recipients], 'without-data': [...withoutData] });
  }
}
