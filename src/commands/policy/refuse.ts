import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { printRules } from '../../cli/house-rules.js';
import { changeHouseRules } from '../../library/home.js';

export default class PolicyRefuse extends MpcCommand {
  static override summary = 'Never agree to programs that have these notices.';
  static override description = 'From now on no agreement that has one of them is proposed, approved or joined on this machine. Approvals that were given ahead stay in their files, and `mpc join` refuses them here.';
  static override usage = ['policy refuse CODE…'];
  static override examples = ['<%= config.bin %> <%= command.id %> A05', '<%= config.bin %> <%= command.id %> A05 A09'];
  static override strict = false;
  static override args = { code: Args.string({ name: 'CODE', description: 'Code of a notice under ATTENTION (A01 to A21); several may follow.', required: true }) };

  protected override async execute(): Promise<object> {
    const { argv } = await this.parse(PolicyRefuse);
    const refused = await changeHouseRules(this.store, 'refuse', argv.map(String));
    printRules((line) => {
      this.printFitted(line);
    }, refused);
    return { refused };
  }
}
