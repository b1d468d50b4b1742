import { resolve } from 'node:path';
import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { withdrawInFile } from '../../library/agreements.js';
import { MpcError } from '../../library/errors.js';

export default class AgreementUnsign extends MpcCommand {
  static override summary = 'Take back an approval that was given ahead.';
  static override description = 'The signature is removed from this file, and this machine refuses it in every other copy, until it signs again. A session that has begun is not undone.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file; it is rewritten without the signature.', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(AgreementUnsign);
    if (args.file === '-') throw new MpcError('USAGE', 'The file is rewritten, and standard input cannot be.', 'Name the agreement file.');
    const { digest, runs, wasInFile } = await withdrawInFile(this.store, args.file);
    this.printFitted(`Withdrawn: ${digest}`);
    if (!wasInFile) this.note('This copy held no signature of yours; one in another copy is refused from now on.');
    if (runs > 0) this.note(`It has been run ${runs} time${runs === 1 ? '' : 's'} already, which this does not undo.`);
    return { file: resolve(args.file), digest };
  }
}
