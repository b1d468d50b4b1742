import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { serveLanguage } from '../../library/programs.js';

export default class ProgramLanguageServer extends MpcCommand {
  static override summary = 'Tell an editor what is wrong with a program while it is written.';
  static override description = 'Speaks the language server protocol on standard input and output, until the editor ends it: errors and notices with their codes, what a name may hold and who knows it, the usual form, and completion. It opens no file and contacts nobody.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = withEnvironment({ stdio: Flags.boolean({ description: 'What editors say; there is no other way.', hidden: true }) });

  protected override async execute(): Promise<object> {
    await this.parse(ProgramLanguageServer);
    return serveLanguage(process.stdin, process.stdout, this.config.version);
  }
}
