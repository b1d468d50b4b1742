import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { writeNew } from '../../cli/output.js';
import { readProgramText, templateOf } from '../../library/programs.js';
import { grouped } from '../../library/text.js';

export default class ProgramTemplate extends MpcCommand {
  static override summary = 'Write the headers of the CSV file that a party in a role needs, and say what its cells may hold.';
  static override description = 'The file has one line, with the names of the columns. What their cells may hold is printed on standard error. A party whose own file has other headers needs no such file: it names its headers with `mpc join --map NAME=HEADER`.';
  static override examples = ['<%= config.bin %> <%= command.id %> stays.tally --role hospitals', '<%= config.bin %> <%= command.id %> stays.tally --role hospitals --out stays.csv'];
  static override args = { file: Args.string({ name: 'FILE', description: 'The program; - for standard input.', required: true }) };
  static override flags = withEnvironment({
    role: Flags.string({ description: 'The role. Not needed if only one role puts data in.', helpValue: 'ROLE' }),
    rows: Flags.string({ description: 'The name of the rows, if the role has several files.', helpValue: 'NAME' }),
    out: Flags.string({ char: 'o', description: 'The file to write; default standard output. No file is replaced.', helpValue: 'FILE' }),
  }, 'program template');

  protected override async execute(): Promise<object> {
    const { args, flags: given } = await this.parse(ProgramTemplate);
    const flags = { ...given, out: given.out === '-' ? undefined : given.out };
    const { role, rows, columns, header, isSingle, most } = templateOf(await readProgramText(args.file), { role: flags.role, rows: flags.rows });
    const written = flags.out === undefined ? {} : { file: await writeNew(flags.out, header) };
    if (flags.out === undefined) this.print(header.trimEnd());
    for (const { name, type, asIn } of columns) this.note(`${name}: ${type}${asIn === undefined ? '' : `, written as in ${asIn}`}`);
    this.note(isSingle ? 'One row, with these values.' : `At most ${grouped(String(most))} rows.`);
    return { role, rows, columns: columns.map(({ name, type }) => ({ name, type })), ...written };
  }
}
