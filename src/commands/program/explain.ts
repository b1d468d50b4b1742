import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { MpcError } from '../../library/errors.js';
import { explainCode } from '../../library/programs.js';
import { cleaned } from '../../library/text.js';

export default class ProgramExplain extends MpcCommand {
  static override summary = 'Tell the longer story of an error or a notice of a program.';
  static override examples = ['<%= config.bin %> <%= command.id %> E046', '<%= config.bin %> <%= command.id %> A04'];
  static override args = { code: Args.string({ name: 'CODE', description: 'Code of an error (E046) or of a notice (A04, N01).', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(ProgramExplain);
    const found = explainCode(args.code);
    if (found === undefined) throw new MpcError('USAGE', `There is no code "${cleaned(args.code, 20)}".`, 'Codes are printed by `mpc program check FILE`: E001 to E103 for errors, A01 to A21 and N01 to N09 for notices.');
    this.printFitted(found.text);
    const { code, about, story } = found;
    return found.kind === 'error' ? { code, about, story, wrong: found.wrong ?? null, right: found.right ?? null } : { code, about, story, remedy: found.remedy };
  }
}
