import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { printRules } from '../../cli/house-rules.js';
import { changeHouseRules } from '../../library/home.js';

export default class PolicyAllow extends MpcCommand {
  static override summary = 'Take codes out of the house rules of this machine.';
  static override description = 'Agreements that have these notices can be approved again. Each still has to be read and approved by itself.';
  static override usage = ['policy allow CODE…'];
  static override examples = ['<%= config.bin %> <%= command.id %> A05', '<%= config.bin %> <%= command.id %> A05 A09'];
  static override strict = false;
  static override args = { code: Args.string({ name: 'CODE', description: 'Code of a notice under ATTENTION (A01 to A21); several may follow.', required: true }) };

  protected override async execute(): Promise<object> {
    const { argv } = await this.parse(PolicyAllow);
    const refused = await changeHouseRules(this.store, 'allow', argv.map(String));
    if (refused.length === 0) this.note('No house rules are left.');
    printRules((line) => {
      this.printFitted(line);
    }, refused);
    return { refused };
  }
}
