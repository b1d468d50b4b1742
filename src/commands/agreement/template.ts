import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { writeNew } from '../../cli/output.js';
import { shownPath } from '../../cli/paths.js';
import { agreementTemplate, readAgreementFile } from '../../library/agreements.js';
import { MpcError } from '../../library/errors.js';

export default class AgreementTemplate extends MpcCommand {
  static override summary = 'Write the empty table that a party fills in for an agreement: its headers, and what may stand below them.';
  static override description = 'With --out FILE.xlsx it is a workbook with the sheet to fill in and one that explains it; otherwise one line of CSV, with the explanation on standard error. A party whose own file has other headers needs no such table: it says with `mpc join --map NAME=HEADER` which is which.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json --out blank.xlsx', '<%= config.bin %> <%= command.id %> agreement.json --party "Hospital South" --out south.csv'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file; - for standard input.', required: true }) };
  static override flags = withEnvironment({
    party: Flags.string({ description: 'Whose table; by default that of this machine’s party.', helpValue: 'NAME' }),
    rows: Flags.string({ description: 'Which of its files, where a program reads several.', helpValue: 'NAME' }),
    out: Flags.string({ char: 'o', description: 'The file to write, .csv or .xlsx; standard output otherwise, as CSV. No file is replaced.', helpValue: 'FILE' }),
  }, 'agreement template');

  protected override async execute(): Promise<object> {
    const { args, flags: given } = await this.parse(AgreementTemplate);
    const flags = { ...given, out: given.out === '-' ? undefined : given.out };
    if (flags.out !== undefined && !/\.(csv|xlsx)$/i.test(flags.out)) throw new MpcError('USAGE', `--out ${flags.out}: a table is written as .csv or .xlsx.`, 'Name a file that ends so.');
    const { agreement, digest } = await readAgreementFile(args.file);
    const template = await agreementTemplate(this.store, agreement, flags.party, flags.rows);
    const { party, columns, rules, csv } = template;
    const isWorkbook = flags.out?.toLowerCase().endsWith('.xlsx') === true;
    const written = flags.out === undefined ? {} : { file: await writeNew(flags.out, isWorkbook ? await template.workbook() : csv) };
    if (flags.out === undefined) this.print(csv.trimEnd());
    for (const { name, words } of columns) this.note(`${name}: ${words}`);
    for (const rule of rules) this.note(rule);
    if (flags.out !== undefined) this.note(`${shownPath(flags.out)} is ${party}’s to fill in. It stays with ${party}: send it to nobody. Try it with: mpc check ${shownPath(args.file)} --data ${flags.rows === undefined ? '' : `${flags.rows}=`}${shownPath(flags.out)}${isWorkbook ? ' --sheet Data' : ''}`);
    return { digest, party, columns: columns.map(({ name, words }) => ({ name, words })), rules, ...written };
  }
}
