import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { Deadline } from '../cli/deadline.js';
import { parseWait } from '../cli/duration.js';
import { languageFlags } from '../cli/flags.js';
import { rehearsalJson, rehearsalText } from '../cli/rehearsal-view.js';
import { Progress } from '../cli/terminal/progress.js';
import { readAgreementFile, rehearse } from '../library/agreements.js';

export default class Rehearse extends MpcCommand {
  static override summary = 'Play all parties of an agreement on this machine with made-up files, and show what comes out. Nothing is sent.';
  static override description =
    'For whoever wants to see a result before anybody signs: real sessions of all parties, with a relay on this machine. An agreement names real keys, so what is played is a copy of it with keys that are made for it and thrown away; where lists are compared, they are short ones, so that it takes seconds. The files are made up within what the agreement asks for: some rows stand in every list. Your own identity, data, ledger and history are not touched.\n\nNumbers in the result say nothing about anybody.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json', '<%= config.bin %> <%= command.id %> agreement.json --rows 200 --seed 7 --keep made-up/'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file, signed or not; - for standard input.', required: true }) };
  static override flags = withEnvironment({
    ...languageFlags,
    rows: Flags.integer({ description: 'Rows of each file that is made up, where the agreement allows as many.', helpValue: 'N', default: 20, min: 1, max: 10_000 }),
    seed: Flags.integer({ description: 'The same number makes up the same files.', helpValue: 'N', default: 1, min: 1, max: 1_000_000 }),
    keep: Flags.string({ description: 'Folder in which the files that were made up are to stay. No file is replaced.', helpValue: 'FOLDER' }),
    timeout: Flags.string({ description: 'From start to end (8s, 5m, 1h).', helpValue: 'DURATION', default: '10m' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(Rehearse);
    const signed = await readAgreementFile(args.file);
    const timeoutMs = parseWait(flags.timeout, 'timeout');
    const deadline = new Deadline(timeoutMs, flags.timeout);
    const progress = new Progress(this.common.quiet);
    try {
      const rehearsal = await rehearse({ agreement: signed.agreement, rows: flags.rows, seed: flags.seed, keep: flags.keep, timeoutMs, signal: deadline.signal, onStep: (step) => progress.phase(step) });
      progress.clear();
      this.print([...rehearsalText(args.file, rehearsal, this.texts)].join('').trimEnd());
      return rehearsalJson(signed.digest, rehearsal);
    } finally {
      progress.clear();
      deadline.clear();
    }
  }
}
