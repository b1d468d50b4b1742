import { MpcCommand } from '../../cli/base-command.js';
import { printRules } from '../../cli/house-rules.js';
import { houseRules } from '../../library/home.js';

export default class Policy extends MpcCommand {
  static override summary = 'Show the house rules of this machine: what this party never agrees to.';
  static override description =
    'Programs have notices under ATTENTION, with codes such as A05 (no least number of rows is asked for, so that one row may be read off). A code that is refused here cannot be proposed, approved or joined on this machine, whoever works at it: `mpc agreement show` marks it, and other commands end with HOUSE_RULE. The rules bind this machine alone, and are not sent to anybody. They speak of programs, and so of `mpc run`, `mpc stats` and the other analyses: sums, averages, comparisons and lists have no such codes.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> refuse A05 A09', '<%= config.bin %> <%= command.id %> allow A09'];

  protected override async execute(): Promise<object> {
    await this.parse(Policy);
    const refused = await houseRules(this.store);
    if (refused.length === 0) this.note('No house rules yet. Set one: mpc policy refuse CODE. `mpc program explain CODE` tells what a code is about.');
    printRules((line) => {
      this.printFitted(line);
    }, refused);
    return { refused };
  }
}
